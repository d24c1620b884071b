import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';

/** @url is the one parameter without a default (documented); left out it is Msg 201. */
export const urlMissing: ProcedureRule = {
  name: 'url-missing',
  about: 'procedure',
  severity: 'error',
  summary: 'The call has no URL.',
  // No fix: nobody but the author knows the URL.
  check: (facts) =>
    facts.constant('@url').kind === 'null' && facts.argument('@url')?.value?.kind !== 'variable'
      ? [{ span: argumentSpan(facts, '@url'), message: 'The call needs a URL: @url has no default.' }]
      : [],
};
