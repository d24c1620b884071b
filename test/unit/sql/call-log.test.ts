import assert from 'node:assert/strict';
import { err } from '../../../src/core/result.ts';
import { logCall } from '../../../src/sql/call-log.ts';
import { createClusterReader } from '../../../src/sql/reader.ts';
import { facts, linkTo, refusal, scriptedDriver, type Script } from './scripted-driver.ts';

const { signal } = new AbortController();
const base = 'https://k8s.example:8443';

function readerOf(script: Script) {
  const lines: string[] = [];
  let tick = 0;
  const reader = createClusterReader({
    loadDriver: () => Promise.resolve(scriptedDriver(script).driver),
    timeouts: () => ({ connect: 15, query: 60, request: 30 }),
    clock: () => (tick += 10),
    log: { debug: (line) => void lines.push(`debug ${line}`), warn: (line) => void lines.push(`warn ${line}`) },
  });
  return { reader, lines };
}

describe('the log of calls', () => {
  const withToken = linkTo({ authentication: { kind: 'token' } }, 'plain-token-text');

  it('has one line a good call, without header or token', async () => {
    const next = `eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6${'x'.repeat(40)}tail0001`;
    const { reader, lines } = readerOf((_batch, url) => [
      [facts('NamespaceList', url.includes('continue') ? {} : { continueToken: next })],
      [],
    ]);
    assert.ok((await reader.namespaces(withToken, signal)).ok);
    assert.deepEqual(lines, [
      `debug GET ${base}/api/v1/namespaces?limit=500: HTTP 200, 10 ms, 1000 bytes`,
      `debug GET ${base}/api/v1/namespaces?limit=500&continue=…tail0001: HTTP 200, 10 ms, 1000 bytes`,
    ]);
    assert.doesNotMatch(lines.join('\n'), /plain-token-text|Authorization|Bearer|eyJ/i);
  });

  it('warns of a failed call with its kind, and leaves out what the server said', async () => {
    const refused = readerOf(() => [[refusal(403, { kind: 'Status', message: 'not for plain-token-text' })]]);
    assert.ok(!(await refused.reader.namespaces(withToken, signal)).ok);
    const raised = Object.assign(new Error('echoes plain-token-text'), {
      code: 'EREQUEST',
      number: 31608,
      state: 24,
      class: 16,
    });
    const broken = readerOf(() => {
      throw raised;
    });
    assert.ok(!(await broken.reader.namespaces(withToken, signal)).ok);
    assert.deepEqual(
      [...refused.lines, ...broken.lines],
      [
        `warn GET ${base}/api/v1/namespaces?limit=500: http 403, 10 ms, 1000 bytes`,
        `warn GET ${base}/api/v1/namespaces?limit=500: sql 31608, 10 ms`,
      ],
    );
  });

  it('does not warn of what the user stopped, and tells no value of an unknown parameter', () => {
    const lines: string[] = [];
    const log = { debug: (line: string) => void lines.push(line), warn: () => assert.fail('a warning') };
    const url = 'https://me:word@k8s.example/api?key=word&flag&labelSelector=a%3Db&continue=short';
    logCall(log, { method: 'GET', url, durationMs: 7 }, err({ kind: 'cancelled' }));
    assert.deepEqual(lines, [
      'GET https://…@k8s.example/api?key=…&flag=…&labelSelector=a%3Db&continue=…: cancelled, 7 ms',
    ]);
  });
});
