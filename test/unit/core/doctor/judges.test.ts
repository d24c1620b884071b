import assert from 'node:assert/strict';
import type { CheckCode } from '../../../../src/core/doctor/checks.ts';
import type { Finding } from '../../../../src/core/doctor/finding.ts';
import type { Hands, Subject } from '../../../../src/core/doctor/hands.ts';
import { commandFor } from '../../../../src/host/action-command.ts';
import { runDoctor } from '../../../../src/core/doctor/run.ts';
import { err, ok } from '../../../../src/core/result.ts';
import { answer, goodServer, handsOf, httpError, sqlError, subject, transport } from './hands.ts';

const now = new Date('2026-11-29T12:00:00Z');
const never = new AbortController().signal;

/** What one check comes to. */
async function judged(check: CheckCode, hands: Hands, change: Partial<Subject> = {}): Promise<Finding> {
  const about = { ...subject, ...change };
  const findings = await runDoctor({ hands, subject: about, now, clock: () => 0, after: () => never }, never);
  const found = findings.find((finding) => finding.check === check);
  assert.ok(found);
  return found;
}

const codes = ({ causes = [] }: Finding): string[] => causes.map(({ code }) => code);
const untrusted = { '/-/healthz': () => err(transport('0x80070008')) };

describe('the checks of SQL Server’s machine', () => {
  const files =
    (...names: string[]): Hands['trustFiles'] =>
    () =>
      Promise.resolve(ok(names.map((name) => ({ name, isDirectory: false }))));

  it('list the CA files, and say what SQL Server passes over', async () => {
    assert.equal((await judged('ca-file', handsOf())).outcome, 'pass');
    const pem = await judged('ca-file', { ...handsOf(), trustFiles: files('corp.pem') });
    assert.deepEqual(
      [pem.outcome, pem.why],
      ['warn', 'SQL Server passes over files whose name does not end in `.crt`.'],
    );
    const many = await judged('ca-file', {
      ...handsOf(),
      trustFiles: files(...Array.from({ length: 51 }, (_, index) => `${index}.crt`)),
    });
    assert.match(many.why ?? '', /at most 50 files/);
    assert.match((await judged('ca-file', { ...handsOf(), trustFiles: files() })).why ?? '', /empty/);
  });

  it('do not ask where there is no such folder, and say so when the login may not look', async () => {
    const windows = handsOf({ server: ok({ ...goodServer, hostPlatform: 'Windows' }) });
    assert.equal((await judged('ca-file', windows)).outcome, 'skipped');
    const refusal = () => Promise.resolve(err(sqlError(300, 'VIEW SERVER STATE permission was denied')));
    const denied = { ...handsOf(), trustFiles: refusal, errorLog: refusal };
    assert.equal((await judged('ca-file', denied)).outcome, 'could not check');
    assert.equal((await judged('error-log', denied)).outcome, 'could not check');
  });

  it('read what SQL Server said of the folder when it started', async () => {
    const log = (...lines: string[]): Hands => ({ ...handsOf(), errorLog: () => Promise.resolve(ok(lines)) });
    assert.equal((await judged('error-log', log('Number of Files Processed in /x directory: 1'))).outcome, 'pass');
    assert.equal((await judged('error-log', log('Number of Files Processed in /x directory: 0'))).outcome, 'warn');
    assert.equal((await judged('error-log', log('Skipping file: a.crt due to error reading it.'))).outcome, 'warn');
    assert.equal((await judged('error-log', log())).outcome, 'could not check');
  });

  it('narrow why a certificate is not trusted, as far as the folder tells', async () => {
    const broken = handsOf({ answers: untrusted });
    const trust = (hands: Hands): Promise<string[]> => judged('tls-trust', hands).then(codes);
    assert.deepEqual(await trust({ ...broken, trustFiles: files() }), ['tls.ca-missing']);
    assert.deepEqual(await trust({ ...broken, trustFiles: files('a.pem') }), ['tls.ca-missing', 'tls.ca-file-name']);
    assert.deepEqual(await trust({ ...broken, trustFiles: files('a.crt') }), [
      'tls.ca-missing',
      'tls.not-restarted',
      'tls.ca-regenerated',
    ]);
    const blind = { ...broken, trustFiles: () => Promise.resolve(err(sqlError(300, 'denied'))) };
    assert.equal((await trust(blind)).length, 4, 'where nothing can be listed, all are left open');
  });

  it('add the limits on names last, where this computer verifies with our CA what SQL Server refuses', async () => {
    const broken = handsOf({ answers: untrusted });
    const limited = (verifies: boolean): Hands => ({ ...broken, verifiesLimited: () => Promise.resolve(verifies) });
    const offered = await judged('tls-trust', limited(true));
    assert.equal(codes(offered).at(-1), 'tls.constraints');
    assert.match(
      offered.evidence?.at(-1) ?? '',
      /^OpenSSL on this computer verifies https:\/\/k8s\.corp\.example:8443/,
    );
    const reissue = offered.fixes?.at(-1);
    assert.equal(reissue?.action, 'reissue-certificates');
    assert.deepEqual(commandFor('reissue-certificates', { connectionId: 'c', endpointId: 'e' }), {
      id: 'sqlkube.certificate.create',
      args: [{ endpointId: 'e', limited: false }],
    });
    assert.deepEqual(await judged('tls-trust', limited(false)), await judged('tls-trust', broken));
    assert.equal(
      (await judged('tls-trust', { ...handsOf(), verifiesLimited: () => Promise.resolve(true) })).outcome,
      'pass',
    );
  });
});

