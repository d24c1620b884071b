import { headerBytes } from '../../rest/header-rules.ts';
import { restLimits } from '../../rest/limits.ts';
import { argumentSpan } from './kubernetes-places.ts';
import type { ProcedureRule } from './rule.ts';

const characters = restLimits.headersCharacters.value;
const bytes = restLimits.requestHeaderBytes.value;

/** nvarchar(4000), and 8 KB for all headers of the request (documented). */
export const headersTooLong: ProcedureRule = {
  name: 'headers-too-long',
  about: 'procedure',
  severity: 'error',
  summary: 'The headers are longer than the procedure takes.',
  // No fix: what to leave out is for the author to say.
  check: (facts) => {
    const { headers } = facts;
    if (headers === undefined) return [];
    const span = argumentSpan(facts, '@headers');
    const { length } = headers.text.value;
    if (length > characters)
      return [
        { span, message: `The headers have ${length} characters; @headers holds ${characters} and cuts the rest off.` },
      ];
    const size = headerBytes(headers.entries);
    return size > bytes ? [{ span, message: `The headers have ${size} bytes; the limit is ${bytes}.` }] : [];
  },
};
