import type { BatchReading } from '../calls/call-finder.ts';
import { is } from '../calls/cursor.ts';
import { unquoteLiteral } from '../quoting.ts';
import type { Token } from '../token.ts';
import { once } from './once.ts';

/** One operand that is put into a text of T-SQL which calls the procedure. */
export interface DynamicOperand {
  readonly tokens: readonly Token[];
  /** True where the text before it has opened a literal. */
  readonly inLiteral: boolean;
}

interface Building {
  readonly text: string;
  readonly operands: readonly DynamicOperand[];
}

const nothing: Building = { text: '', operands: [] };
const names = /sp_invoke_external_rest_endpoint/iu;
const allNames = /sp_invoke_external_rest_endpoint/giu;

/** Cuts at a symbol outside parentheses. */
const split = (tokens: readonly Token[], ...at: readonly string[]): readonly (readonly Token[])[] => {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (is(token, '(')) depth += 1;
    if (is(token, ')')) depth -= 1;
    if (depth === 0 && is(token, ...at)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
};

/** The operands of `a + b + c` or of CONCAT(a, b, c). */
const operandsOf = (tokens: readonly Token[]): readonly (readonly Token[])[] =>
  is(tokens[0], 'concat') && is(tokens[1], '(') && split(tokens, '+').length === 1
    ? split(tokens.slice(2, -1), ',')
    : split(tokens, '+', '||');

const append = (building: Building, operand: readonly Token[]): Building => {
  const [first, ...more] = operand;
  if (first?.kind === 'string' && more.length === 0)
    return { ...building, text: building.text + unquoteLiteral(first.text) };
  const inLiteral = (building.text.split("'").length - 1) % 2 === 1;
  return { ...building, operands: [...building.operands, { tokens: operand, inLiteral }] };
};

const build = (start: Building, tokens: readonly Token[]): Building => operandsOf(tokens).reduce(append, start);

/** What stands in the parentheses of EXEC (…). */
const executed = ({ tokens, index }: BatchReading): readonly (readonly Token[])[] =>
  [...index.of('exec'), ...index.of('execute')].flatMap((place) => {
    if (!is(tokens[place + 1], '(')) return [];
    let depth = 0;
    for (let end = place + 1; end < tokens.length; end += 1) {
      if (is(tokens[end], '(')) depth += 1;
      if (is(tokens[end], ')')) depth -= 1;
      if (depth === 0) return [tokens.slice(place + 2, end)];
    }
    return [];
  });

/** True when the procedure's name stands in a string, which counting it shows in most batches. */
const isInStrings = ({ text, tokens, calls }: BatchReading): boolean =>
  (text.match(allNames)?.length ?? 0) > calls.filter(({ target }) => target === 'rest').length &&
  tokens.some((token) => token.kind === 'string' && names.test(token.text));

/** Every operand that is put into a text which calls the procedure, in this batch. */
export const dynamicOperands = once((batch: BatchReading): readonly DynamicOperand[] => {
  if (!isInStrings(batch)) return [];
  const { events } = batch;
  const built = new Map<string, Building>();
  const done: Building[] = executed(batch).map((inside) => build(nothing, inside));
  for (const event of events) {
    if (event.kind !== 'declare' && event.kind !== 'set') continue;
    const before = built.get(event.variable) ?? nothing;
    const [first, plus, ...rest] = event.value;
    const grows = first?.kind === 'variable' && first.lower === event.variable && is(plus, '+');
    if (event.kind === 'set' && event.appends) built.set(event.variable, build(before, event.value));
    else if (grows) built.set(event.variable, build(before, rest));
    else {
      done.push(before);
      built.set(event.variable, build(nothing, event.value));
    }
  }
  return [...done, ...built.values()].filter(({ text }) => names.test(text)).flatMap(({ operands }) => operands);
});

const textTypes = ['char', 'varchar', 'nchar', 'nvarchar', 'sysname'];

/** Characters that a variable or parameter of the batch can hold; undefined when it is no text or not declared here. */
export const textLength = ({ tokens, index }: BatchReading, variable: string): number | undefined => {
  const at = index.of(variable).find((place) => is(tokens[place + 1], 'as', ...textTypes));
  if (at === undefined) return undefined;
  const place = is(tokens[at + 1], 'as') ? at + 2 : at + 1;
  const [type, open, length] = tokens.slice(place, place + 3);
  if (!is(type, ...textTypes)) return undefined;
  if (is(type, 'sysname')) return 128;
  if (!is(open, '(')) return 1;
  return is(length, 'max') ? Infinity : Number(length?.text);
};

const treatments = ['replace', 'quotename', 'string_escape', 'translate'];

/** True when the batch shows the variable to REPLACE, QUOTENAME or the like: it may be escaped then, where we do not look. */
export const isTreated = ({ tokens, index }: BatchReading, variable: string): boolean =>
  index.of(variable).some((place) => tokens.slice(Math.max(place - 5, 0), place).some((one) => is(one, ...treatments)));

/** True when all that the batch puts into the variable are literals without quotes, so that nothing can break out. */
export const isHarmless = ({ events }: BatchReading, variable: string): boolean => {
  const own = events.filter(
    (event) =>
      (event.kind === 'declare' || event.kind === 'set' || event.kind === 'spoil') && event.variable === variable,
  );
  return (
    own.length > 0 &&
    own.every((event) => {
      if (event.kind !== 'declare' && event.kind !== 'set') return false;
      const [first, ...more] = event.value;
      if (first === undefined) return event.kind === 'declare';
      return more.length === 0 && first.kind === 'string' && !unquoteLiteral(first.text).includes("'");
    })
  );
};
