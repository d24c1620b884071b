import { linkStateInWords, type LinkState } from '../core/decode/chain.ts';
import { linkNames } from '../core/decode/terms.ts';
import type { PanelEntry } from '../protocol/panel.ts';
import { element } from './dom.ts';

const marks: Readonly<Record<LinkState, string>> = {
  passed: '✓',
  failed: '✗',
  suspected: '?',
  warned: '!',
  skipped: '–',
  unknown: '·',
};

/** The chain with the broken link lit. It is a list: screen readers get every link with its state in words. */
export function chainPicture(chain: PanelEntry['chain']): HTMLElement | undefined {
  if (chain.length === 0) return undefined;
  const items = chain.map(({ link, state, note }) =>
    element(
      'li',
      { class: `link ${state}`, ...(note !== undefined && { title: note }) },
      element('span', { class: 'mark', 'aria-hidden': 'true' }, marks[state]),
      element('span', { class: 'name' }, linkNames[link]),
      element('span', { class: 'state' }, `${linkStateInWords[state]}${note === undefined ? '' : `: ${note}`}`),
    ),
  );
  return element('ol', { class: 'chain', 'aria-label': 'The chain, link by link' }, ...items);
}
