import { acceptMode, acceptTypes, defaultMediaType } from '../../rest/media-types.ts';
import type { CallFacts, HeaderEntry } from './call-facts.ts';
import { fixes } from './edits.ts';
import { changeHeader, entryOf, valueSpan } from './header-facts.ts';
import type { Finding, ProcedureRule } from './rule.ts';

/** Msg 31638 (documented list). */
export const acceptRefused: ProcedureRule = {
  name: 'accept-refused',
  about: 'procedure',
  severity: 'error',
  summary: 'The Accept header is outside the families that the procedure sends, or has parameters.',
  check: (facts) => {
    const { headers } = facts;
    const entry = entryOf(headers, 'accept');
    if (headers === undefined || entry === undefined || acceptMode(entry.value) !== undefined) return [];
    const { message, ...fix } = advice(facts, entry);
    return [{ span: valueSpan(headers, entry), message, ...fix }];
  },
};

const viewOf = (value: string): 'table' | 'metadata' | undefined => {
  const as = /;\s*as=(table|partialobjectmetadata(?:list)?)\b/iu.exec(value)?.[1]?.toLowerCase();
  return as === undefined ? undefined : as === 'table' ? 'table' : 'metadata';
};

const advice = (facts: CallFacts, entry: HeaderEntry): Pick<Finding, 'message' | 'fixes'> => {
  const view = viewOf(entry.value);
  if (view !== undefined)
    return {
      message: `SQL Server cannot ask for this view of Kubernetes. Send X-Kube-View: ${view} to a proxy that translates it.`,
      ...fixes(`Send X-Kube-View: ${view}`, changeHeader(facts, entry, 'X-Kube-View', view)),
    };
  const first = (entry.value.split(/[;,]/u)[0] ?? '').trim();
  const type = acceptMode(first) === undefined ? defaultMediaType : first;
  return {
    message: `SQL Server takes one of ${acceptTypes.value.map((one) => one.label).join(', ')} in Accept, without parameters.`,
    ...fixes(`Change to ${type}`, changeHeader(facts, entry, entry.name, type)),
  };
};
