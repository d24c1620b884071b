import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandbox } from '../../../src/host/sandbox-process.ts';

const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // These tests look at answers, not at the log.
}

const ready = {
  sqlserver: { host: '127.0.0.1', port: 5000, user: 'sa', password: 'random', ca: '/ca.pem' },
  proxy: { url: 'https://127.0.0.1:5001', ca: '/ca.pem' },
  kubernetes: { url: 'https://127.0.0.1:5002', token: 'token' },
  database: 'kube',
  credential: 'https://127.0.0.1:5001',
  faults: [{ name: 'expired', title: 'Expired', description: 'The certificate is expired' }],
};

/** A program that speaks the sandbox's protocol, and says its arguments and end on a file. */
const wellBehaved = `
  process.stdout.write(JSON.stringify(${JSON.stringify(ready)}) + '\\n');
  require('node:readline').createInterface({ input: process.stdin })
    .on('line', (line) => {
      const { fault } = JSON.parse(line);
      process.stdout.write(JSON.stringify(fault === 'unheard-of' ? { error: 'no such fault' } : { fault }) + '\\n');
    })
    .on('close', () => process.exit(0));
`;

describe('startSandbox', () => {
  let folder = '';
  const program = async (source: string): Promise<string> => {
    const file = path.join(folder, 'sandbox.cjs');
    await writeFile(file, source);
    return file;
  };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('reads the ready line, injects faults in order, and ends the process', async () => {
    const started = await startSandbox(await program(wellBehaved), silent, new AbortController().signal);
    assert.ok(started.ok);
    const { answer, ended } = started.value;
    const inject = (fault: string | undefined) => started.value.inject(fault);
    assert.equal(answer.sqlserver.port, 5000);
    assert.deepEqual(
      answer.faults.map(({ name }) => name),
      ['expired'],
    );
    const [on, off, unknown] = await Promise.all([inject('expired'), inject(undefined), inject('unheard-of')]);
    assert.deepEqual([on.ok, off.ok, unknown.ok], [true, true, false]);
    await started.value.stop();
    await ended;
    assert.equal((await inject('expired')).ok, false);
  });

  it('says what the program said when it does not start', async () => {
    const started = await startSandbox(
      await program("console.error('no free port'); process.exit(1)"),
      silent,
      new AbortController().signal,
    );
    assert.ok(!started.ok && started.error.kind === 'refused');
    assert.match(started.error.reason, /did not start.*no free port/);
  });

  it('refuses a first line that is something else, and leaves no process behind', async () => {
    const started = await startSandbox(
      await program("console.log('{\"hello\":1}'); process.stdin.on('end', () => process.exit(0)).resume()"),
      silent,
      new AbortController().signal,
    );
    assert.equal(started.ok, false);
  });

  it('is cancelled while it starts', async () => {
    const abort = new AbortController();
    const starting = startSandbox(
      await program("process.stdin.on('end', () => process.exit(0)).resume()"),
      silent,
      abort.signal,
    );
    abort.abort();
    const started = await starting;
    assert.ok(!started.ok && started.error.kind === 'cancelled');
  });

  it('tells when the process ends by itself', async () => {
    const started = await startSandbox(
      await program(`process.stdout.write(${JSON.stringify(`${JSON.stringify(ready)}\n`)}, () => process.exit(3))`),
      silent,
      new AbortController().signal,
    );
    assert.ok(started.ok);
    await started.value.ended;
  });
});
