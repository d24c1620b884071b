type Child = Node | string | undefined;

type Attributes = Readonly<Record<string, string | undefined>>;

/** An element with attributes and children. Texts become text nodes: nothing is ever parsed as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button; its id lets the focus find it again after the page was drawn anew. */
export function button(id: string, title: string, pressed: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', id, ...attributes }, title);
  made.addEventListener('click', pressed);
  return made;
}

/** The little Markdown that the decoder writes: code spans, bold, and escaped characters. Everything else is text. */
export function prose(markdown: string): Node[] {
  const pieces = markdown.matchAll(
    /`([^`]+)`|\*\*((?:\\.|[^*\\])+)\*\*|((?:\\.|[^`*\\]|\*(?!\*)|\\|[`*])+?(?=`|\*\*|$))/gs,
  );
  return [...pieces].map(([whole, code, bold]) => {
    if (code !== undefined) return element('code', {}, code);
    if (bold !== undefined) return element('strong', {}, unescaped(bold));
    return document.createTextNode(unescaped(whole));
  });
}

const unescaped = (text: string): string => text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
