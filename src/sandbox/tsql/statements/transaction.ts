import { SqlError } from '../../sql-error.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { notSupported } from '../../not-supported.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';

/** BEGIN TRAN, COMMIT or ROLLBACK. */
export interface TransactionStatement extends Statement {
  readonly kind: 'transaction';
  readonly action: 'begin' | 'commit' | 'rollback';
}

const commands = { begin: 212, commit: 213, rollback: 210 } as const;

/** 3902 and 3903: nothing to commit, nothing to roll back. */
const noTransaction = (action: 'commit' | 'rollback'): SqlError =>
  action === 'commit'
    ? new SqlError(3902, 'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.')
    : new SqlError(3903, 'The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.');

const doomed = (): SqlError =>
  new SqlError(
    3930,
    'The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.',
    { reach: 'batch' },
  );

/** What the statements and the client's transaction requests do. ENVCHANGE is sent for the outermost only. */
export const changeTransaction = (action: TransactionStatement['action'], scope: Scope): void => {
  const { transaction } = scope.session;
  if (action === 'begin') {
    const isOutermost = transaction.count === 0;
    transaction.begin(() => scope.server.snapshot());
    if (isOutermost) scope.sink.transaction('begin');
    return;
  }
  if (transaction.count === 0) throw noTransaction(action);
  if (action === 'commit') {
    if (transaction.state === -1) throw doomed();
    if (transaction.commit()) scope.sink.transaction('commit');
    return;
  }
  transaction.rollback();
  scope.sink.transaction('rollback');
};

const skipName = (parser: SyntaxParser): void => {
  const { kind } = parser.peek();
  const isName =
    kind === 'identifier' ||
    (kind === 'word' &&
      !parser.isStatementWord(parser.peek().text) &&
      !parser.atKeyword('END') &&
      !parser.atKeyword('ELSE'));
  if (kind === 'variable') parser.parseVariable(false);
  else if (isName) parser.parseIdentifier();
  if (parser.atKeyword('WITH')) throw notSupported('transaction options', parser.line);
};

const actionOf = (parser: SyntaxParser): TransactionStatement['action'] | undefined => {
  if (parser.atKeyword('BEGIN', 'TRAN') || parser.atKeyword('BEGIN', 'TRANSACTION')) return 'begin';
  if (parser.atKeyword('COMMIT')) return 'commit';
  return parser.atKeyword('ROLLBACK') ? 'rollback' : undefined;
};

export const transactionKind: EngineKind<TransactionStatement> = {
  name: 'transaction',
  starts: (parser) => actionOf(parser) !== undefined,
  parse(parser) {
    const action = actionOf(parser) ?? 'begin';
    const { line } = parser.next();
    const hasWord = ['TRAN', 'TRANSACTION'].some((word) => parser.acceptKeyword(word));
    if (!hasWord) parser.acceptKeyword('WORK');
    else skipName(parser);
    return { kind: 'transaction', line, action };
  },
  command: ({ action }) => commands[action],
  execute({ action }, context) {
    changeTransaction(action, context);
    return Promise.resolve();
  },
};
