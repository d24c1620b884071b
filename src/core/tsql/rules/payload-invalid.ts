import { payloadMode } from './payload-facts.ts';
import { argumentSpan } from './kubernetes-places.ts';
import { fixes, removeArgument } from './edits.ts';
import type { ProcedureRule } from './rule.ts';
import { isWellFormed } from './xml.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const valid: Readonly<Record<'json' | 'xml' | 'text', (text: string) => boolean>> = {
  json: isJson,
  xml: isWellFormed,
  text: () => true,
};

/** The payload is checked by the request's content type (documented); that an empty one is refused follows from ISJSON (derived). */
export const payloadInvalid: ProcedureRule = {
  name: 'payload-invalid',
  about: 'procedure',
  severity: 'error',
  summary: 'The payload is not valid for its content type.',
  check: (facts) => {
    const argument = facts.argument('@payload');
    const text = facts.text('@payload');
    const mode = payloadMode(facts);
    if (argument === undefined || text === undefined || mode === undefined || valid[mode](text.value)) return [];
    const span = argumentSpan(facts, '@payload');
    if (text.value.trim() === '')
      return [
        {
          span,
          message: 'An empty payload is no JSON. Leave @payload out, or pass NULL.',
          unverified: true,
          ...fixes('Remove @payload', removeArgument(facts, argument)),
        },
      ];
    return [{ span, message: `SQL Server refuses this payload: it is no valid ${mode === 'json' ? 'JSON' : 'XML'}.` }];
  },
};
