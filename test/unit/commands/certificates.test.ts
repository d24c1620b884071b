import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { certificateCreate } from '../../../src/commands/certificate-create.ts';
import { certificateInspect } from '../../../src/commands/certificate-inspect.ts';
import { offerReissue } from '../../../src/commands/certificate/reissue.ts';
import { certificateRenew } from '../../../src/commands/certificate-renew.ts';
import { expiryReview } from '../../../src/commands/expiry-review.ts';
import type { CommandContext, Outcome } from '../../../src/commands/command.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { readCertificateFile } from '../../../src/core/pki/certificate-file.ts';
import { testSet, testTools } from '../../support/certificates.ts';
import { diskFiles } from '../../../src/host/file-system.ts';
import { testFiles } from '../../support/files.ts';
import { startOpenssl } from '../../support/openssl.ts';
import type { Act } from '../../support/scripted-prompts.ts';
import { world } from './world.ts';

const url = 'https://k8s.corp.example:8443';
const phrase = 'planted passphrase of the CA';
const worlds: string[] = [];

function place(...acts: Act[]) {
  const made = world(...acts);
  worlds.push(made.home);
  return made;
}

const reason = (outcome: Outcome): string =>
  outcome?.ok === false ? (outcome.error.kind === 'refused' ? outcome.error.reason : outcome.error.kind) : 'done';

/** Typing a passphrase of one's own, from the URL to the folder. */
const typed = (folder: string, names = '10.0.0.41, api.corp.example'): Act[] => [
  { type: url },
  { type: names },
  { pick: '2 years' },
  { pick: 'These Hosts Only' },
  { pick: 'Type One' },
  { type: phrase },
  { type: phrase },
  { pick: folder },
  { pick: 'Write' },
];

const folderIn = (home: string): string => join(home, 'certificates/k8s.corp.example-8443');

