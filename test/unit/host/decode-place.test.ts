import assert from 'node:assert/strict';
import { certificateOf } from '../../../src/core/doctor/known.ts';
import { runDoctor, type RunOptions } from '../../../src/core/doctor/run.ts';
import type { DoctorRun } from '../../../src/core/doctor/report.ts';
import { err, ok } from '../../../src/core/result.ts';
import { decodePasted } from '../../../src/host/decode-place.ts';
import { Expiries } from '../../../src/host/expiries.ts';
import { ProfileStore } from '../../../src/host/profile-store.ts';
import { Settings } from '../../../src/host/settings.ts';
import { testSet, testTools } from '../../support/certificates.ts';
import { connection, endpoint, facts } from '../../support/fake-cluster.ts';
import { MemorySettings, MemoryState } from '../../support/memory-backends.ts';
import { handsOf, subject, transport } from '../core/doctor/hands.ts';

const now = new Date('2026-11-29T12:00:00Z');
const never = new AbortController().signal;
const outOfDate =
  'Msg 31608, Level 16, State 24, Line 1\nAn error occurred, failed to communicate with the external rest endpoint. HRESULT: 0x80070020.';
const untrusted = outOfDate.replace('0x80070020', '0x80070008');

/** Two connections; over the first, two endpoints. */
function session() {
  const settings = new MemorySettings();
  const { url, authentication } = subject.endpoint;
  settings.user['connections'] = [
    connection({ id: 'c', name: 'Prod', server: 'sql01' }),
    connection({ id: 'l', name: 'Lab', server: 'lab-sql' }),
  ];
  settings.user['endpoints'] = [
    endpoint({ id: 'e', connectionId: 'c', url, authentication }),
    endpoint({ id: 'f', connectionId: 'c', url: 'https://other.corp.example:8443', authentication: { kind: 'token' } }),
    endpoint({ id: 'g', connectionId: 'l', url: 'https://lab.corp.example', authentication: { kind: 'none' } }),
  ];
  return {
    profiles: new ProfileStore(new Settings(settings), () => true),
    expiries: new Expiries(new MemoryState()),
    factsOf: (id: string) => (id === 'l' ? facts({ hostPlatform: 'Windows', engineEdition: 3 }) : undefined),
    now,
  };
}

/** A run of the doctor on the endpoint e. */
async function examined(hands: RunOptions['hands'], at = now): Promise<DoctorRun> {
  let run: DoctorRun = { subject, findings: [], at };
  const seen: RunOptions['seen'] = (served) => {
    run = { ...run, certificate: certificateOf(served) };
  };
  const findings = await runDoctor({ hands, subject, now, clock: () => 0, after: () => never, seen }, never);
  return { ...run, findings };
}

const causes = ({ diagnoses: [first] }: ReturnType<typeof decodePasted>) => first?.causes ?? [];
const lastUsed = { connectionId: 'c', endpointId: 'e' };

