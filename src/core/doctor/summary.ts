import { links, linkNames, type Link } from '../decode/terms.ts';
import { checkOf } from './checks.ts';
import type { Finding, Outcome } from './finding.ts';

/** How the picture of the chain shows a link. */
export type ChainState = 'passed' | 'failed' | 'warned' | 'skipped' | 'unknown';

/** A link with what its checks came to. */
export interface ChainLink {
  readonly link: Link;
  readonly name: string;
  readonly state: ChainState;
}

/** The first broken link in the order of a call; undefined when nothing failed. */
export const firstBroken = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ outcome }) => outcome === 'fail');

/** The chain, each link in the state of its worst check. */
export function chainOf(findings: readonly Finding[]): readonly ChainLink[] {
  return links.map((link) => {
    const own = findings.filter((finding) => checkOf(finding.check).link === link && !isFurtherOn(finding));
    return { link, name: linkNames[link], state: worst(own) };
  });
}

/** A check that was skipped because of a later link says nothing of its own. */
const isFurtherOn = ({ check, because }: Finding): boolean =>
  because !== undefined && links.indexOf(checkOf(because).link) > links.indexOf(checkOf(check).link);

function worst(findings: readonly Finding[]): ChainState {
  const has = (wanted: Outcome): boolean => findings.some(({ outcome }) => outcome === wanted);
  if (has('fail')) return 'failed';
  // A link with one check behind a broken one has not been seen to work.
  if (findings.some(({ because }) => because !== undefined)) return 'skipped';
  if (has('warn')) return 'warned';
  return has('pass') ? 'passed' : 'unknown';
}

/** How many findings there are of each outcome, in words: `31 pass, 1 warn`. */
export function counts(findings: readonly Finding[]): string {
  const order: readonly Outcome[] = ['fail', 'warn', 'pass', 'skipped', 'could not check'];
  const told = order.flatMap((outcome) => {
    const count = findings.filter((finding) => finding.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome === 'fail' ? 'failed' : outcome === 'pass' ? 'passed' : outcome}`];
  });
  return told.join(', ');
}

/** The sentence above everything else. */
export function verdictOf(findings: readonly Finding[]): string {
  const broken = firstBroken(findings);
  if (broken === undefined) {
    const warned = findings.filter(({ outcome }) => outcome === 'warn').length;
    return warned === 0
      ? 'Nothing is broken.'
      : `Nothing is broken; ${warned} thing${warned === 1 ? '' : 's'} could be better.`;
  }
  const { link } = checkOf(broken.check);
  return `The first broken link is “${linkNames[link]}”: ${broken.headline}. To be mended by: ${broken.owner}.`;
}
