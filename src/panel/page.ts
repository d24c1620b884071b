import { titleOf, type PanelEntry, type PanelState, type ToHost } from '../protocol/panel.ts';
import { card } from './card.ts';
import { chainPicture } from './chain-picture.ts';
import { button, element } from './dom.ts';

type Post = (message: ToHost) => void;

/** The panel’s page: a box to paste into, the errors of the session, and the one that is shown. */
export class Page {
  readonly #post: Post;
  readonly #box = element('textarea', {
    id: 'box',
    rows: '2',
    spellcheck: 'false',
    placeholder: 'Paste an error here: a message, an HRESULT, an answer, a log',
  });
  readonly #said = element('p', { role: 'status', class: 'said' });
  readonly #recent = element('nav', { class: 'recent', 'aria-label': 'Errors of this session' });
  readonly #shown = element('main', {});

  constructor(post: Post) {
    this.#post = post;
    const decode = (): void => this.#decode(this.#box.value);
    this.#box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) decode();
    });
    // Paste anywhere decodes. The text goes to the host, which takes secrets out of it; it is not shown here before.
    document.addEventListener('paste', (event) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim() === '') return;
      event.preventDefault();
      this.#decode(text);
    });
    document.body.append(
      element(
        'form',
        { class: 'paste', 'aria-label': 'Decode an error' },
        element('label', { for: 'box' }, 'Error text'),
        this.#box,
        element('div', { class: 'buttons' }, button('decode', 'Decode', decode, { class: 'primary' })),
      ),
      this.#said,
      element('div', { class: 'columns' }, this.#recent, this.#shown),
    );
  }

  say(text: string): void {
    this.#said.textContent = text;
  }

  /** Draws everything anew. The focus stays where it was, or goes to the card. */
  draw(state: PanelState, focus?: 'card'): void {
    const focused = document.activeElement?.id ?? '';
    const entry = state.entries.find(({ id }) => id === state.selected);
    this.#recent.replaceChildren(...this.#recentList(state));
    this.#shown.replaceChildren(...(entry === undefined ? [empty()] : this.#entry(entry)));
    const next = focus === 'card' ? 'card-0-title' : focused;
    if (next !== '' && next !== document.activeElement?.id) document.getElementById(next)?.focus();
    // The panel is low: chain and headline are what it has room for.
    if (focus === 'card') this.#shown.scrollIntoView({ block: 'start' });
  }

  #decode(text: string): void {
    if (text.trim() === '') return;
    this.#box.value = '';
    this.#post({ type: 'decode', text });
  }

  #recentList({ entries, selected }: PanelState): Node[] {
    if (entries.length === 0) return [];
    const items = entries.map((entry) => {
      const { id, from, at } = entry;
      const title = titleOf(entry);
      const made = button(`entry-${id}`, '', () => this.#post({ type: 'select', entry: id }), {
        ...(id === selected && { 'aria-current': 'true' }),
      });
      made.append(
        element('span', { class: 'title' }, title),
        element('span', { class: 'from' }, `${from} · ${clock(at)}`),
      );
      return element('li', {}, made);
    });
    return [
      element('h2', {}, 'Errors of this session'),
      element('ul', {}, ...items),
      button('clear', 'Clear the List', () => this.#post({ type: 'clear' }), { class: 'small' }),
    ];
  }

  #entry(entry: PanelEntry): Node[] {
    const [root, ...rest] = entry.diagnoses;
    const place = (diagnosis: number) => ({ entry: entry.id, diagnosis, post: this.#post });
    const copy = (form: 'markdown' | 'json') => (): void => this.#post({ type: 'copy', entry: entry.id, form });
    const parts = [
      entry.assumed === undefined ? undefined : element('p', { class: 'assumed' }, entry.assumed),
      chainPicture(entry.chain),
      root === undefined ? element('h2', { id: 'card-0-title', tabindex: '-1' }, titleOf(entry)) : card(root, place(0)),
      rest.length === 0
        ? undefined
        : element(
            'details',
            { class: 'follows', id: 'follows' },
            element('summary', {}, `Follows from it, or stands beside it: ${rest.length}`),
            ...rest.map((next, index) => card(next, place(index + 1))),
          ),
      listed('Recognised', entry.recognised),
      listed('Not understood', entry.notUnderstood),
      element(
        'div',
        { class: 'buttons' },
        button('copy-markdown', 'Copy as Markdown', copy('markdown')),
        button('copy-json', 'Copy as JSON', copy('json')),
        button('another', 'Paste Another', () => this.#box.focus()),
      ),
    ];
    return parts.filter((part) => part !== undefined);
  }
}

const empty = (): HTMLElement =>
  element(
    'p',
    { class: 'empty' },
    'Nothing has failed in this session. Paste any error above, or select one in an editor and run Decode Error.',
  );

function listed(title: string, lines: readonly string[]): HTMLElement | undefined {
  if (lines.length === 0) return undefined;
  return element(
    'details',
    { class: 'listed' },
    element('summary', {}, `${title}: ${lines.length}`),
    element('ul', {}, ...lines.map((line) => element('li', {}, line))),
  );
}

const clock = (iso: string): string => {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleTimeString();
};
