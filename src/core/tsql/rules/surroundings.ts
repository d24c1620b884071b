import type { BatchReading } from '../calls/call-finder.ts';
import { is } from '../calls/cursor.ts';
import type { Token } from '../token.ts';

/** True when the batch makes or changes a trigger, so that all of it is the trigger's body. */
export const isTrigger = ({ tokens }: BatchReading): boolean => {
  const altering = is(tokens[1], 'or') && is(tokens[2], 'alter');
  return is(tokens[0], 'create', 'alter') && is(tokens[altering ? 3 : 1], 'trigger');
};

const opens = (token: Token, next: Token | undefined, afterNext: Token | undefined): boolean =>
  is(token, 'begin') &&
  (is(next, 'tran', 'transaction') || (is(next, 'distributed') && is(afterNext, 'tran', 'transaction')));

/** True when the last word about transactions in front of `at` is a BEGIN TRANSACTION. */
export const isInTransaction = ({ tokens, index }: BatchReading, at: number): boolean => {
  if (!index.has('tran', 'transaction')) return false;
  let open = false;
  for (const [place, token] of tokens.entries()) {
    if (token.start >= at) break;
    if (opens(token, tokens[place + 1], tokens[place + 2])) open = true;
    else if (is(token, 'commit', 'rollback')) open = false;
  }
  return open;
};

/** The token behind the END of the BEGIN at `index`. */
const blockEnd = (tokens: readonly Token[], index: number): number => {
  let depth = 0;
  for (let at = index; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (is(token, 'case')) depth += 1;
    else if (is(token, 'begin') && !is(tokens[at + 1], 'tran', 'transaction', 'distributed')) depth += 1;
    else if (is(token, 'end') && !is(tokens[at + 1], 'conversation')) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
};

/** True when the text at `at` is in the block of a WHILE that fetches from a cursor. */
export const isInCursorLoop = ({ tokens, index }: BatchReading, at: number): boolean =>
  index.has('fetch') &&
  index.of('while').some((loop) => {
    if ((tokens[loop]?.start ?? at) > at) return false;
    const begin = tokens.findIndex((one, place) => place > loop && is(one, 'begin', ';'));
    if (begin < 0 || !is(tokens[begin], 'begin')) return false;
    const block = tokens.slice(begin, blockEnd(tokens, begin));
    const [first, last] = [block[0], block.at(-1)];
    if (first === undefined || last === undefined || at < first.start || at > last.start) return false;
    return block.some((one) => is(one, 'fetch'));
  });

/** True when statements may be put in front of and behind the statement at `at`: it is not the one branch of an IF. */
export const standsAlone = ({ tokens }: BatchReading, at: number): boolean => {
  const before = tokens.filter((token) => token.start < at);
  const last = before.at(-1);
  if (last === undefined || is(last, ';', 'begin', 'try', 'catch', 'as')) return true;
  return !before.some((token) => is(token, 'if', 'else', 'while', 'insert'));
};
