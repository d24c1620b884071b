import type { Expression, ObjectName } from '../ast.ts';
import type { CallArgument, Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import { callProcedure } from '../run/call.ts';
import { runDynamic } from '../run/dynamic.ts';
import { parseNameText } from '../run/name-text.ts';
import type { Scope } from '../run/scope.ts';
import { convert, untypedNull } from '../types/index.ts';
import { assignVariable } from './assignment.ts';
import { type ExecArgument, parseExecArguments } from './exec-arguments.ts';

/** EXEC [@r =] procedure arguments. */
export interface ExecStatement extends Statement {
  readonly kind: 'exec';
  readonly result?: string;
  /** The procedure's name, or a variable that holds it. */
  readonly procedure: ObjectName | { readonly variable: string };
  readonly arguments: readonly ExecArgument[];
}

/** EXEC ('text' + @v …). */
export interface ExecTextStatement extends Statement {
  readonly kind: 'exec-text';
  readonly text: Expression;
}

const doneProcedure = 224;

const skipOptions = (parser: SyntaxParser): void => {
  if (!parser.acceptKeyword('WITH')) return;
  if (!parser.acceptKeyword('RECOMPILE')) throw parser.unsupported(`EXEC … WITH ${parser.peek().text}`);
};

const parseProcedure = (parser: SyntaxParser): ExecStatement['procedure'] =>
  parser.peek().kind === 'variable' ? { variable: parser.parseVariable(false) } : parser.parseObjectName();

const parseCall = (parser: SyntaxParser, line: number): ExecStatement => {
  const hasResult = parser.peek().kind === 'variable' && parser.peek(1).text === '=';
  const result = hasResult ? parser.parseVariable(true) : undefined;
  if (hasResult) parser.expectSymbol('=');
  const procedure = parseProcedure(parser);
  const values = parseExecArguments(parser);
  skipOptions(parser);
  return { kind: 'exec', line, procedure, arguments: values, ...(result === undefined ? {} : { result }) };
};

const parseText = (parser: SyntaxParser, line: number): ExecTextStatement => {
  parser.expectSymbol('(');
  const text = parser.parseExpression();
  parser.expectSymbol(')');
  if (parser.atKeyword('AT') || parser.atKeyword('AS')) throw parser.unsupported(`EXEC (…) ${parser.peek().text}`);
  return { kind: 'exec-text', line, text };
};

/** Literals, variables and bare words only, so nothing but reading them can fail. */
const valueOf = ({ name, value, output }: ExecArgument, scope: Scope): CallArgument =>
  value === undefined
    ? { name, output, value: { type: untypedNull, value: null }, useDefault: true }
    : { name, output, value: scope.evaluate(value) };

const nameOf = ({ procedure }: ExecStatement, scope: Scope): ObjectName => {
  if (!('variable' in procedure)) return procedure;
  const held = scope.evaluate({ kind: 'variable', name: procedure.variable, line: scope.line }).value;
  const text = typeof held === 'string' ? held : '';
  return parseNameText(text, scope.grammar);
};

const isExec = (word: string): boolean => word === 'EXEC' || word === 'EXECUTE';

/** The first statement of a batch may be a call without EXEC. */
const isBareCall = (parser: SyntaxParser): boolean => {
  const { kind, text } = parser.peek();
  return parser.isFirst && (kind === 'identifier' || (kind === 'word' && !parser.isStatementWord(text)));
};

export const execTextKind: EngineKind<ExecTextStatement> = {
  name: 'exec-text',
  isCompound: true,
  starts: (parser) => isExec(parser.peek().text.toUpperCase()) && parser.peek(1).text === '(',
  parse(parser) {
    const { line } = parser.next();
    return parseText(parser, line);
  },
  async execute({ text }, scope) {
    const value = convert(scope.evaluate(text), { name: 'nvarchar', length: 'max' });
    scope.session.lastError = 0;
    if (typeof value === 'string' && value !== '') await runDynamic(value, [], scope);
    scope.done(doneProcedure);
  },
};

export const execKind: EngineKind<ExecStatement> = {
  name: 'exec',
  isCompound: true,
  starts: (parser) =>
    isExec(parser.peek().text.toUpperCase())
      ? !parser.atKeyword('EXECUTE', 'AS') && !parser.atKeyword('EXEC', 'AS')
      : isBareCall(parser),
  parse(parser) {
    const { line } = parser;
    if (isExec(parser.peek().text.toUpperCase())) parser.next();
    return parseCall(parser, line);
  },
  async execute(statement, scope) {
    const values = statement.arguments.map((argument) => valueOf(argument, scope));
    const call = { name: nameOf(statement, scope), arguments: values };
    scope.session.lastError = 0;
    const { returnStatus, outputs } = await callProcedure(call, scope);
    for (const { ordinal, type, value } of outputs) {
      const target = statement.arguments[ordinal]?.value;
      if (target?.kind === 'variable') assignVariable(scope, target.name, { type, value });
    }
    if (statement.result !== undefined && returnStatus !== undefined)
      assignVariable(scope, statement.result, { type: { name: 'int' }, value: returnStatus });
    scope.callDone(returnStatus);
  },
};
