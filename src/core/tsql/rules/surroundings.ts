import type { BatchReading } from '../calls/call-finder.ts';
import { is } from '../calls/cursor.ts';
import { unquoteIdentifier } from '../quoting.ts';
import type { Token } from '../token.ts';
import { once } from './once.ts';
import { countBelow, numbersBelow } from './sorted.ts';

/** Number of tokens that begin in front of `at`. */
export const tokensBefore = ({ tokens }: BatchReading, at: number): number =>
  countBelow(tokens, at, ({ start }) => start);

/** True when the batch makes or changes a trigger, so that all of it is the trigger's body. */
export const isTrigger = ({ tokens }: BatchReading): boolean => {
  const altering = is(tokens[1], 'or') && is(tokens[2], 'alter');
  return is(tokens[0], 'create', 'alter') && is(tokens[altering ? 3 : 1], 'trigger');
};

const opens = (next: Token | undefined, afterNext: Token | undefined): boolean =>
  is(next, 'tran', 'transaction') || (is(next, 'distributed') && is(afterNext, 'tran', 'transaction'));

/** Where the batch says something about transactions, and whether one is open from there on. */
const transactionWords = once(
  ({ tokens, index }: BatchReading): readonly { readonly start: number; readonly open: boolean }[] =>
    ['begin', 'commit', 'rollback']
      .flatMap((word) => index.of(word))
      .sort((left, right) => left - right)
      .flatMap((place) => {
        const token = tokens[place];
        const begins = is(token, 'begin');
        const counts = token !== undefined && (!begins || opens(tokens[place + 1], tokens[place + 2]));
        return counts ? [{ start: token.start, open: begins }] : [];
      }),
);

const lastBefore = <T extends { readonly start: number }>(items: readonly T[], at: number): T | undefined =>
  items[countBelow(items, at, ({ start }) => start) - 1];

/** True when the last word about transactions in front of `at` is a BEGIN TRANSACTION. */
export const isInTransaction = (batch: BatchReading, at: number): boolean =>
  batch.index.has('tran', 'transaction') && lastBefore(transactionWords(batch), at)?.open === true;

/** For every BEGIN or CASE, by its place, the place of its END. */
const blockEnds = (tokens: readonly Token[]): ReadonlyMap<number, number> => {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [place, token] of tokens.entries()) {
    const next = tokens[place + 1];
    if (
      is(token, 'case') ||
      (is(token, 'begin') && !opens(next, tokens[place + 2]) && !is(next, 'conversation', 'dialog'))
    )
      open.push(place);
    else if (is(token, 'end') && !is(next, 'conversation')) ends.set(open.pop() ?? place, place);
  }
  return ends;
};

/** Stretches of tokens in the block of a WHILE that fetches from a cursor. */
const cursorLoops = once(
  ({ tokens, index }: BatchReading): readonly { readonly first: number; readonly last: number }[] => {
    if (!index.has('fetch') || !index.has('while')) return [];
    const ends = blockEnds(tokens);
    const [fetches, begins] = [index.of('fetch'), index.of('begin')];
    return index.of('while').flatMap((loop) => {
      const first = begins[numbersBelow(begins, loop)];
      const last = first === undefined ? undefined : (ends.get(first) ?? tokens.length);
      // A loop without a block is one statement; what stands behind its `;` is outside.
      const single = first === undefined || tokens.slice(loop, Math.min(first, loop + 100)).some((one) => is(one, ';'));
      if (first === undefined || last === undefined || single) return [];
      return (fetches[numbersBelow(fetches, first)] ?? last) < last ? [{ first, last }] : [];
    });
  },
);

/** True when the text at `at` is in the block of a WHILE that fetches from a cursor. */
export const isInCursorLoop = (batch: BatchReading, at: number): boolean => {
  const loops = cursorLoops(batch);
  if (loops.length === 0) return false;
  const place = tokensBefore(batch, at);
  return loops.some(({ first, last }) => place > first && place < last);
};

/** True when statements may be put in front of and behind the statement at `at`: it is not the one branch of an IF. */
export const standsAlone = (batch: BatchReading, at: number): boolean => {
  const place = tokensBefore(batch, at);
  const last = batch.tokens[place - 1];
  if (last === undefined || is(last, ';', 'begin', 'try', 'catch', 'as')) return true;
  return !['if', 'else', 'while', 'insert'].some((word) => (batch.index.of(word)[0] ?? place) < place);
};

/** The database in which the text at `at` runs, in lower case, given the one in which the batch begins. */
export const databaseAt = (batch: BatchReading, at: number, before: string | undefined): string | undefined => {
  const uses = batch.index.of('use');
  const place = uses[numbersBelow(uses, tokensBefore(batch, at)) - 1];
  const name = place === undefined ? undefined : batch.tokens[place + 1];
  return name === undefined ? before : unquoteIdentifier(name.text).toLowerCase();
};
