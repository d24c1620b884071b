import assert from 'node:assert/strict';
import { checks, type CheckCode } from '../../../../src/core/doctor/checks.ts';
import type { Finding } from '../../../../src/core/doctor/finding.ts';
import { runDoctor, type RunOptions } from '../../../../src/core/doctor/run.ts';
import { chainOf, firstBroken } from '../../../../src/core/doctor/summary.ts';
import { err, ok } from '../../../../src/core/result.ts';
import { goodServer, handsOf, httpError, sqlError, subject, transport } from './hands.ts';

const never = new AbortController().signal;

function run(hands: RunOptions['hands'], more: Partial<RunOptions> = {}, signal = never): Promise<readonly Finding[]> {
  const now = new Date('2026-11-29T12:00:00Z');
  return runDoctor({ hands, subject, now, clock: () => 0, after: () => never, ...more }, signal);
}

const outcomeOf = (findings: readonly Finding[], code: CheckCode): string | undefined =>
  findings.find(({ check }) => check === code)?.outcome;

describe('the doctor', () => {
  it('finds nothing broken in a healthy chain, in the order of the chain', async () => {
    const findings = await run(handsOf());
    assert.deepEqual(
      findings.map(({ check }) => check),
      checks.map(({ code }) => code),
    );
    assert.equal(firstBroken(findings), undefined);
    assert.deepEqual([...new Set(chainOf(findings).map(({ state }) => state))], ['passed']);
  });

  it('writes nothing: it only gets, and asks reviews, which keep nothing', async () => {
    const hands = handsOf();
    await run(hands);
    assert.ok(hands.calls.length > 8);
    for (const { method = 'GET', path } of hands.calls)
      assert.ok(method === 'GET' || /\/selfsubject(access)?reviews$/.test(path), `${method} ${path}`);
  });

  it('sends the credential only where something is asked of the API server as somebody', async () => {
    const hands = handsOf();
    await run(hands);
    const signedIn = hands.calls.filter(({ signIn }) => signIn).map(({ path }) => path);
    assert.ok(signedIn.every((path) => path.startsWith('/api')));
    assert.ok(hands.calls.some(({ path, signIn }) => path === '/-/healthz' && !signIn));
  });

  it('makes each look once, whatever number of checks wants it', async () => {
    const hands = handsOf();
    await run(hands);
    const spelt = hands.calls.map((call) => JSON.stringify(call));
    assert.equal(new Set(spelt).size, spelt.length);
  });

  it('skips what stands on a failed check, because of the one that failed', async () => {
    const findings = await run(handsOf({ server: ok({ ...goodServer, switchInUse: false, switchConfigured: false }) }));
    assert.equal(firstBroken(findings)?.check, 'switch');
    const skipped = findings.filter(({ because }) => because !== undefined);
    assert.deepEqual([...new Set(skipped.map(({ because }) => because))], ['switch']);
    assert.ok(skipped.length > 15);
    assert.equal(outcomeOf(findings, 'credential'), 'pass', 'what does not stand on it is looked at');
  });

  it('goes on where a look was not possible: that says nothing against the chain', async () => {
    const findings = await run(
      handsOf({ answers: { selfsubjectreviews: (call) => err(httpError(call, 404, 'no such resource', 'NotFound')) } }),
    );
    assert.equal(outcomeOf(findings, 'token'), 'could not check');
    assert.equal(outcomeOf(findings, 'pods'), 'pass');
    assert.equal(firstBroken(findings), undefined);
  });

  it('does not take an answer that was refused before the call for a finding about the network', async () => {
    const findings = await run(
      handsOf({ answers: { '/-/healthz': () => err(sqlError(31643, 'is disabled on this instance')) } }),
    );
    assert.equal(outcomeOf(findings, 'name'), 'could not check');
    assert.equal(outcomeOf(findings, 'tls-trust'), 'could not check');
  });

  it('names all faults of a certificate that SQL Server names, and passes the others', async () => {
    const findings = await run(handsOf({ answers: { '/-/healthz': () => err(transport('0x80070018')) } }));
    assert.equal(outcomeOf(findings, 'tls-trust'), 'fail');
    assert.equal(outcomeOf(findings, 'tls-name'), 'fail');
    assert.equal(outcomeOf(findings, 'tls-dates'), 'pass');
    assert.equal(outcomeOf(findings, 'tls-protocol'), 'pass');
    assert.equal(firstBroken(findings)?.check, 'tls-trust');
  });

  it('compares an unknown name with one that cannot exist', async () => {
    const findings = await run(handsOf({ answers: { '/-/healthz': () => err(transport('0x80072ee7')) } }));
    const name = findings.find(({ check }) => check === 'name');
    assert.equal(name?.outcome, 'fail');
    assert.match(name.evidence?.join('\n') ?? '', /a name that cannot exist .* fails in the same way/i);
    assert.match(name.evidence?.join('\n') ?? '', /This computer does not resolve/);
  });

  it('runs one check anew with what stands on it, and keeps the rest', async () => {
    const before = await run(handsOf({ answers: { '/pods': (call) => err(httpError(call, 403, 'no')) } }));
    assert.equal(firstBroken(before)?.check, 'pods');
    const started: string[] = [];
    const after = await run(handsOf(), { only: ['pods'], before, started: (check) => started.push(check) });
    assert.deepEqual(started, ['pods', 'table', 'answer-size']);
    assert.equal(firstBroken(after), undefined);
    assert.equal(
      after.find(({ check }) => check === 'login'),
      before.find(({ check }) => check === 'login'),
    );
  });

  it('stops when it is told to: what was not done could not be checked, and nothing is called broken', async () => {
    const stop = new AbortController();
    const hands = handsOf();
    const waiting = { ...hands, call: () => new Promise<never>(() => undefined) };
    const running = run(waiting, { found: ({ check }) => check === 'permission' && stop.abort() }, stop.signal);
    const findings = await running;
    assert.equal(findings.length, checks.length);
    assert.equal(outcomeOf(findings, 'switch'), 'pass');
    assert.equal(outcomeOf(findings, 'name'), 'could not check');
    assert.equal(firstBroken(findings), undefined);
  });

  it('gives a check no more than its time', async () => {
    const hands = { ...handsOf(), call: () => new Promise<never>(() => undefined) };
    const findings = await run(hands, {
      after: (milliseconds) => AbortSignal.timeout(milliseconds),
      limitSeconds: 0.05,
    });
    const name = findings.find(({ check }) => check === 'name');
    assert.equal(name?.outcome, 'could not check');
    assert.match(name.headline, /longer than 0.05 s/);
  });

  it('has checks whose needs come before them, with codes that are anchors', () => {
    const seen = new Set<string>();
    for (const { code, needs } of checks) {
      assert.match(code, /^[a-z]+(-[a-z]+)*$/);
      for (const need of needs) assert.ok(seen.has(need), `${code} needs ${need}`);
      seen.add(code);
    }
    assert.equal(seen.size, checks.length);
  });
});
