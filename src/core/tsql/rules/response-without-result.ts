import { insideLiteral } from '../quoting.ts';
import { fixes } from './edits.ts';
import { responseMode, responseReads } from './response-facts.ts';
import { tokenSpan } from '../calls/cursor.ts';
import type { ProcedureRule } from './rule.ts';

/** The envelope holds `response` and `result` and nothing else (documented); any other name gives NULL. */
export const responseWithoutResult: ProcedureRule = {
  name: 'response-without-result',
  about: 'procedure',
  severity: 'warning',
  summary: 'The answer is read without $.result, so the path finds nothing.',
  check: (facts) => {
    const mode = responseMode(facts);
    if (mode === undefined || mode === 'xml') return [];
    return responseReads(facts).flatMap(({ path, steps }) => {
      const [first] = steps;
      if (typeof first !== 'string' || first === 'result' || first === 'response') return [];
      const at = path.start + path.text.indexOf('$') + 1;
      const spelled = /^(?:result|response)$/iu.test(first);
      const name = at + path.text.slice(at - path.start).search(/[\w"]/u);
      return [
        {
          span: tokenSpan(path),
          message: `The answer is {"response":…,"result":…}, so this path finds nothing. ${spelled ? 'Its names are in lower case.' : 'What was sent is under $.result.'}`,
          ...(spelled
            ? fixes(`Change to ${first.toLowerCase()}`, {
                span: { start: name, end: name + first.length },
                text: insideLiteral(first.toLowerCase()),
              })
            : fixes('Read from $.result', { span: { start: at, end: at }, text: insideLiteral('.result') })),
        },
      ];
    });
  },
};
