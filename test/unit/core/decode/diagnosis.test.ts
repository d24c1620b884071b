import assert from 'node:assert/strict';
import { causes } from '../../../../src/core/decode/catalogue/causes.ts';
import { proxyLines } from '../../../../src/core/decode/catalogue/proxy-lines.ts';
import { chainOf } from '../../../../src/core/decode/chain.ts';
import { candidates, type Diagnosis } from '../../../../src/core/decode/diagnosis.ts';
import { explain } from '../../../../src/core/decode/explain.ts';
import type { ExplainContext } from '../../../../src/core/decode/explanation.ts';
import { links } from '../../../../src/core/decode/terms.ts';
import { failures } from './failures.ts';

const context: ExplainContext = {
  sqlServerName: 'sql01',
  endpointUrl: 'https://k8s.corp.example:8443',
  database: 'orders',
  login: 'app_reader',
};

const failed = (text: string, more: Partial<ExplainContext> = {}): Diagnosis =>
  explain({ kind: 'sql', errors: [{ number: 31608, state: 24, class: 16, text }] }, { ...context, ...more });

const top = (diagnosis: Diagnosis): string | undefined => diagnosis.causes[0]?.code;

const untrusted = 'HRESULT: 0x80070008.';
const outOfDate = 'HRESULT: 0x80070020.';
const unresolved = 'HRESULT: 0x80072ee7.';

describe('a diagnosis', () => {
  it('names for every failure a link, at least one cause, how to confirm it and how to mend it', () => {
    for (const { title, failure, ...more } of failures) {
      const told = explain(failure, { ...context, ...more });
      assert.ok(links.includes(told.link), title);
      assert.ok(told.causes.length > 0, title);
      assert.notEqual(told.confidence, 'unknown', title);
      for (const cause of told.causes) {
        assert.ok(cause.confirm.length > 0 && cause.fixes.length > 0, `${title}: ${cause.code}`);
        const texts = [
          cause.text,
          ...[...cause.confirm, ...cause.fixes].flatMap(({ text, script }) => [text, script?.text ?? '']),
        ];
        for (const text of texts) assert.doesNotMatch(text, /\{\w+\}/, `${title}: ${cause.code}`);
        assert.match(cause.text, /[.!?)”`]$/, `${title}: ${cause.code}`);
      }
    }
  });

  it('uses every cause of the catalogue', () => {
    const used = new Set([
      ...proxyLines.map(({ code }) => code),
      ...failures.flatMap(({ failure, ...more }) =>
        explain(failure, { ...context, ...more }).causes.map(({ code }) => code),
      ),
    ]);
    const unused = Object.keys(causes).filter((code) => !used.has(code));
    assert.deepEqual(unused, []);
  });

  it('is certain only of what was observed and has no other cause', () => {
    for (const { title, failure, ...more } of failures) {
      const { confidence, causes: ranked } = explain(failure, { ...context, ...more });
      if (confidence !== 'certain') continue;
      assert.equal(ranked.length, 1, title);
      assert.equal(ranked[0]?.sureness, 'observed', title);
    }
  });

  it('names what SQL Server cannot tell apart as a set', () => {
    const told = failed(untrusted);
    assert.equal(told.confidence, 'one of these');
    assert.deepEqual(
      candidates(told).map(({ code }) => code),
      ['tls.ca-missing', 'tls.not-restarted', 'tls.ca-regenerated'],
    );
  });

  it('ranks by the dates of the certificate that is served', () => {
    const now = new Date('2026-06-01T00:00:00Z');
    const ended = { notBefore: new Date('2025-01-01'), notAfter: new Date('2026-01-01') };
    const early = { notBefore: new Date('2027-01-01'), notAfter: new Date('2028-01-01') };
    const right = { notBefore: new Date('2026-01-01'), notAfter: new Date('2027-01-01') };
    assert.equal(top(failed(outOfDate, { now, certificate: ended })), 'tls.expired');
    assert.equal(top(failed(outOfDate, { now, certificate: early })), 'tls.not-yet-valid');
    const clock = failed(outOfDate, { now, certificate: right });
    assert.equal(top(clock), 'tls.clock');
    assert.equal(clock.confidence, 'most likely');
    assert.equal(clock.owner, 'DBA');
  });

  it('ranks by the platform, the host’s name, and what the doctor found', () => {
    const onWindows = failed(untrusted, { hostPlatform: 'Windows' });
    assert.equal(onWindows.causes.at(-1)?.code, 'tls.ca-file-name');
    assert.match(onWindows.causes.at(-1)?.because ?? '', /Windows/);
    const internal = failed(unresolved, { endpointUrl: 'https://proxy.sqlkube.svc.cluster.local' });
    assert.equal(top(internal), 'name.cluster-internal');
    assert.equal(top(failed(untrusted, { found: ['tls.not-restarted'] })), 'tls.not-restarted');
    assert.equal(top(failed(untrusted, { ruledOut: ['tls.ca-missing'] })), 'tls.not-restarted');
    assert.equal(top(failed('HRESULT: 0x80072ee2.', { chain: { tcp: 'passed', proxy: 'failed' } })), 'proxy.slow');
  });

  it('lights the broken link, takes what comes before it for working, and what comes after for unknown', () => {
    const states = chainOf(failed(untrusted)).map(({ state }) => state);
    assert.deepEqual(states, ['passed', 'passed', 'passed', 'passed', 'failed', 'unknown', 'unknown', 'unknown']);
    const silent = explain({ kind: 'sql', errors: [{ number: 31629, state: 1, class: 16, text: '' }] }, context);
    assert.deepEqual(
      chainOf(silent).map(({ state }) => state),
      ['passed', 'passed', 'passed', 'suspected', 'unknown', 'suspected', 'suspected', 'unknown'],
    );
  });
});
