import assert from 'node:assert/strict';
import { isProxyHealth, proxyHealth } from '../../../../src/core/proxy/health.ts';
import { ownErrors, ownStatus, type OwnErrorName } from '../../../../src/core/proxy/own-error.ts';

describe("the proxy's own errors", () => {
  for (const name of Object.keys(ownErrors) as OwnErrorName[]) {
    it(`${name}: names the proxy, says what to do, and can stand in a configuration`, () => {
      const status = ownStatus(name);
      assert.equal(status.details?.causes?.[0]?.reason, 'SqlKubeProxy');
      assert.match(status.message ?? '', /^proxy: [a-zH-]/);
      assert.match(ownErrors[name].cause, /^[A-Z0-9].*\.$/);
      assert.doesNotMatch(JSON.stringify(status), /['$\\]/);
    });
  }
});

describe('the health answer', () => {
  it('is recognised, and nothing else is', () => {
    assert.ok(isProxyHealth(proxyHealth('1', 'abc')));
    assert.ok(isProxyHealth({ kind: 'ProxyHealth', apiVersion: 'sqlkube/v1', version: '99', hash: '', more: true }));
    for (const other of [
      null,
      undefined,
      'ok',
      1,
      [],
      {},
      { kind: 'Status' },
      { kind: 'ProxyHealth', apiVersion: 'v1' },
    ]) {
      assert.equal(isProxyHealth(other), false);
    }
  });
});