describe('the checks of the proxy', () => {
  it('compare its hash with what was generated, where that is known', async () => {
    const hash = 'a'.repeat(64);
    assert.equal((await judged('proxy-hash', handsOf())).outcome, 'skipped');
    assert.equal((await judged('proxy-hash', handsOf(), { generatedHash: hash })).outcome, 'pass');
    assert.equal((await judged('proxy-hash', handsOf(), { generatedHash: 'b'.repeat(64) })).outcome, 'warn');
  });

  it('take an unknown path for a plain proxy, and a refusal for none', async () => {
    const plain = handsOf({ answers: { '/-/healthz': (call) => err(httpError(call, 404)) } });
    assert.equal((await judged('proxy-answer', plain)).outcome, 'warn');
    assert.equal((await judged('proxy-version', plain)).outcome, 'skipped');
    const teapot = handsOf({ answers: { '/-/healthz': (call) => err(httpError(call, 500)) } });
    assert.equal((await judged('proxy-answer', teapot)).outcome, 'fail');
  });
});

describe('the checks of the token', () => {
  const byToken = (expiresAt?: number): Partial<Subject> => ({
    endpoint: { ...subject.endpoint, authentication: { kind: 'token' } },
    token: { audiences: ['https://kubernetes.default.svc'], ...(expiresAt === undefined ? {} : { expiresAt }) },
  });
  const day = 86_400_000;

  it('tell when it ends, as far as it can be read', async () => {
    assert.equal((await judged('token-expiry', handsOf())).outcome, 'could not check');
    assert.equal((await judged('token-expiry', handsOf(), byToken())).outcome, 'pass');
    assert.equal((await judged('token-expiry', handsOf(), byToken(now.getTime() + 30 * day))).outcome, 'pass');
    assert.equal((await judged('token-expiry', handsOf(), byToken(now.getTime() + 3 * day))).outcome, 'warn');
    assert.equal((await judged('token-expiry', handsOf(), byToken(now.getTime() - day))).outcome, 'fail');
  });

  it('leave open why it is refused, unless it says itself that it has ended', async () => {
    const hands = handsOf({ answers: { selfsubjectreviews: (call) => err(httpError(call, 401, 'Unauthorized')) } });
    assert.deepEqual(codes(await judged('token', hands)), ['access.token-expired', 'access.token-rejected']);
    assert.deepEqual(codes(await judged('token', hands, byToken(now.getTime() - day))), ['access.token-expired']);
    assert.deepEqual(codes(await judged('token', hands, byToken(now.getTime() + day))), ['access.token-rejected']);
  });
});

describe('the check of the kubeconfig', () => {
  const view = (version: string, uid?: string): Hands => ({
    ...handsOf({
      answers: {
        'namespaces/kube-system': (call) => ok(answer(call, { kind: 'Namespace', metadata: { uid: 'one' } })),
      },
    }),
    kubeconfig: () =>
      Promise.resolve(ok({ context: 'prod', server: 'https://10.0.0.1:6443', version, ...(uid && { uid }) })),
  });

  it('tells the same cluster from another by what only one cluster has, else by the version', async () => {
    assert.equal((await judged('kubeconfig', handsOf())).outcome, 'skipped');
    assert.equal((await judged('kubeconfig', view('v1.36.3', 'one'))).outcome, 'pass');
    assert.equal((await judged('kubeconfig', view('v1.36.3', 'two'))).outcome, 'warn');
    assert.match((await judged('kubeconfig', view('v1.36.3'))).headline, /of the same version/);
    assert.equal((await judged('kubeconfig', view('v1.30.0'))).outcome, 'warn');
  });
});
