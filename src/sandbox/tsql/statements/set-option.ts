import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { notSupported } from '../../not-supported.ts';
import { compileError } from '../parser/errors.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { EngineContext } from '../run/engine-context.ts';

/** Options that are ON or OFF. Those marked false are refused when switched on: they would change what runs. */
const switches: ReadonlyMap<string, boolean> = new Map([
  ...'NOCOUNT XACT_ABORT ANSI_NULLS ANSI_PADDING ANSI_WARNINGS ANSI_DEFAULTS ANSI_NULL_DFLT_ON ANSI_NULL_DFLT_OFF ARITHABORT ARITHIGNORE CONCAT_NULL_YIELDS_NULL QUOTED_IDENTIFIER CURSOR_CLOSE_ON_COMMIT NUMERIC_ROUNDABORT FORCEPLAN NO_BROWSETABLE'
    .split(' ')
    .map((name) => [name, true] as const),
  ...'IMPLICIT_TRANSACTIONS FMTONLY NOEXEC PARSEONLY SHOWPLAN_ALL SHOWPLAN_TEXT SHOWPLAN_XML REMOTE_PROC_TRANSACTIONS'
    .split(' ')
    .map((name) => [name, false] as const),
]);

const isolations = ['READ UNCOMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SNAPSHOT', 'SERIALIZABLE'];

/** SET option …: what it does, ready to do, and its CurCmd; QUOTED_IDENTIFIER alone has no DONE (observed). */
export interface SetOptionStatement extends Statement {
  readonly kind: 'set-option';
  readonly command: number | undefined;
  apply(context: EngineContext): void;
}

type Effect = Pick<SetOptionStatement, 'command' | 'apply'>;

const commands = { on: 185, off: 186, statistics: 188, rowCount: 189, textSize: 190, other: 249 } as const;

const switchEffect = (names: readonly string[], on: boolean): Effect => ({
  command: names.join() === 'QUOTED_IDENTIFIER' ? undefined : on ? commands.on : commands.off,
  apply({ session: { options } }) {
    for (const name of names) {
      if (name === 'NOCOUNT') options.noCount = on;
      else if (name === 'XACT_ABORT') options.xactAbort = on;
      else options.flags.set(name, on);
    }
  },
});

const parseSwitches = (parser: SyntaxParser, line: number): Effect => {
  const names: string[] = [];
  do {
    const token = parser.next();
    const name = token.text.toUpperCase();
    if (!switches.has(name)) throw compileError(195, `'${token.text}' is not a recognized SET option.`, line, 5);
    names.push(name);
  } while (parser.acceptSymbol(','));
  const on = parser.acceptKeyword('ON');
  if (!on) parser.expectKeyword('OFF');
  const refused = names.find((name) => switches.get(name) === false);
  if (on && refused !== undefined) throw notSupported(`SET ${refused} ON`, line);
  return switchEffect(names, on);
};

const parseNumber = (parser: SyntaxParser): number => {
  const negative = parser.acceptSymbol('-');
  const value = parser.parseInteger();
  return negative ? -value : value;
};

const parseWord = (parser: SyntaxParser): string =>
  parser.peek().kind === 'string' ? parser.parseString() : parser.next().text;

const parseIsolation = (parser: SyntaxParser): Effect => {
  parser.expectKeyword('ISOLATION', 'LEVEL');
  const level = isolations.find((words) => parser.acceptKeyword(...words.split(' ')));
  if (level === undefined) throw parser.unexpected();
  return {
    command: commands.other,
    apply({ session }) {
      session.options.isolation = level;
    },
  };
};

const numberOptions = {
  TEXTSIZE: 'textSize',
  ROWCOUNT: 'rowCount',
  LOCK_TIMEOUT: 'lockTimeout',
  DATEFIRST: 'dateFirst',
} as const;

const parseValue = (parser: SyntaxParser, word: string): Effect | undefined => {
  switch (word) {
    case 'TEXTSIZE':
    case 'ROWCOUNT':
    case 'LOCK_TIMEOUT':
    case 'DATEFIRST': {
      const value = parseNumber(parser);
      const key = numberOptions[word];
      const command =
        word === 'TEXTSIZE' ? commands.textSize : word === 'ROWCOUNT' ? commands.rowCount : commands.other;
      return {
        command,
        apply({ session }) {
          session.options[key] = value;
        },
      };
    }
    case 'DATEFORMAT':
    case 'LANGUAGE': {
      const value = parseWord(parser).toLowerCase();
      const allowed = word === 'DATEFORMAT' ? 'mdy' : 'us_english';
      if (value !== allowed && !(word === 'LANGUAGE' && value === 'english'))
        throw notSupported(`SET ${word} ${value}`, parser.line);
      return { command: commands.other, apply: () => undefined };
    }
    case 'DEADLOCK_PRIORITY':
    case 'QUERY_GOVERNOR_COST_LIMIT':
      parser.next();
      return { command: commands.other, apply: () => undefined };
    default:
      return undefined;
  }
};

const parseEffect = (parser: SyntaxParser): Effect => {
  const { line } = parser;
  const word = parser.peek().text.toUpperCase();
  if (parser.acceptKeyword('TRANSACTION')) return parseIsolation(parser);
  if (word === 'STATISTICS') {
    parser.next();
    parser.next();
    if (parser.acceptKeyword('ON')) throw notSupported('SET STATISTICS … ON', line);
    parser.expectKeyword('OFF');
    return { command: commands.statistics, apply: () => undefined };
  }
  if (word === 'IDENTITY_INSERT' || word === 'CONTEXT_INFO') throw notSupported(`SET ${word}`, line);
  if (switches.has(word)) return parseSwitches(parser, line);
  const token = parser.next();
  const effect = parseValue(parser, word);
  if (effect === undefined) throw compileError(195, `'${token.text}' is not a recognized SET option.`, line, 5);
  return effect;
};

export const setOptionKind: EngineKind<SetOptionStatement> = {
  name: 'set-option',
  starts: (parser) => parser.atKeyword('SET'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('SET');
    return { kind: 'set-option', line, ...parseEffect(parser) };
  },
  command: ({ command }) => command,
  execute(statement, context) {
    statement.apply(context);
    return Promise.resolve();
  },
};
