import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ClusterClient } from '../../src/cluster/client.ts';
import type { TokenWish } from '../../src/cluster/reviews.ts';
import type { Outcome } from '../../src/commands/command.ts';
import { tokenClaims } from '../../src/core/kube/token.ts';
import { alterCredential } from '../../src/core/tokens/credential-sql.ts';
import { assertNoSecretFiles, assertNoSecrets } from '../support/planted.ts';
import { Computer, openProgram, type Program } from '../support/program.ts';
import type { Act } from '../support/scripted-prompts.ts';
import { names } from './kubernetes.ts';
import { useChain } from './shared.ts';
import { runSql } from './sql.ts';
import type { Chain } from './support.ts';

const asked: readonly Act[] = [
  'keep',
  { type: names.shop },
  { type: names.account },
  { pick: 'Another…' },
  { type: '2 hours' },
  { pick: 'The API Server' },
];

const said = (outcome: Outcome): string =>
  outcome?.ok === false ? (outcome.error.kind === 'refused' ? outcome.error.reason : outcome.error.kind) : 'done';

describe('chain: the token commands', () => {
  let chain: Chain;
  let home: string;
  let computer: Computer;
  let program: Program;
  const tokens = new Set<string>();
  before(async function () {
    chain = await useChain(this);
  });
  beforeEach(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'sqlkube-tokens-'));
    computer = new Computer();
    program = openProgram(computer, { home, authorities: [], kubeconfigs: [chain.cluster.kubeconfigFile] });
    await as(chain.administrator);
    const { url } = chain.nginx;
    await program.context.profiles.saveEndpoint({
      ...{ id: 'e', connectionId: 'c', url, namespaces: 'all' },
      authentication: { kind: 'credential', name: url },
    });
  });
  afterEach(async () => {
    for (const token of computer.secrets.all.values()) if (token.startsWith('eyJ')) tokens.add(token);
    if (computer.shown.length > 0) assertNoSecrets(computer, [...tokens]);
    if (existsSync(path.join(home, 'renew-token'))) await assertNoSecretFiles(home, [...tokens]);
    await program.close();
    rmSync(home, { recursive: true, force: true });
    await runSql(chain.gateway, chain.administrator, alterCredential(chain.nginx.url, chain.token));
  });

  const as = async ({ profile, password, pin }: Chain['administrator']): Promise<void> => {
    assert.ok(pin);
    await program.context.profiles.saveConnection({ ...profile, id: 'c' });
    await program.context.profiles.savePin(profile.server, pin);
    await program.context.access.storePassword({ profile: { ...profile, id: 'c' }, password, pin });
  };
  const works = async (): Promise<boolean> =>
    (await chain.reader.namespaces(chain.proxied, new AbortController().signal)).ok;
  const seen = (): string => program.prompts.seen.join('\n');

  it('request a token, keep it in SecretStorage and note its end', async () => {
    const outcome = await program.run('sqlkube.token.request', [{ endpointId: 'e' }], ...asked, {
      press: 'Only Keep It',
    });
    assert.equal(said(outcome), 'done', seen());
    const held = await program.context.access.heldToken('e');
    const claims = tokenClaims(held ?? '');
    assert.deepEqual([claims?.namespace, claims?.serviceAccount], [names.shop, names.account]);
    const note = program.context.expiries.token('e');
    assert.equal(note?.until, claims?.expiresAt);
    assert.match(seen(), /is good until \d{4}-\d\d-\d\d \d\d:\d\d \((?:119 minutes|2 hours)\)/);
    const lines = program.context.expiries.lines({ id: 'e', url: chain.nginx.url }, new Date());
    assert.match(lines[0]?.text ?? '', /^token good for (60 minutes|119 minutes|1\d\d minutes|2 hours)$/);
  });

  it('rotate: warned of no way back, proven, altered, called, and the end of the old one told', async () => {
    await runSql(chain.gateway, chain.administrator, alterCredential(chain.nginx.url, 'planted-old-garbage'));
    assert.equal(await works(), false);
    const no = await program.run('sqlkube.token.rotate', [{ endpointId: 'e' }], { confirm: false });
    assert.equal(said(no), 'done');
    const outcome = await program.run('sqlkube.token.rotate', [{ endpointId: 'e' }], { confirm: true }, ...asked);
    assert.equal(said(outcome), 'done', seen());
    assert.equal(await works(), true);
    assert.match(seen(), /confirm: Rotate the token in .* with no way back\?/);
    assert.match(seen(), /The old one stays valid until its own end, which is not known here/);
    const again = await program.run(
      'sqlkube.token.rotate',
      [{ endpointId: 'e' }],
      ...asked.map((act, at) => (at === 1 || at === 2 ? 'keep' : act)),
    );
    assert.equal(said(again), 'done', seen());
    assert.match(seen(), /The old one stays valid until \d{4}-/);
    assert.equal(await works(), true);
  });

  it('rotate says what the login lacks, who mends it, and that nothing changed', async () => {
    await as(chain.user);
    const outcome = await program.run('sqlkube.token.rotate', [{ endpointId: 'e' }], { confirm: true }, ...asked);
    assert.match(
      said(outcome),
      /^The new token was not proven, so the credential was not touched\. It holds the old token\./,
    );
    assert.match(said(outcome), /the DBA runs sql\/30-credential\.sql/);
    assert.equal(await works(), true);
  });

  it('rotate puts the old token back when the credential does not work afterwards', async () => {
    await program.context.access.keepToken('e', chain.token);
    const { context } = program;
    const runner = await context.scripts();
    let asks = 0;
    const broken = {
      ...runner,
      ask: async (...args: Parameters<typeof runner.ask>) =>
        (asks += 1) === 2
          ? { ok: false as const, error: { kind: 'connection-lost' as const, server: 'sql01', detail: 'cut' } }
          : await runner.ask(...args),
    };
    program.prompts.follow(...asked);
    const outcome = await context.execute('sqlkube.token.rotate', [{ endpointId: 'e' }], {
      scripts: () => Promise.resolve(broken),
    });
    assert.match(said(outcome), /the call through it failed\. It holds the old token, put back from this computer\./);
    assert.equal(await context.access.heldToken('e'), chain.token);
    assert.equal(await works(), true);
  });

  describe('in a cluster that grants less than was asked for', () => {
    /** The real client, which asks for ten minutes whatever it is told: as clouds cap it. */
    const capped = async (acts: readonly Act[]): Promise<Outcome> => {
      const { context } = program;
      const cap = (client: ClusterClient): ClusterClient => ({
        ...client,
        requestToken: (wish: TokenWish, signal) => client.requestToken({ ...wish, expirationSeconds: 600 }, signal),
      });
      program.prompts.follow(...asked, ...acts);
      const outcome = await context.execute('sqlkube.token.request', [{ endpointId: 'e' }], {
        kube: {
          ...context.kube,
          load: async (paths) => {
            const loaded = await context.kube.load(paths);
            if (!loaded.ok) return loaded;
            const connect: typeof loaded.value.connect = (options) => {
              const client = loaded.value.connect(options);
              return client.ok ? { ok: true, value: cap(client.value) } : client;
            };
            return { ok: true, value: { ...loaded.value, connect } };
          },
        },
      });
      assert.deepEqual(program.prompts.left, [], seen());
      return outcome;
    };

    it('say what was granted, and write what renews it', async () => {
      const place = path.join(home, `renew-token/localhost-${new URL(chain.nginx.url).port}`);
      const outcome = await capped([
        ...[{ pick: 'Write What Renews It…' }, { pick: place }, { pick: 'Write' }, { press: 'Only Keep It' }],
      ]);
      assert.equal(said(outcome), 'done', seen());
      assert.match(seen(), /The cluster granted 10 minutes of the 2 hours asked for\./);
      assert.deepEqual(readdirSync(place).sort(), [
        '10-cluster.yaml',
        '20-sql-server.sql',
        '30-renew.sh',
        '40-cronjob.yaml',
      ]);
      assert.match(readFileSync(path.join(place, '30-renew.sh'), 'utf8'), /--duration 6\d\ds|--duration 5\d\ds/);
    });

    it('make a labelled Secret with a token that never ends, once its risk was agreed to', async () => {
      const outcome = await capped([
        { pick: 'A Token That Never Ends…' },
        { confirm: true },
        { press: 'Only Keep It' },
      ]);
      assert.equal(said(outcome), 'done', seen());
      assert.match(seen(), /Whoever gets hold of this token has the account’s rights until somebody revokes it/);
      assert.match(seen(), /To revoke it: kubectl delete secret \S+-sqlkube-token --namespace shop/);
      const claims = tokenClaims((await program.context.access.heldToken('e')) ?? '');
      assert.equal(claims?.serviceAccount, names.account);
      assert.equal(claims.expiresAt, undefined);
      assert.equal(program.context.expiries.token('e')?.until, undefined);
    });

    it('make none when it was not', async () => {
      assert.equal(said(await capped([{ pick: 'A Token That Never Ends…' }, { confirm: false }])), 'done');
      assert.equal(await program.context.access.heldToken('e'), undefined);
      assert.equal(existsSync(path.join(home, 'renew-token')), false);
    });
  });

  it('say which account is not there, and refuse ten minutes under the box', async () => {
    const gone = await program.run(
      'sqlkube.token.request',
      [{ endpointId: 'e' }],
      ...asked.map((act, at) => (at === 2 ? { type: 'nobody' } : act)),
    );
    assert.match(said(gone), /nobody/);
    await assert.rejects(
      program.run('sqlkube.token.request', [{ endpointId: 'e' }], ...asked.slice(0, 4), { type: '9 minutes' }),
      /at least 10 minutes/,
    );
  });
});
