import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandbox } from '../../../src/host/sandbox-process.ts';

const silent = {
  log: { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
  seen: ignore,
};

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

  it('hears of the secrets before anything that the program says is logged, and logs whole lines', async () => {
    const news: string[] = [];
    let over = (): void => undefined;
    const done = new Promise<void>((resolve) => (over = resolve));
    const debug = (line: string): void => {
      news.push(line);
      if (line.includes('goodbye')) over();
    };
    const source = `
      process.stderr.write('hello ran', () => process.stderr.write('dom\\n', () => {
        setImmediate(() => {
          process.stdout.write(JSON.stringify(${JSON.stringify(ready)}) + '\\n');
          process.stdin.on('end', () => { process.stderr.write('goodbye\\n', () => process.exit(0)); }).resume();
        });
      }));
    `;
    const parts = { log: { ...silent.log, debug }, seen: (secret: string) => void news.push(`secret ${secret}`) };
    const started = await startSandbox(await program(source), parts, new AbortController().signal);
    assert.ok(started.ok);
    await started.value.stop();
    await done;
    assert.deepEqual(news, ['secret random', 'secret token', 'sandbox: hello random', 'sandbox: goodbye']);
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
