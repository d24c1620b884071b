import { readEndpointUrl } from '../../rest/endpoint-url.ts';
import type { UrlProblem } from '../../rest/endpoint-url.ts';
import type { FoldedText } from '../calls/folded-text.ts';
import type { Span } from '../calls/span.ts';
import type { CallFacts } from './call-facts.ts';
import { placeOf } from './edits.ts';
import { argumentSpan } from './kubernetes-places.ts';
import { once } from './once.ts';

/** Why the procedure will refuse the URL of a call; undefined when it will not, or when the URL is not known. */
export const urlProblem = once(
  (facts: CallFacts): { readonly text: FoldedText; readonly problem: UrlProblem } | undefined => {
    const text = facts.text('@url');
    if (text === undefined) return undefined;
    const read = readEndpointUrl(text.value);
    return read.ok ? undefined : { text, problem: read.error };
  },
);

/** Where the host of a URL stands, with its port and whatever else was put there. */
export const authoritySpan = (facts: CallFacts, text: FoldedText): Span => {
  const match = /^[^:/?#]*:\/\/([^/?#]*)/u.exec(text.value);
  const end = match?.[0].length ?? text.value.length;
  return placeOf(text, end - (match?.[1]?.length ?? end), end, argumentSpan(facts, '@url'));
};
