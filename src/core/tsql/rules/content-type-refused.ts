import { contentTypeMode, contentTypes } from '../../rest/media-types.ts';
import { patches, patchTypes } from '../../proxy/translation.ts';
import type { CallFacts, HeaderEntry } from './call-facts.ts';
import { fixes } from './edits.ts';
import { changeHeader, entryOf, valueSpan } from './header-facts.ts';
import type { Finding, ProcedureRule } from './rule.ts';

const bare = (value: string): string => (value.split(';')[0] ?? '').trim();

/** Msg 31638 (documented list; that any parameter is refused is documented too). */
export const contentTypeRefused: ProcedureRule = {
  name: 'content-type-refused',
  about: 'procedure',
  severity: 'error',
  summary: 'The Content-Type is outside the families that the procedure sends, or has parameters.',
  check: (facts) => {
    const { headers } = facts;
    const entry = entryOf(headers, 'content-type');
    if (headers === undefined || entry === undefined || contentTypeMode(entry.value) !== undefined) return [];
    const { message, ...fix } = advice(facts, entry);
    return [{ span: valueSpan(headers, entry), message, ...fix }];
  },
};

const advice = (facts: CallFacts, entry: HeaderEntry): Pick<Finding, 'message' | 'fixes'> => {
  const type = bare(entry.value);
  if (contentTypeMode(type) !== undefined)
    return {
      message: 'SQL Server refuses parameters on a Content-Type; it adds charset=utf-8 itself.',
      ...fixes(`Change to ${type}`, changeHeader(facts, entry, entry.name, type)),
    };
  const patch = patches.find((one) => patchTypes[one] === type.toLowerCase());
  if (patch !== undefined)
    return {
      message: `SQL Server does not send ${type}. Send X-Kube-Patch: ${patch} to a proxy that translates it.`,
      ...fixes(`Send X-Kube-Patch: ${patch}`, changeHeader(facts, entry, 'X-Kube-Patch', patch)),
    };
  const labels = contentTypes.value.map((one) => one.label).join(', ');
  return { message: `SQL Server does not send ${type === '' ? 'this Content-Type' : type}. It sends ${labels}.` };
};
