import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Outcome } from '../../src/commands/command.ts';
import type { Finding } from '../../src/core/doctor/finding.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { linkOf } from '../../scripts/doctor-sandbox.ts';
import type { SqlTarget } from '../../src/sql/cluster-reader.ts';
import { kubeconfigText, trusting } from '../support/kubeconfigs.ts';
import { assertNoSecrets } from '../support/planted.ts';
import { Computer, openProgram, type Program } from '../support/program.ts';
import type { Act } from '../support/scripted-prompts.ts';
import { useChain } from './shared.ts';
import type { Chain } from './support.ts';

/** The check `kubeconfig`, by the command that runs one check again: a real kubeconfig, a real API server. */
describe('chain: what this computer’s kubeconfig sees against what SQL Server sees', () => {
  let chain: Chain;
  let home: string;
  let computer: Computer;
  let program: Program;

  before(async function () {
    chain = await useChain(this);
  });
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'sqlkube-compare-'));
    computer = new Computer();
  });
  afterEach(async () => {
    assertNoSecrets(computer, [chain.token, chain.user.password, (await administrator()).token]);
    await program.close();
    await rm(home, { recursive: true, force: true });
  });

  /** A window whose kubectl has these files, with an endpoint over a connection, examined. */
  async function examined(
    kubeconfigs: readonly string[],
    url = chain.nginx.url,
    { profile, password, pin }: SqlTarget = chain.user,
  ): Promise<void> {
    program = openProgram(computer, { home, authorities: [], kubeconfigs });
    const { profiles, access } = program.context;
    assert.ok(pin);
    await profiles.saveConnection({ ...profile, id: 'c' });
    await profiles.savePin(profile.server, pin);
    await access.storePassword({ profile: { ...profile, id: 'c' }, password, pin });
    const authentication = { kind: 'credential', name: url } as const;
    await profiles.saveEndpoint({ id: 'e', connectionId: 'c', url, namespaces: 'all', authentication });
    const outcome = await program.run('sqlkube.doctor.run', [{ connectionId: 'c', endpointId: 'e' }]);
    assert.equal(outcome, undefined, JSON.stringify(outcome));
    assert.equal(found().outcome, 'skipped', 'no kubeconfig is read before one is chosen');
  }

  const found = (): Finding => {
    const finding = program.context.doctor.run?.findings.find(({ check }) => check === 'kubeconfig');
    assert.ok(finding);
    return finding;
  };
  const compare = async (...acts: readonly Act[]): Promise<Outcome> =>
    await program.run('sqlkube.doctor.runCheck', [{ id: 'check kubeconfig' }], ...acts);
  /** The context of the cluster’s own kubeconfig, and the token that it signs in with. */
  async function administrator(): Promise<{ readonly name: string; readonly token: string }> {
    const config = JSON.parse(await readFile(chain.cluster.kubeconfigFile, 'utf8')) as {
      readonly 'current-context': string;
      readonly users: readonly [{ readonly user: { readonly token: string } }];
    };
    return { name: config['current-context'], token: config.users[0].user.token };
  }
  const write = async (name: string, text: string): Promise<string> => {
    const file = path.join(home, name);
    await writeFile(file, text);
    return file;
  };

  it('agrees where both see the same namespace kube-system', async () => {
    const { kubeconfigFile } = chain.cluster;
    await examined([kubeconfigFile]);
    const { name } = await administrator();
    assert.equal(await compare({ pick: name }), undefined);
    const { outcome, headline, evidence = [] } = found();
    assert.deepEqual([outcome, headline], ['pass', `SQL Server sees the same cluster as context ${name}`]);
    const uids = evidence.map((line) => /kube-system ([\da-f-]{36})$/.exec(line)?.[1]);
    assert.equal(uids.length, 2);
    assert.ok(uids[0] !== undefined && uids[0] === uids[1], evidence.join('\n'));
  });

  it('disagrees where SQL Server sees another cluster, and says what to look at', async () => {
    const sandbox: Sandbox = await startSandbox({ bare: false, trust: [] });
    try {
      const { target } = linkOf(sandbox);
      const { proxy, credential = '' } = sandbox.description;
      assert.equal(credential, proxy.url);
      await examined([chain.cluster.kubeconfigFile], proxy.url, target);
      const { name } = await administrator();
      assert.equal(await compare({ pick: name }), undefined);
      const { outcome, headline, why, fixes = [] } = found();
      assert.deepEqual([outcome, headline], ['warn', `SQL Server sees another cluster than context ${name}`]);
      assert.equal(why, 'The namespace kube-system has another uid.');
      assert.equal(fixes[0]?.action, 'edit-endpoint');
    } finally {
      await sandbox.close();
    }
  });

  it('says so when that cluster cannot be asked, in words', async () => {
    const dead = await write(
      'dead',
      kubeconfigText({ server: 'https://127.0.0.1:1', cluster: trusting(chain.cluster.ca) }),
    );
    await examined([dead]);
    assert.equal(await compare({ pick: 'here' }), undefined);
    const { outcome, headline, why = '' } = found();
    assert.deepEqual([outcome, headline], ['could not check', 'The kubeconfig’s cluster could not be asked']);
    assert.match(why, /127\.0\.0\.1:1/);
    assert.doesNotMatch(why, /[{}]/);
  });

  it('asks nobody when the question is left', async () => {
    await examined([chain.cluster.kubeconfigFile]);
    const before = found();
    const outcome = await compare('leave');
    assert.ok(outcome?.ok === false && outcome.error.kind === 'cancelled');
    assert.equal(found(), before);
  });

  it('tells of no kubeconfig, and takes another file', async () => {
    await examined([path.join(home, 'there-is-none')]);
    const outcome = await compare({ press: undefined });
    assert.ok(outcome?.ok === false && outcome.error.kind === 'cancelled');
    const { kubeconfigFile } = chain.cluster;
    const { name } = await administrator();
    const other = await compare({ press: 'Choose a Kubeconfig…' }, { path: kubeconfigFile }, { pick: name });
    assert.equal(other, undefined);
    assert.equal(found().outcome, 'pass');
  });

  it('starts a program of the kubeconfig only once that was agreed to', async () => {
    const { token } = await administrator();
    const trace = path.join(home, 'was-started');
    const credential = await write(
      'credential.json',
      JSON.stringify({
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        status: { token },
      }),
    );
    const helper = await write('sign-in.sh', `#!/bin/sh\necho started >> "${trace}"\ncat "${credential}"\n`);
    await chmod(helper, 0o700);
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: helper,
      interactiveMode: 'Never',
    };
    const file = await write(
      'exec',
      kubeconfigText({ server: chain.cluster.url, cluster: trusting(chain.cluster.ca), user: { exec } }),
    );
    await examined([file]);
    const no = await compare({ pick: 'here' }, { confirm: false });
    assert.ok(no?.ok === false && no.error.kind === 'cancelled');
    await assert.rejects(readFile(trace), { code: 'ENOENT' }, 'it was started all the same');
    assert.match(program.prompts.seen.join('\n'), new RegExp(`The kubeconfig wants to start:\n\n${helper}`));
    assert.equal(await compare({ pick: 'here' }, { confirm: true }), undefined);
    assert.equal(found().outcome, 'pass', JSON.stringify(found()));
    assert.match(await readFile(trace, 'utf8'), /^started$/m);
    assert.equal(await compare({ pick: 'here' }), undefined, 'it is asked once');
  });
});
