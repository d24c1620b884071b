import { changeText, fixes } from './edits.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';
import { urlProblem } from './url-facts.ts';

/** A host without a scheme, such as people type into browsers. */
const hostFirst = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?(?:\/|$)/iu;

/** What is no absolute URL has no scheme to be https (documented: 31610). */
export const urlMalformed: ProcedureRule = {
  name: 'url-malformed',
  about: 'procedure',
  severity: 'error',
  summary: 'The URL is not an absolute one with scheme and host.',
  check: (facts) => {
    const found = urlProblem(facts);
    if (found?.problem.kind !== 'unparsable') return [];
    return [
      {
        span: argumentSpan(facts, '@url'),
        message: 'This is no URL that can be called. Write it whole: https://host:port/path.',
        ...(hostFirst.test(found.text.value) && found.text.value.includes('.')
          ? fixes('Put https:// in front', changeText(facts, '@url', [0, 1], `https://${found.text.value.slice(0, 1)}`))
          : {}),
      },
    ];
  },
};
