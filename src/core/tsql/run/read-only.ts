import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { readBatch } from '../calls/call-finder.ts';
import type { Call } from '../calls/call.ts';
import { is } from '../calls/cursor.ts';
import { tokenize } from '../lexer.ts';
import type { Token } from '../token.ts';
import { callRefusal } from './read-only-call.ts';
import {
  activeWords,
  beforeParenthesis,
  clauses,
  harmlessFunctions,
  harmlessOptions,
  harmlessRowsets,
  harmlessWords,
  reservedWords,
  starters,
} from './read-only-words.ts';

/** Why a batch does not run in read-only mode. */
export interface Refusal {
  /** A sentence that names what was met, and says what it may do. */
  readonly reason: string;
  /** 1-based line of the batch. */
  readonly line: number;
}

/** A refusal by its place in the batch. */
interface Objection {
  readonly reason: string;
  readonly at: number;
}

const refuse = (token: Token | undefined, reason: string): Objection => ({ reason, at: token?.start ?? 0 });

/**
 * Characters on which SQL Server and our lexer might disagree about where a comment or a name ends. Whoever wants to hide a
 * statement would begin there, so outside strings nothing but plain ASCII is read, and nowhere a line end that is not LF.
 */
const doubtful = /\r(?!\n)|(?![\t\r\n])\p{Cc}|[\u2028\u2029]|\\\r?\n/u;
const ascii = /^[\t\r\n\u0020-\u007e]*$/u;

/** A token and its neighbours that mean something. */
class Judge {
  readonly #tokens: readonly Token[];
  readonly #calls: ReadonlyMap<number, Call>;

  constructor(tokens: readonly Token[], calls: readonly Call[]) {
    this.#tokens = tokens;
    this.#calls = new Map(calls.map((call) => [call.keyword.start, call]));
  }

  refusal(): Objection | undefined {
    const [first] = this.#tokens;
    // A batch may begin with the name of a procedure and no EXEC (documented).
    if (first !== undefined && !is(first, ';') && !this.#isStarter(first))
      return refuse(first, `The batch begins with ${shown(first)}, which may run a procedure.`);
    for (const [at, token] of this.#tokens.entries()) {
      const found = this.#token(at, token);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #isStarter(token: Token): boolean {
    return token.kind === 'word' && starters.has(token.text.toLowerCase());
  }

  #token(at: number, token: Token): Objection | undefined {
    if (is(token, '{', '}', '::')) return refuse(token, `${token.text} is not known to only read.`);
    if (token.kind === 'word' && token.text.startsWith('#')) return this.#temporary(at, token);
    if (is(this.#tokens[at + 1], '(')) {
      const found = this.#parenthesis(at, token);
      if (found !== undefined) return found;
    }
    if (is(token, ';')) return this.#afterSemicolon(at);
    return token.kind === 'word' ? this.#word(at, token) : undefined;
  }

  /** Behind a semicolon only a word that begins a statement may stand, so that nothing unknown begins there. */
  #afterSemicolon(at: number): Objection | undefined {
    const next = this.#tokens[at + 1];
    if (next === undefined || is(next, ';') || this.#isStarter(next)) return undefined;
    return refuse(next, `The statement that begins with ${shown(next)} is not known to only read.`);
  }

  #word(at: number, token: Token): Objection | undefined {
    const word = token.text.toLowerCase();
    if (activeWords.has(word)) return refuse(token, `${shown(token)} may begin a statement that changes something.`);
    if (!reservedWords.has(word)) return undefined;
    if (!harmlessWords.has(word)) return refuse(token, `${shown(token)} is not known to only read.`);
    return this.#statement(at, token, word);
  }

  #statement(at: number, token: Token, word: string): Objection | undefined {
    const next = this.#tokens[at + 1];
    switch (word) {
      case 'exec':
      case 'execute':
        return this.#exec(token);
      case 'begin':
        return next === undefined || is(next, 'try', 'catch', ';') || this.#isStarter(next)
          ? undefined
          : refuse(token, `BEGIN ${next.text} is not known to only read.`);
      case 'set':
        return this.#set(at, token);
      case 'into':
        return this.#isTemporary(next) ? undefined : refuse(token, 'INTO writes to something other than a temp table.');
      case 'insert':
        return this.#target(token, is(next, 'into') ? at + 2 : at + 1);
      case 'update':
        return this.#target(token, at + 1) ?? this.#aliases(at, token, 0);
      case 'delete':
        return (
          this.#target(token, is(next, 'from') ? at + 2 : at + 1) ?? this.#aliases(at, token, is(next, 'from') ? 1 : 0)
        );
      case 'create':
      case 'truncate':
        return is(next, 'table')
          ? this.#tempTable(token, at + 2)
          : refuse(token, `${shown(token)} ${next?.text ?? ''} changes the database.`);
      case 'drop':
        return this.#drop(at, token);
      case 'waitfor':
        return is(next, 'delay', 'time') ? undefined : refuse(token, 'Only WAITFOR DELAY and WAITFOR TIME only wait.');
      case 'with':
        return is(next, 'log', 'recompile', 'result')
          ? refuse(token, `WITH ${next?.text ?? ''} is not known to only read.`)
          : undefined;
      default:
        return undefined;
    }
  }

  #exec(token: Token): Objection | undefined {
    const call = this.#calls.get(token.start);
    if (call === undefined) return refuse(token, 'EXECUTE of anything but the procedure may change something.');
    const reason = callRefusal(call, this.#tokens);
    return reason === undefined ? undefined : refuse(token, reason);
  }

