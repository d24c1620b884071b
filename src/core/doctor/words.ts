import { checkOf } from './checks.ts';
import type { Finding } from './finding.ts';
import type { ChainState } from './summary.ts';

/** The state of a link, for people. */
export const chainInWords: Readonly<Record<ChainState, string>> = {
  passed: 'works',
  failed: 'broken',
  warned: 'works, with a warning',
  skipped: 'not looked at',
  unknown: 'not known',
};

/** `most likely` where a reading was not observed. */
export const headlineOf = ({ headline, sureness, outcome }: Finding): string =>
  outcome === 'fail' && sureness !== undefined && sureness !== 'observed' ? `Most likely: ${headline}` : headline;

/** The headline on its own; a check that was skipped because of another says what it would have looked at. */
export const labelOf = (finding: Finding): string =>
  finding.because === undefined
    ? headlineOf(finding)
    : `${checkOf(finding.check).title}: ${finding.headline.charAt(0).toLowerCase()}${finding.headline.slice(1)}`;

/** How the list of causes begins: several are a set that nothing seen here tells apart. */
export const causesTitle = ({ causes = [], sureness }: Finding): string => {
  if (causes.length > 1) return 'Most likely one of these, which SQL Server does not tell apart';
  return sureness === 'observed' ? 'Cause' : 'Most likely';
};
