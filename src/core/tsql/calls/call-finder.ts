import { batchPlaces } from '../batch-scan.ts';
import { mayHoldCalls } from '../call-hint.ts';
import { meaningfulTokens } from '../lexer.ts';
import { unquoteIdentifier } from '../quoting.ts';
import type { Token } from '../token.ts';
import { restParameters } from '../../rest/parameters.ts';
import { batchEvents } from './batch-events.ts';
import type { BatchEvent } from './batch-events.ts';
import type { ArgumentValue, Call, CallArgument, Named } from './call.ts';
import { expressionConstant, unknown } from './constant.ts';
import type { Constant, Lookup } from './constant.ts';
import { is, tokenSpan } from './cursor.ts';
import { plainText } from './folded-text.ts';
import type { Exec, ExecArgument } from './exec.ts';
import { shiftCall } from './shift-call.ts';
import type { Span } from './span.ts';
import { TokenIndex } from './token-index.ts';
import { Variables } from './variables.ts';

const procedure = 'sp_invoke_external_rest_endpoint';

/** One batch that was read: its tokens without blanks and comments, and the calls in it. Offsets are into the batch. */
export interface BatchReading {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly comments: readonly Token[];
  readonly index: TokenIndex;
  /** What happens to its variables, in order. */
  readonly events: readonly BatchEvent[];
  readonly calls: readonly Call[];
}

/** Every call in the document, in order, with offsets into the document. Never throws. */
export const findCalls = (document: string): readonly Call[] => {
  if (!mayHoldCalls(document)) return [];
  return batchPlaces(document).flatMap(({ start, end }) => {
    const text = document.slice(start, end);
    return mayHoldCalls(text) ? readBatch(text).calls.map((call) => shiftCall(call, start)) : [];
  });
};

/** Reads one batch. Never throws. */
export const readBatch = (text: string): BatchReading => {
  const { tokens: read, comments } = meaningfulTokens(text, { script: true });
  const tokens = read.filter(({ kind }) => kind !== 'sqlcmd');
  const seen = batchEvents(tokens);
  const index = new TokenIndex(tokens);
  // A GOTO can lead anywhere, and a file that sqlcmd puts in can hold anything: nothing in such a batch runs straight through.
  const jumps = tokens.length < read.length || index.has('goto');
  const events: readonly BatchEvent[] = jumps ? [{ kind: 'branch' }, ...seen] : seen;
  return { text, tokens, comments, index, events, calls: callsOf(events, { start: 0, end: text.length }) };
};

const callsOf = (events: readonly BatchEvent[], batch: Span): readonly Call[] => {
  const variables = new Variables(events);
  return events.flatMap((event) => {
    variables.pass(event);
    const call = event.kind === 'exec' ? toCall(event.exec, batch, variables.lookup) : undefined;
    return call === undefined ? [] : [call];
  });
};

const toCall = (exec: Exec, batch: Span, lookup: Lookup): Call | undefined => {
  const target = targetOf(exec.name);
  const [first, last] = [exec.name[0], exec.name.at(-1)];
  if (target === undefined || first === undefined || last === undefined) return undefined;
  const found = exec.arguments.map((one, index) => toArgument(one, index, target.kind, lookup));
  const tokens = [...exec.name, ...exec.arguments.flatMap((one) => one.value)];
  return {
    target: target.kind,
    procedure: target.procedure,
    span: { start: exec.keyword.start, end: exec.end },
    batch,
    keyword: tokenSpan(exec.keyword),
    name: { start: first.start, end: tokenSpan(last).end },
    ...(exec.returnVariable === undefined ? {} : { returnVariable: named(exec.returnVariable) }),
    arguments: found,
    complete:
      exec.closed &&
      target.procedure !== '' &&
      tokens.every((token) => token.error === undefined && token.text !== '@') &&
      found.every((one, index) => isWritten(one, found[index - 1])),
  };
};

/** False for a value that is absent or no value, and for `@x` behind a named argument, whose `=` is not typed yet. */
const isWritten = ({ name, value }: CallArgument, before: CallArgument | undefined): boolean => {
  const half = name === undefined && before?.name !== undefined && value?.kind === 'variable';
  return value !== undefined && value.kind !== 'other' && !half;
};

/** The parts of a name; an omitted one (`master..x`) is empty. */
const nameParts = (tokens: readonly Token[]): readonly string[] => {
  const parts = [''];
  for (const token of tokens) {
    if (is(token, '.')) parts.push('');
    else parts[parts.length - 1] = unquoteIdentifier(token.text);
  }
  return parts;
};

/** A name of four parts is on another server, about which nothing is known. */
const targetOf = (
  name: readonly Token[],
): { readonly kind: Call['target']; readonly procedure: string } | undefined => {
  const parts = nameParts(name);
  const last = parts.at(-1) ?? '';
  const schema = parts.at(-2)?.toLowerCase() ?? '';
  if (parts.length > 3) return undefined;
  if (last.toLowerCase() === procedure && ['', 'sys', 'dbo'].includes(schema)) return { kind: 'rest', procedure: last };
  return schema === 'k8s' ? { kind: 'k8s', procedure: last } : undefined;
};

const named = (token: Token): Named => ({ text: token.text, span: tokenSpan(token) });

const toArgument = (argument: ExecArgument, index: number, target: Call['target'], lookup: Lookup): CallArgument => {
  const byPosition = target === 'rest' ? restParameters[index]?.name : undefined;
  const parameter = argument.name?.lower ?? byPosition;
  const value = toValue(argument.value, lookup);
  return {
    span: { start: argument.start, end: argument.end },
    ...(argument.name === undefined ? {} : { name: named(argument.name) }),
    ...(parameter === undefined ? {} : { parameter }),
    ...(value === undefined ? {} : { value }),
    output: argument.output !== undefined,
  };
};

const toValue = (tokens: readonly Token[], lookup: Lookup): ArgumentValue | undefined => {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const kind = valueKind(tokens);
  const span = { start: first.start, end: tokenSpan(last).end };
  const constant = kind === 'other' ? unknown : valueConstant(tokens, kind, lookup);
  return kind === 'variable' ? { span, kind, constant, variable: first.lower } : { span, kind, constant };
};

const valueConstant = (tokens: readonly Token[], kind: ArgumentValue['kind'], lookup: Lookup): Constant => {
  const [first] = tokens;
  return kind === 'name' && first !== undefined ? nameConstant(first) : expressionConstant(tokens, lookup);
};

/** Doubled delimiters and quotes have no place in the map from value to document, and none in practice. */
const nameConstant = (token: Token): Constant => {
  const value = unquoteIdentifier(token.text);
  const plain =
    token.error === undefined && token.text.includes(value) && !value.includes("'") && !value.includes('$(');
  return plain ? plainText(value, token.start + token.text.indexOf(value)) : unknown;
};

/** EXEC takes one literal, with a sign perhaps, one variable or one name; not an expression. */
const valueKind = ([first, second, ...more]: readonly Token[]): ArgumentValue['kind'] => {
  const literals = ['string', 'number', 'binary', 'money'];
  if (first === undefined || more.length > 0) return 'other';
  if (second !== undefined) return is(first, '-', '+') && second.kind === 'number' ? 'literal' : 'other';
  if (first.kind === 'variable' || first.kind === 'global') return 'variable';
  if (is(first, 'default')) return 'default';
  if (is(first, 'null')) return 'null';
  if (first.kind === 'word' || first.kind === 'identifier') return 'name';
  return literals.includes(first.kind) ? 'literal' : 'other';
};
