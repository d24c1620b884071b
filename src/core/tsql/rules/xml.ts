const tag =
  /<(?:!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|![^>]*>|\?[\s\S]*?\?>|(\/?)([^\s/>]+)(?:"[^"]*"|'[^']*'|[^"'>])*>)/gu;

/** True when every element is closed in order and there is one around all. Does not look into names and attributes. */
export const isWellFormed = (text: string): boolean => {
  const open: string[] = [];
  let roots = 0;
  for (const [whole, slash, name] of text.matchAll(tag)) {
    if (name === undefined) continue;
    if (slash === '/') {
      if (open.pop() !== name) return false;
      continue;
    }
    if (open.length === 0) roots += 1;
    if (!whole.endsWith('/>')) open.push(name);
  }
  return open.length === 0 && roots === 1 && text.trimStart().startsWith('<');
};