describe('the certificate commands', () => {
  after(() => {
    for (const home of worlds) rmSync(home, { recursive: true, force: true });
  });

  it('create files that openssl verifies, and end with fingerprints and the next step', async () => {
    const one = place();
    const folder = folderIn(one.home);
    one.prompts.follow(...typed(folder), { press: 'Open README' });
    assert.equal(await certificateCreate.run(one.context), undefined);
    assert.deepEqual(one.prompts.left, []);
    assert.deepEqual(readdirSync(folder).sort(), ['README.txt', 'ca.crt', 'ca.key', 'tls.crt', 'tls.key']);
    for (const key of ['ca.key', 'tls.key']) assert.equal(statSync(join(folder, key)).mode & 0o777, 0o600);
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const openssl = await startOpenssl();
    try {
      const at = ['-attime', String(one.context.now().getTime() / 1000)];
      assert.deepEqual(await openssl.verify(read('ca.crt'), [read('tls.crt')], ...at), ['OK']);
    } finally {
      await openssl.close();
    }
    const chain = readCertificateFile(Buffer.from(read('tls.crt')));
    assert.ok(chain.ok);
    assert.deepEqual(
      chain.value[0].names?.map(({ value }) => value),
      ['k8s.corp.example', 'api.corp.example', '10.0.0.41'],
    );
    const told = one.prompts.seen.join('\n');
    for (const { fingerprint256 } of chain.value) assert.ok(told.includes(fingerprint256));
    assert.match(told, /this name brings names below it/);
    assert.match(told, /Next: the DBA trusts ca\.crt on SQL Server’s host/);
    assert.equal(one.opened[0]?.name, 'README.txt');
    assert.match(one.opened[0].text, /names below it/);
    assert.equal([...one.secrets.all.values()].includes(phrase), true);
    assert.equal(one.context.redact(`x ${phrase} y`).includes(phrase), false);
    // Nothing else holds it.
    for (const name of readdirSync(folder)) assert.ok(!read(name).includes(phrase), name);
    assert.ok(!JSON.stringify([one.logged, one.opened, one.prompts.seen]).includes(phrase));
    const note = one.context.expiries.certificate(url);
    assert.equal(note?.folder, folder);
    assert.equal(note.authority?.limited, true);
  });

  it('make a passphrase, show it once, and take back what was asked', async () => {
    const one = place();
    const folder = folderIn(one.home);
    one.prompts.follow(
      { type: url },
      { type: '' },
      'back',
      'back',
      { type: 'https://other.corp.example' },
      { type: '' },
      { pick: '3 years' },
      { pick: 'Any Host' },
      { pick: 'Make One' },
      'keep',
      { pick: join(one.home, 'certificates/other.corp.example') },
      { pick: 'Write' },
      { press: undefined },
    );
    assert.equal(await certificateCreate.run(one.context), undefined);
    assert.ok(!existsSync(folder));
    const shown = one.prompts.seen.filter((line) => line.includes('Store it in your vault'));
    assert.equal(shown.length, 1);
    const [, made = ''] = /\| (\S+)$/.exec(shown[0]!) ?? [];
    assert.match(made, /^([0-9a-z]{5}-){5}[0-9a-z]{5}$/);
    assert.ok([...one.secrets.all.values()].includes(made));
    assert.equal(one.context.expiries.certificate('https://other.corp.example')?.authority?.limited, false);
  });

  it('say under the box what cannot be a host, and refuse a weak key', async () => {
    const refused = async (...acts: Act[]) => certificateCreate.run(place(...acts).context);
    await assert.rejects(refused({ type: 'http://k8s.corp.example' }), /does not begin with https/);
    await assert.rejects(refused({ type: 'https://[::1]:8443' }), /characters that SQL Server refuses/);
    await assert.rejects(refused({ type: url }, { type: '10.0.0.999' }), /is not an IPv4 address/);
    await assert.rejects(refused({ type: url }, { type: '::1' }), /IPv6 address, which SQL Server refuses/);
    await assert.rejects(
      refused(
        { type: url },
        { type: '' },
        { pick: '1 year' },
        { pick: 'Any Host' },
        { pick: 'Type One' },
        { type: 'short' },
      ),
      /shorter than 12 characters/,
    );
    const weak = place();
    weak.state.keyBits = 1024;
    weak.prompts.follow(...typed(folderIn(weak.home)).slice(0, -1));
    assert.match(reason(await certificateCreate.run(weak.context)), /1024 bits are not made here/);
    assert.ok(!existsSync(weak.home));
  });

  it('can be stopped while keys are made, and leave nothing then', async () => {
    const one = place();
    one.prompts.follow(...typed(folderIn(one.home)).slice(0, -1));
    const stopped: CommandContext['prompts'] = {
      ...one.context.prompts,
      progress: (_title, run) => {
        const abort = new AbortController();
        const work = run(abort.signal, () => undefined);
        abort.abort();
        return work;
      },
    };
    assert.equal(reason(await certificateCreate.run({ ...one.context, prompts: stopped })), 'cancelled');
    assert.ok(!existsSync(one.home));
    assert.equal(one.secrets.all.size, 0);
  });

  it('keep what is there when the user does not want it replaced', async () => {
    const one = place();
    const folder = folderIn(one.home);
    one.prompts.follow(...typed(folder), { press: undefined });
    await certificateCreate.run(one.context);
    const before = readFileSync(join(folder, 'ca.key'), 'utf8');
    one.prompts.follow(...typed(folder).slice(0, -1), { pick: 'Replace and Write' }, { confirm: false });
    assert.equal(reason(await certificateCreate.run(one.context)), 'cancelled');
    assert.equal(readFileSync(join(folder, 'ca.key'), 'utf8'), before);
    const asked = one.prompts.seen.at(-1)!;
    assert.match(asked, /^confirm: Replace ca\.key, tls\.key, ca\.crt, tls\.crt\?/);
    assert.match(asked, /ca\.crt is the CA certificate .*until 2028-01-01 \(SHA-256/);
    assert.match(asked, /can never be renewed again/);
  });

  it('renew with the stored passphrase, without touching the CA', async () => {
    const one = place();
    const folder = folderIn(one.home);
    one.prompts.follow(...typed(folder), { press: undefined });
    await certificateCreate.run(one.context);
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const before = [read('ca.crt'), read('ca.key'), read('tls.crt')];
    one.prompts.follow({ path: folder }, { pick: 'A New Key' }, { pick: 'Replace and Write' }, { confirm: true });
    assert.equal(await certificateRenew.run(one.context), undefined);
    assert.deepEqual(one.prompts.left, []);
    assert.deepEqual([read('ca.crt'), read('ca.key')], before.slice(0, 2));
    assert.notEqual(read('tls.crt'), before[2]);
    assert.match(one.prompts.seen.at(-1)!, /is good until 2027-02-0\d\. SHA-256 .*replaces the proxy’s Secret/);
  });

  it('renew on another computer: a wrong passphrase is asked for again, foreign files are refused', async () => {
    const one = place();
    const folder = folderIn(one.home);
    one.prompts.follow(...typed(folder), { press: undefined });
    await certificateCreate.run(one.context);
    const other = place({ path: folder }, { pick: 'The Same Key' }, { type: 'quite another one' }, { type: phrase });
    other.prompts.follow({ pick: 'Replace and Write' }, { confirm: true });
    assert.equal(await certificateRenew.run(other.context), undefined);
    assert.deepEqual(other.prompts.left, []);
    assert.match(
      other.prompts.seen.join('\n'),
      /cannot be opened with this passphrase\. Passphrase of the CA key, from your vault/,
    );
    assert.ok([...other.secrets.all.values()].includes(phrase));
    assert.ok(!JSON.stringify([other.logged, other.prompts.seen]).includes(phrase));

    const foreign = await testSet({ url: 'https://foreign.example' }, testTools(one.context.now()));
    const attempt = async (change: () => void): Promise<string> => {
      const kept = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
      change();
      const next = place({ path: folder }, { pick: 'A New Key' }, { type: phrase });
      try {
        return reason(await certificateRenew.run(next.context));
      } finally {
        for (const [name, bytes] of kept) writeFileSync(join(folder, name), bytes, { mode: 0o600 });
      }
    };
    const put = (name: string, text: string) => () => writeFileSync(join(folder, name), text);
    assert.match(await attempt(put('ca.key', foreign.serverKeyFile)), /does not belong to the CA certificate/);
    assert.match(await attempt(put('ca.key', 'nonsense')), /The CA key’s file .*/);
    assert.match(await attempt(put('tls.crt', foreign.server.pem)), /was not issued by this CA/);
    assert.match(await attempt(put('ca.crt', foreign.server.pem)), /This is not a CA certificate/);
    assert.match(
      await attempt(() => rmSync(join(folder, 'ca.key'))),
      /ca\.key is not there\. Choose the folder that holds it/,
    );
  });

  it('leave a read-only folder as it is, and say what to do; so does renewing with a key that may not be read', async () => {
    const systemError = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
    const one = place();
    const folder = folderIn(one.home);
    for (const [code, words] of [
      ['EROFS', /the disk is read-only\. Nothing was written.* Choose a folder on another disk\./],
      [
        'EACCES',
        /you may not write there\. Nothing was written.* Choose another folder, or have its permissions changed\./,
      ],
    ] as const) {
      const files = testFiles({ ...one, files: { ...diskFiles, create: () => systemError(code) } });
      one.prompts.follow(...typed(folder));
      assert.match(reason(await certificateCreate.run({ ...one.context, files })), words);
      assert.ok(!existsSync(folder));
      assert.equal(one.context.expiries.certificate(url), undefined);
    }
    one.prompts.follow(...typed(folder), { press: undefined });
    await certificateCreate.run(one.context);
    const read = (path: string) => (path.endsWith('ca.key') ? systemError('EACCES') : diskFiles.read(path));
    const other = place({ path: folder }, { pick: 'A New Key' }, { type: phrase });
    const unreadable = testFiles({ ...other, files: { ...diskFiles, read } });
    assert.match(
      reason(await certificateRenew.run({ ...other.context, files: unreadable })),
      /ca\.key cannot be read by you\. Have its permissions changed, or copy it to a folder of yours\./,
    );
  });

  describe('inspecting', () => {
    let server: Server;
    let port: number;
    const serve = async (options: TlsOptions): Promise<void> => {
      server = createServer(options, (socket) => socket.end());
      server.on('tlsClientError', () => undefined);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      ({ port } = server.address() as AddressInfo);
    };
    afterEach(() => void server.close());

    async function endpointWorld(...acts: Act[]) {
      const one = place(...acts);
      await one.profiles.saveConnection({
        id: 'c',
        name: 'c',
        server: 'sql01',
        database: 'orders',
        user: 'u',
        encryption: 'mandatory',
      });
      await one.profiles.saveEndpoint({
        id: 'e',
        connectionId: 'c',
        url: `https://127.0.0.1:${port}`,
        authentication: { kind: 'none' },
        namespaces: 'all',
      });
      return one;
    }

    it('shows what an endpoint serves right now, and notes its dates', async () => {
      const set = await testSet({ url: 'https://127.0.0.1' }, testTools(new Date(2025, 11, 30)));
      await serve({ cert: set.server.pem + set.authority.pem, key: set.serverKeyFile });
      const one = await endpointWorld();
      assert.equal(await certificateInspect.run(one.context, { endpointId: 'e' }), undefined);
      const [{ name, text }] = one.opened as [{ name: string; text: string }];
      assert.equal(name, `127.0.0.1-${port}.inspection.txt`);
      assert.match(text, /^What 127\.0\.0\.1:\d+ serves to this computer over TLSv1\.3\./);
      assert.match(
        text,
        /Certificate 1 of 2[^]*Names +127\.0\.0\.1[^]*Key +rsa 2048[^]*Extended key usage +serverAuth/i,
      );
      assert.match(text, /Name constraints +critical; permitted 127\.0\.0\.1/);
      assert.ok(text.includes(set.server.fingerprint256));
      const lines = one.context.expiries.lines({ id: 'e', url: `https://127.0.0.1:${port}` }, one.context.now());
      assert.match(lines[0]?.text ?? '', /^certificate good until 2027-01-\d\d$/);
    });

    it('says whether this computer verifies it with our CA', async () => {
      const set = await testSet({ url: 'https://127.0.0.1' });
      await serve({ cert: set.server.pem, key: set.serverKeyFile });
      const one = await endpointWorld();
      mkdirSync(one.home);
      const inspect = async (ca: string): Promise<string> => {
        writeFileSync(join(one.home, 'ca.crt'), ca);
        const span = { from: 0, until: 1, fingerprint256: '' };
        await one.context.expiries.noteCertificate(`https://127.0.0.1:${port}`, { server: span, folder: one.home });
        await certificateInspect.run(one.context, { endpointId: 'e' });
        return one.opened.at(-1)!.text;
      };
      assert.match(await inspect(set.authority.pem), /With our CA for it: verified by OpenSSL on this computer/);
      const other = await testSet({ url: 'https://other.example' });
      assert.match(
        await inspect(other.authority.pem),
        /With our CA for it: refused by OpenSSL on this computer \([A-Z_]+\)/,
      );
    });

    it('shows a broken one all the same: expired, for another host', async () => {
      const set = await testSet({ url: 'https://other.example' }, testTools(new Date(2020, 0, 1)));
      await serve({ cert: set.server.pem, key: set.serverKeyFile });
      const again = await endpointWorld({ pick: `https://127.0.0.1:${port}` });
      assert.equal(await certificateInspect.run(again.context), undefined);
      const { text } = again.opened[0]!;
      assert.match(text, /certificate\/expired/);
      assert.match(text, /certificate\/host-not-covered/);
    });

    it('offer a CA without limits when SQL Server refuses what this computer verifies', async () => {
      const set = await testSet({ url: 'https://127.0.0.1' });
      await serve({ cert: set.server.pem, key: set.serverKeyFile });
      const one = await endpointWorld();
      mkdirSync(one.home);
      writeFileSync(join(one.home, 'ca.crt'), set.authority.pem);
      const origin = `https://127.0.0.1:${port}`;
      const span = { from: 0, until: 1, fingerprint256: '' };
      const failure = (number: number): Failure => ({
        kind: 'sql',
        errors: [{ number, state: 1, class: 16, text: 'HRESULT: 0x80070008.' }],
      });
      const offer = (number = 31608) => offerReissue(one.context, one.profiles.endpoint('e')!.profile, failure(number));
      await one.context.expiries.noteCertificate(origin, {
        server: span,
        authority: { ...span, limited: true },
        folder: one.home,
      });
      assert.equal(await offer(31600), undefined);
      one.prompts.follow({ press: 'Explain the Error' });
      assert.equal(await offer(), undefined);
      one.prompts.follow({ press: 'Reissue Without Limits…' }, { type: '' }, { pick: '3 years' }, 'keep');
      one.prompts.follow(
        { pick: 'Make One' },
        'keep',
        { pick: 'Replace and Write' },
        { confirm: true },
        { press: undefined },
      );
      assert.deepEqual(await offer(), { outcome: undefined });
      assert.deepEqual(one.prompts.left, []);
      const authority = readCertificateFile(readFileSync(join(one.home, 'ca.crt')));
      assert.ok(authority.ok);
      assert.equal(authority.value[0].constraints, undefined);
      // The new CA is not served yet, and has no limits to blame.
      assert.equal(await offer(), undefined);
    });

    it('says so when nothing answers', async () => {
      await serve({});
      const free = port;
      await new Promise((resolve) => server.close(resolve));
      port = free;
      const one = await endpointWorld();
      const told = reason(await certificateInspect.run(one.context, { endpointId: 'e' }));
      assert.match(
        told,
        /127\.0\.0\.1:\d+ gave no certificate \(ECONNREFUSED\)\..*SQL Server may reach it all the same\. Check/,
      );
    });

    it('reads a file, and refuses a key', async () => {
      const set = await testSet({ url });
      const one = place();
      mkdirSync(one.home);
      writeFileSync(join(one.home, 'ca.crt'), set.authority.pem);
      writeFileSync(join(one.home, 'tls.crt'), set.server.pem);
      writeFileSync(join(one.home, 'tls.key'), set.serverKeyFile);
      one.prompts.follow({ path: join(one.home, 'tls.crt') });
      assert.equal(await certificateInspect.run(one.context), undefined);
      assert.match(one.opened[0]!.text, /Certificate 1 of 2\n[^]*Certificate 2 of 2, from ca\.crt beside it\n/);
      await certificateInspect.run(one.context, { path: join(one.home, 'ca.crt') });
      assert.ok(!one.opened[1]!.text.includes('ca-as-leaf'));
      const told = reason(await certificateInspect.run(one.context, { path: join(one.home, 'tls.key') }));
      assert.match(told, /tls\.key (is|holds).*key/);
      assert.match(
        reason(await certificateInspect.run(one.context, { path: join(one.home, 'no.crt') })),
        /is not there/,
      );
    });

    it('lists what ends, and goes on from there', async () => {
      const set = await testSet({ url: 'https://127.0.0.1' });
      await serve({ cert: set.server.pem, key: set.serverKeyFile });
      const from = new Date(2026, 0, 1, 12).getTime();
      const until = from + 86_400_000 * 300;
      const listed = await endpointWorld({ pick: `https://127.0.0.1:${port}: certificate good until 2026-10-28` });
      await listed.context.expiries.noteCertificate(`https://127.0.0.1:${port}`, {
        server: { from, until, fingerprint256: '' },
      });
      assert.equal(await expiryReview.run(listed.context), undefined);
      assert.equal(listed.opened.length, 1);
    });
  });
});