  /** SET of a variable, of an option that is known, or the SET of an UPDATE. */
  #set(at: number, token: Token): Objection | undefined {
    const next = this.#tokens[at + 1];
    if (next?.kind === 'variable') return undefined;
    if (next?.kind === 'word' && harmlessOptions.has(next.text.toLowerCase())) return undefined;
    const before = this.#tokens[at - 2];
    if (is(before, 'update')) return undefined;
    return refuse(token, `SET ${next?.text ?? ''} is not known to only change this batch.`);
  }

  /** A table variable or a local temp table, with no more to its name. */
  #isTemporary(token: Token | undefined): boolean {
    return token?.kind === 'variable' || (token?.kind === 'word' && /^#[^#]/u.test(token.text));
  }

  #target(token: Token, at: number): Objection | undefined {
    const target = this.#tokens[at];
    if (this.#isTemporary(target) && !is(this.#tokens[at + 1], '.')) return undefined;
    return refuse(token, `${shown(token)} of ${target?.text ?? 'nothing'} may change more than a temp table.`);
  }

  #tempTable(token: Token, at: number): Objection | undefined {
    const name = this.#tokens[at];
    if (name?.kind === 'variable') return refuse(token, `${shown(token)} of a variable is not understood.`);
    return this.#target(token, at);
  }

  #drop(at: number, token: Token): Objection | undefined {
    if (!is(this.#tokens[at + 1], 'table')) return refuse(token, 'DROP changes the database.');
    const name = is(this.#tokens[at + 2], 'if') ? at + 4 : at + 2;
    // DROP TABLE #a, dbo.b drops both.
    if (is(this.#tokens[name + 1], ','))
      return refuse(token, 'DROP of several tables is not looked at; drop one at a time.');
    return this.#tempTable(token, name);
  }

  /** In UPDATE and DELETE a FROM may make the name an alias of any table. */
  #aliases(at: number, token: Token, allowed: number): Objection | undefined {
    let seen = 0;
    for (const one of this.#tokens.slice(at + 1)) {
      if (is(one, ';') || (this.#isStarter(one) && !is(one, 'set', 'else', 'end', 'with'))) break;
      if (is(one, 'from', 'join')) seen += 1;
    }
    return seen <= allowed ? undefined : refuse(token, `${shown(token)} with FROM may change more than a temp table.`);
  }

  /** `#name` where it can only be the table: elsewhere it might be an alias or a common table expression. */
  #temporary(at: number, token: Token): Objection | undefined {
    if (token.text.startsWith('##')) return refuse(token, 'A global temp table is seen by other sessions.');
    if (is(this.#tokens[at + 1], '.')) return undefined;
    const places = ['from', 'join', 'into', 'update', 'delete', 'table', 'insert', 'exists'];
    return is(this.#tokens[at - 1], ...places)
      ? undefined
      : refuse(token, `${token.text} stands where it need not be a temp table.`);
  }

  /** True in a FROM clause, where the name of a function is looked up among tables. */
  #isRowset(at: number): boolean {
    let depth = 0;
    for (let before = at - 1; before >= 0; before -= 1) {
      const token = this.#tokens[before];
      if (is(token, ')')) depth += 1;
      else if (is(token, '(')) depth -= 1;
      if (depth < 0 || is(token, ';')) return false;
      if (depth === 0 && token?.kind === 'word' && clauses.has(token.text.toLowerCase()))
        return is(token, 'from', 'join', 'apply');
    }
    return false;
  }

  /** What stands in front of a parenthesis runs, unless it is known not to. */
  #parenthesis(at: number, token: Token): Objection | undefined {
    if (token.kind === 'word') {
      const word = token.text.toLowerCase();
      if (is(this.#tokens[at - 1], '.')) return refuse(token, `The function ${token.text} may do more than read.`);
      if (beforeParenthesis.has(word)) return undefined;
      const known = this.#isRowset(at) ? harmlessRowsets : harmlessFunctions;
      if (known.has(word)) return undefined;
      return refuse(token, `The function ${token.text} is not known to only read.`);
    }
    // Of a data type in OPENJSON … WITH or DECLARE @t TABLE; anything else in brackets may be a function.
    return token.kind === 'identifier' ? refuse(token, `The function ${token.text} may do more than read.`) : undefined;
  }
}

const shown = ({ text }: Token): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text).toUpperCase();

/**
 * Whether a batch can only read: every call of the procedure has a literal GET or HEAD or is a self review, and nothing else
 * in it executes, defines or changes anything but table variables and temp tables. Default deny on the level of tokens: what
 * is not known to be harmless is refused. A boundary of security; never throws.
 */
export const judgeReadOnly = (batch: string): Result<true, Refusal> => {
  const objection = objectionTo(batch);
  if (objection === undefined) return ok(true);
  return err({ reason: objection.reason, line: batch.slice(0, objection.at).split('\n').length });
};

const objectionTo = (batch: string): Objection | undefined => {
  const hidden = doubtful.exec(batch);
  if (hidden !== null)
    return {
      reason: 'The batch holds a line end or a character that SQL Server may read otherwise.',
      at: hidden.index,
    };
  for (const token of tokenize(batch)) {
    if (token.error !== undefined) return refuse(token, `${shown(token)} is not understood.`);
    const quoted = token.kind === 'string' || token.kind === 'comment' || token.kind === 'identifier';
    if (!quoted && !ascii.test(token.text))
      return refuse(token, 'Outside strings and comments, read-only mode reads plain ASCII alone.');
  }
  const { tokens, calls } = readBatch(batch);
  return new Judge(tokens, calls).refusal();
};
