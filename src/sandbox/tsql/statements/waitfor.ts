import { setTimeout as pause } from 'node:timers/promises';
import { SqlError } from '../../sql-error.ts';
import type { Expression } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { notSupported } from '../../not-supported.ts';

/** WAITFOR DELAY 'hh:mm:ss'. */
export interface WaitForStatement extends Statement {
  readonly kind: 'waitfor';
  readonly delay: Expression;
}

const format = /^\s*(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:[.:](\d{1,3}))?\s*$/u;

/** 148: not a time below 24 hours. */
const milliseconds = (text: string): number => {
  const match = format.exec(text);
  const parts = match?.slice(1).map((part: string | undefined) => Number(part ?? 0));
  // Two parts are hours and minutes.
  const [first = 0, second = 0, third = 0] = parts ?? [];
  const fraction = (match?.[4] ?? '').padEnd(3, '0');
  const [hours, minutes, seconds] = match?.[1] === undefined ? [second, third, 0] : [first, second, third];
  if (match === null || hours > 23 || minutes > 59 || seconds > 59)
    throw new SqlError(148, `Incorrect time syntax in time string '${text}' used with WAITFOR.`, { class: 15 });
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number(fraction);
};

export const waitForKind: EngineKind<WaitForStatement> = {
  name: 'waitfor',
  starts: (parser) => parser.atKeyword('WAITFOR'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('WAITFOR');
    if (!parser.acceptKeyword('DELAY')) throw notSupported(`WAITFOR ${parser.peek().text.toUpperCase()}`, line);
    if (!['string', 'variable'].includes(parser.peek().kind)) throw parser.unexpected();
    return { kind: 'waitfor', line, delay: parser.parseExpression() };
  },
  command: () => 243,
  async execute({ delay }, context) {
    const { value } = context.evaluate(delay);
    await pause(milliseconds(typeof value === 'string' ? value : ''), undefined, { signal: context.signal });
  },
};
