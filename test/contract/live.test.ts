import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { beliefs } from '../live/beliefs.ts';

const root = path.join(import.meta.dirname, '../..');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('the live test, against the sandbox', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ bare: false, trust: [] });
  });
  after(() => sandbox.close());

  function live(...more: string[]): Promise<Ended> {
    const { sqlserver, database } = sandbox.description;
    const args = ['--server', `${sqlserver.host},${sqlserver.port}`, '--user', sqlserver.user, '--database', database];
    const env = { ...process.env, SQLKUBE_PASSWORD: sqlserver.password };
    return new Promise((resolve) => {
      const command = [path.join(root, 'scripts/live.ts'), ...args, '--ca', sqlserver.ca, ...more];
      execFile(process.execPath, command, { cwd: root, env }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
      );
    });
  }

  it('says what it will do, and does nothing before it is told to', async () => {
    const { code, out, err } = await live();
    assert.equal(code, 2);
    assert.match(out, /reads catalog views[^]*leaves nothing behind/);
    assert.match(err, /Nothing was done\. Add --yes/);
  });

  it('finds every belief to hold in the stand-in, by evidence class, and leaves nothing behind', async () => {
    const { code, out, err } = await live('--yes');
    assert.equal(code, 0, `${out}${err}`);
    for (const evidence of ['observed', 'documented', 'derived', 'inferred'] as const) {
      const count = beliefs.filter((belief) => belief.evidence === evidence).length;
      assert.ok(count > 0 && out.includes(`${evidence}: ${count} of ${count} hold`), out);
    }
    assert.ok(!`${out}${err}`.includes(sandbox.description.sqlserver.password));
    const after = await live('--yes', '--json');
    assert.equal(after.code, 0, 'a second run would meet what the first left behind');
    assert.equal((JSON.parse(after.out) as unknown[]).length, beliefs.length);
  });

  it('runs the doctor on an endpoint', async () => {
    const { proxy, credential = '' } = sandbox.description;
    const { code, out } = await live('--yes', '--endpoint', proxy.url, '--credential', credential);
    assert.equal(code, 0, out);
    assert.match(out, /\nNothing is broken\.\n/);
  });

  it('says what differs, where something does', async () => {
    await sandbox.faults.set('switch-off');
    const { code, out } = await live('--yes');
    await sandbox.faults.set();
    assert.equal(code, 1);
    assert.match(out, /DIFFERS a name that cannot exist[^\n]*\n +seen: Msg 31643/);
  });
});
