import { blanks, quoteLiteral, sql } from '../quoting.ts';
import type { SqlText } from '../quoting.ts';
import type { CallFacts } from './call-facts.ts';
import type { TextEdit } from './rule.ts';
import { standsAlone, tokensBefore } from './surroundings.ts';

/** The blanks in front of the call when it begins its line, so that what is added lines up with it. */
export const indentOf = ({ call, around }: CallFacts): SqlText => {
  const { text } = around.batch;
  const before = text.slice(text.lastIndexOf('\n', call.span.start - 1) + 1, call.span.start);
  return /^[ \t]*$/u.test(before) ? blanks(before) : sql``;
};

/** `IF @code <> 0 THROW …` behind the call, for a variable of this name; undefined where no statement may be put. */
export const testBehind = (facts: CallFacts, variable: SqlText): TextEdit | undefined => {
  const { call, around } = facts;
  if (!standsAlone(around.batch, call.span.start)) return undefined;
  const next = around.batch.tokens[tokensBefore(around.batch, call.span.end)];
  const closed = next?.text === ';';
  const at = closed ? next.start + 1 : call.span.end;
  const message = quoteLiteral('The call was refused. Its return value is the HTTP status.');
  const test = sql`IF ${variable} <> 0 THROW 50000, ${message}, 1;`;
  return {
    span: { start: at, end: at },
    text: sql`${closed ? sql`` : sql`;`}
${indentOf(facts)}${test}`,
  };
};
