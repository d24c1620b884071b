import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromConnect, fromRun, type FailureContext } from '../../../src/sql/failures.ts';

const context: FailureContext = {
  server: 'sql01',
  user: 'app',
  connectTimeoutSeconds: 15,
  queryTimeoutSeconds: 60,
  loginErrors: [],
};

/** As mssql wraps what tedious threw. */
const wrapped = (code: string, cause?: object): object => ({
  code,
  message: 'outer',
  originalError: { code, message: 'outer', ...(cause === undefined ? {} : { cause }) },
});

describe('failures', () => {
  it('reads connect errors by code, never by text', () => {
    const kinds: [object, string][] = [
      [wrapped('ELOGIN'), 'login'],
      [wrapped('ETIMEOUT'), 'timeout'],
      [wrapped('ESOCKET', { code: 'ECONNREFUSED', message: 'Login failed' }), 'unreachable'],
      [wrapped('ESOCKET', { code: 'ENOTFOUND', message: 'x' }), 'unreachable'],
      [wrapped('ESOCKET', { code: 'CERT_HAS_EXPIRED', message: 'x' }), 'server-certificate'],
      [wrapped('ESOCKET', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', message: 'x' }), 'server-certificate'],
      [wrapped('ESOCKET', { code: 'ERR_SSL_WRONG_VERSION_NUMBER', message: 'x' }), 'unreachable'],
      [wrapped('EINSTLOOKUP'), 'unreachable'],
      [wrapped('EENCRYPT'), 'unreachable'],
      [{ code: 'EPIN', message: 'x' }, 'server-certificate'],
    ];
    for (const [error, kind] of kinds) assert.equal(fromConnect(error, context).kind, kind, JSON.stringify(error));
  });

  it('names the innermost code and text', () => {
    const error = wrapped('ESOCKET', { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 10.0.0.5:1433' });
    assert.deepEqual(fromConnect(error, context), {
      kind: 'unreachable',
      server: 'sql01',
      code: 'ECONNREFUSED',
      detail: 'connect ECONNREFUSED 10.0.0.5:1433',
    });
    // Several addresses of one name, none of which answered (AggregateError).
    const several = wrapped('ESOCKET', { message: '', errors: [{ code: 'ECONNREFUSED', message: 'connect ::1' }] });
    const told = fromConnect(several, context);
    assert.ok(told.kind === 'unreachable');
    assert.equal(told.code, 'ECONNREFUSED');
  });

  it('reads run errors by code, and keeps SQL Server’s errors in order', () => {
    assert.deepEqual(fromRun({ code: 'ECANCEL' }, context), { kind: 'cancelled' });
    assert.deepEqual(fromRun({ code: 'ETIMEOUT' }, context), { kind: 'timeout', stage: 'query', seconds: 60 });
    assert.deepEqual(fromRun({ name: 'TimeoutError', message: 'acquire' }, context).kind, 'timeout');
    for (const code of ['ESOCKET', 'ECLOSE', 'ECONNCLOSED', 'ENOTOPEN']) {
      assert.equal(fromRun({ code, message: 'gone' }, context).kind, 'connection-lost', code);
    }
    // As mssql hands on an 'error' event of the connection in the middle of a request.
    const event = {
      code: 'EREQUEST',
      message: 'm',
      originalError: { message: 'm', info: { code: 'ESOCKET', message: 'reset' } },
    };
    assert.equal(fromRun(event, context).kind, 'connection-lost');
    const first = { number: 1, state: 2, class: 16, message: 'first', procName: 'p', lineNumber: 3 };
    const last = { code: 'EREQUEST', number: 3621, state: 1, class: 16, message: 'last', precedingErrors: [first] };
    assert.deepEqual(fromRun(last, context), {
      kind: 'sql',
      errors: [
        { number: 1, state: 2, class: 16, text: 'first', procedure: 'p', line: 3 },
        { number: 3621, state: 1, class: 16, text: 'last' },
      ],
    });
    // A fatal error closes the connection as well: the error says more.
    assert.equal(fromRun({ code: 'ESOCKET', precedingErrors: [{ ...first, class: 20 }] }, context).kind, 'sql');
  });

  it('throws on what is no driver error: that is a bug', () => {
    assert.throws(() => fromConnect(new TypeError('x is not a function'), context), TypeError);
    assert.throws(() => fromRun(new TypeError('x is not a function'), context), TypeError);
  });

  it('ends on errors that contain themselves', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (code) => {
        const error: Record<string, unknown> = { code: `E${code}`, message: 'm' };
        error['cause'] = error;
        assert.ok(fromRun(error, context).kind);
      }),
    );
  });
});
