import { candidates, type Diagnosis } from './diagnosis.ts';
import { links, type Link } from './terms.ts';

/** What is known of a link. */
export type LinkState = (typeof linkStates)[number];

/** Everything that can be known of a link. */
export const linkStates = ['passed', 'failed', 'suspected', 'warned', 'skipped', 'unknown'] as const;

/** A link and its state, for the picture of the chain. */
export interface ChainLink {
  readonly link: Link;
  readonly state: LinkState;
}

/**
 * The chain as a diagnosis shows it: what comes before the first link that may be broken has worked, what comes after was not
 * reached or is not known.
 */
export function chainOf(diagnosis: Pick<Diagnosis, 'causes' | 'confidence' | 'link'>): readonly ChainLink[] {
  const suspects = new Set(candidates(diagnosis).map(({ link }) => link));
  if (suspects.size === 0) suspects.add(diagnosis.link);
  const firstBad = links.findIndex((link) => suspects.has(link));
  return links.map((link, index) => {
    if (suspects.has(link)) return { link, state: suspects.size === 1 ? 'failed' : 'suspected' };
    return { link, state: index < firstBad ? 'passed' : 'unknown' };
  });
}

/** A state in words, for screen readers and reports. */
export const linkStateInWords: Readonly<Record<LinkState, string>> = {
  passed: 'works',
  failed: 'broken',
  suspected: 'may be broken',
  warned: 'works, with a warning',
  skipped: 'not looked at',
  unknown: 'not known',
};