describe('a pasted text, read for a place', () => {
  it('is read with the names and the platform of the place that it names, and says which that is', () => {
    const told = decodePasted(`${untrusted}\nat https://lab.corp.example/api`, { ...session(), lastUsed });
    assert.deepEqual(told.place, {
      about: { connectionId: 'l', endpointId: 'g' },
      assumed: 'Read for Lab › lab.corp.example, because the text names https://lab.corp.example.',
    });
    assert.match(causes(told)[0]?.text ?? '', /lab-sql/);
    assert.match(causes(told).at(-1)?.because ?? '', /Windows/);
  });

  it('is read for what was used last, and says so', () => {
    const told = decodePasted(untrusted, { ...session(), lastUsed });
    assert.deepEqual(told.place?.about, lastUsed);
    assert.equal(
      told.place.assumed,
      'Read for Prod › k8s.corp.example:8443, which was used last: the text names none.',
    );
    assert.match(causes(told)[0]?.text ?? '', /sql01/);
  });

  it('is read for nothing in particular where nothing tells, with all causes alike', () => {
    const told = decodePasted(untrusted, session());
    assert.equal(told.place, undefined);
    assert.deepEqual(
      causes(told).flatMap(({ because }) => because ?? []),
      [],
    );
  });

  it('takes the dates into account that are known of the certificate', async () => {
    const made = session();
    const noted = { from: Date.parse('2025-01-01'), until: Date.parse('2026-01-01'), fingerprint256: 'AA' };
    await made.expiries.noteCertificate(subject.endpoint.url, { server: noted });
    const told = decodePasted(outOfDate, { ...made, lastUsed });
    assert.equal(causes(told)[0]?.code, 'tls.expired');
    assert.equal(causes(told)[0]?.because, 'Seen from here, it is valid until 2026-01-01.');
  });

  it('takes the end of the token into account', async () => {
    const made = session();
    const until = now.getTime() - 1000;
    await made.expiries.noteToken('e', { from: 0, until, account: 'shop/sql' });
    const status = { kind: 'Status', code: 401, reason: 'Unauthorized', message: 'Unauthorized' };
    const told = decodePasted(JSON.stringify(status), { ...made, lastUsed });
    assert.equal(causes(told)[0]?.code, 'access.token-expired');
    assert.match(causes(told)[0]?.because ?? '', /valid until 2026-11-29/);
  });

  it('takes the certificate into account that the doctor was shown', async () => {
    const { server, authority } = await testSet(
      { url: 'https://elsewhere.corp.example:8443' },
      testTools(new Date('2024-01-01T00:00:00Z')),
    );
    const look = { kind: 'certificate', protocol: 'TLSv1.2', chain: [server.pem, authority.pem] } as const;
    const run = await examined(handsOf({ look, answers: { '/-/healthz': () => err(transport('0x80070020')) } }));
    assert.deepEqual(
      { ...run.certificate, notBefore: undefined, notAfter: undefined },
      {
        notBefore: undefined,
        notAfter: undefined,
        coversHost: false,
        forServers: true,
        selfSigned: false,
        chainComplete: true,
      },
    );
    const told = decodePasted(outOfDate, { ...session(), lastUsed, run: { ...run, findings: [] } });
    assert.equal(causes(told)[0]?.code, 'tls.expired');
    assert.match(causes(told)[0]?.because ?? '', /^Seen from here, it is valid until 202\d-/);
  });

  it('takes into account what the doctor found of that endpoint just now, and says so', async () => {
    const noFile = { trustFiles: () => Promise.resolve(ok([{ name: 'corp.pem', isDirectory: false }])) };
    const broken = handsOf({ answers: { '/-/healthz': () => err(transport('0x80070008')) } });
    const run = await examined({ ...broken, ...noFile });
    const told = decodePasted(untrusted, { ...session(), lastUsed, run });
    assert.match(told.place?.assumed ?? '', /What the doctor saw there at 12:00 UTC is taken into account\.$/);
    assert.equal(causes(told)[0]?.because, 'The doctor found it.');
    const byCode = new Map(causes(told).map(({ code, because }) => [code, because]));
    assert.equal(byCode.get('tls.ca-file-name'), 'The doctor found it.');
    assert.notEqual(byCode.get('tls.not-restarted'), 'The doctor found it.');
    const other = decodePasted(untrusted, { ...session(), lastUsed: { connectionId: 'l', endpointId: 'g' }, run });
    assert.doesNotMatch(JSON.stringify([other.place, causes(other)]), /doctor saw|doctor found/);
    const later = new Date(now.getTime() + 31 * 60_000);
    const old = decodePasted(untrusted, { ...session(), lastUsed, run, now: later });
    assert.doesNotMatch(JSON.stringify([old.place, causes(old)]), /doctor saw|doctor found/);
  });

  it('takes what the doctor saw work for not broken, link by link and check by check', async () => {
    const well = decodePasted(untrusted, { ...session(), lastUsed, run: await examined(handsOf()) });
    assert.ok(
      causes(well).every(({ because = '' }) => /^The doctor (?:ruled it out|saw the link “TLS” work)\.$/.test(because)),
    );
    const run = await examined(handsOf({ answers: { '/-/healthz': () => err(transport('0x80070008')) } }));
    const told = decodePasted(outOfDate, { ...session(), lastUsed, run });
    assert.equal(causes(told).find(({ code }) => code === 'tls.expired')?.because, 'The doctor ruled it out.');
  });
});
