import { tokenSpan } from '../calls/cursor.ts';
import { responseVariable } from './response-facts.ts';
import { sql } from '../quoting.ts';
import { declarations } from './declarations.ts';
import { fixes } from './edits.ts';
import type { KubernetesRule } from './rule.ts';

const short = /^n?(?:var)?char(?:\(\d+\))?$/u;

/** The parameter is nvarchar(max) (documented); that a shorter variable cuts the answer in silence is inferred. */
export const responseTooShort: KubernetesRule = {
  name: 'response-too-short',
  about: 'kubernetes',
  severity: 'hint',
  unverified: true,
  summary: 'The variable for the answer is shorter than nvarchar(max).',
  check: (facts) => {
    const variable = responseVariable(facts);
    const declared = variable === undefined ? undefined : declarations(facts.around.batch).get(variable);
    if (declared === undefined) return [];
    const [first, last] = [declared.type[0], declared.type.at(-1)];
    const spelled = declared.type.map((token) => token.lower).join('');
    if (first === undefined || last === undefined || !short.test(spelled)) return [];
    const span = { start: first.start, end: tokenSpan(last).end };
    return [
      {
        span,
        message: 'An answer longer than this type is most likely cut, and is then no JSON any more. Use nvarchar(max).',
        ...fixes('Change to nvarchar(max)', { span, text: sql`nvarchar(max)` }),
      },
    ];
  },
};
