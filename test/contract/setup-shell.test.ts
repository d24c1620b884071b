import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { containerTrustScript, containerUntrustScript } from '../../src/core/setup/trust-container.ts';
import { linuxTrustScript, linuxUntrustScript } from '../../src/core/setup/trust-linux.ts';
import { hostFiles } from '../../src/core/setup/host-files.ts';
import { quoteShell } from '../../src/core/setup/shell-quote.ts';
import { checkTrust } from '../../src/core/setup/trust-options.ts';
import type { Trust } from '../../src/core/setup/trust-options.ts';
import { createSandboxCertificates } from '../../src/sandbox/proxy/certificates.ts';
import { selfSignedIdentity } from '../../src/sandbox/sql-identity.ts';
import { startEchoUpstream } from '../support/echo-upstream.ts';
import type { EchoUpstream } from '../support/echo-upstream.ts';
import { findProgram, skipFor } from '../support/needs.ts';

const trustOf = (fingerprint256: string, port = 8443, host = 'localhost'): Trust => {
  const checked = checkTrust({
    ...{ host, port, fingerprint256, address: '10.0.0.60' },
    container: { name: 'sql01', composeService: 'sql' },
    statefulSet: { namespace: 'data', name: 'mssql', container: 'mssql' },
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
};

const someFingerprint = Array.from({ length: 32 }, () => 'AB').join(':');

describe('shell quoting, read by bash', () => {
  it('prints any text back unchanged', function () {
    const bash = findProgram('bash') ?? skipFor(this, 'bash');
    const nasty = fc.constantFrom(
      "'",
      '"',
      '$',
      '`',
      '\\',
      '\n',
      '\r',
      ';',
      '#',
      '!',
      '{{',
      '$(id)',
      '\u2028',
      'é',
      ' ',
      '*',
      '-n',
      '%s',
      '~',
    );
    const words = fc
      .sample(fc.string({ unit: fc.oneof(nasty, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })) }), 2000)
      .filter((word) => !word.includes('\0'));
    const script = words.map((word) => `printf '%s\\0' ${quoteShell(word)}`).join('\n');
    const printed = execFileSync(bash, ['-s'], { input: script, encoding: 'utf8', maxBuffer: 1 << 24 });
    assert.deepEqual(printed.split('\0').slice(0, -1), words);
  });

  it('refuses NUL, which no shell word can hold', () => {
    assert.throws(() => quoteShell('a\0b'), RangeError);
  });
});

describe('the shell scripts of host trust', () => {
  const scripts = [trustOf(someFingerprint), trustOf(someFingerprint, 443, '10.0.0.60')].flatMap((trust) =>
    (['linux', 'wsl', 'container', 'stateful-set'] as const).flatMap((kind) =>
      hostFiles(trust, kind)
        .filter(({ executable }) => executable)
        .map(({ path: name, text }) => ({ title: `${name} for ${trust.host}`, text })),
    ),
  );

  it('have no finding by shellcheck', function () {
    const shellcheck = findProgram('shellcheck') ?? skipFor(this, 'shellcheck');
    this.timeout(60_000);
    assert.equal(scripts.length, 16);
    const folder = mkdtempSync(path.join(tmpdir(), 'sqlkube-shellcheck-'));
    try {
      const files = scripts.map(({ text, title }) => {
        const file = path.join(folder, `${title.replaceAll(/[ /]/gu, '-')}.sh`);
        writeFileSync(file, text);
        return file;
      });
      const { stdout } = spawnSync(shellcheck, ['--severity=style', ...files], { encoding: 'utf8' });
      assert.equal(stdout, '');
      // A search that cannot find proves nothing.
      writeFileSync(files[0] ?? '', '#!/bin/bash\necho $1\n');
      assert.match(spawnSync(shellcheck, [files[0] ?? ''], { encoding: 'utf8' }).stdout, /SC2086/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the trust scripts, run against a stand-in of the machine', () => {
  let folder: string;
  let upstream: EchoUpstream;
  let ca: string;
  let trust: Trust;
  const root = (): string => path.join(folder, 'root');
  const installed = (): string => path.join(root(), 'var/opt/mssql/security/ca-certificates/sqlkube-localhost.crt');
  const errorLog = (): string => path.join(root(), 'var/opt/mssql/log/errorlog');

  before(async function () {
    for (const program of ['bash', 'openssl', 'timeout'])
      if (findProgram(program) === undefined) skipFor(this, program);
    const certificates = await createSandboxCertificates(['localhost', '127.0.0.1']);
    upstream = await startEchoUpstream(certificates.server);
    ca = certificates.ca;
    trust = trustOf(new X509Certificate(ca).fingerprint256, upstream.port);
  });
  after(async () => await upstream.close());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sqlkube-trust-'));
    for (const name of ['bin', 'root/var/opt/mssql/log']) mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(errorLog(), 'SQL Server is now ready for client connections.\n');
    writeFileSync(path.join(folder, 'ca.crt'), ca);
    for (const [name, text] of Object.entries(standIns)) {
      const file = path.join(folder, 'bin', name);
      writeFileSync(file, `#!/usr/bin/env bash\nset -eu\n${text}\n`);
      chmodSync(file, 0o755);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs a script with /var/opt/mssql in our folder and the machine's own programs replaced; never waits for the network. */
  const run = async (script: string, ...args: readonly string[]): Promise<{ status: number; output: string }> => {
    const file = path.join(folder, 'script.sh');
    writeFileSync(file, script.replaceAll('/var/opt/mssql', path.join(root(), 'var/opt/mssql')));
    const { spawn } = await import('node:child_process');
    const child = spawn('bash', [file, ...args], {
      cwd: folder,
      env: {
        ...process.env,
        PATH: `${path.join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        ROOT: root(),
        LOG: errorLog(),
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    return { status, output };
  };

  for (const [kind, there, back] of [
    ['on Linux', (one: Trust) => linuxTrustScript(one, 'linux'), (one: Trust) => linuxUntrustScript(one, 'linux')],
    ['in a container', containerTrustScript, containerUntrustScript],
  ] as const) {
    it(`put the CA there, restart, prove it, and take it away again, ${kind}`, async () => {
      const done = await run(there(trust), 'ca.crt', '--restart');
      assert.equal(done.status, 0, done.output);
      assert.equal(readFileSync(installed(), 'utf8'), ca);
      assert.match(done.output, /Installing Client TLS certificates to the store\./);
      assert.match(done.output, /SQL Server has restarted/);
      const again = await run(there(trust), 'ca.crt');
      assert.equal(again.status, 0, again.output);
      assert.match(again.output, /was not restarted/);
      const undone = await run(back(trust));
      assert.equal(undone.status, 0, undone.output);
      assert.equal(existsSync(installed()), false);
    });

    it(`refuse another certificate, a key, and no file, ${kind}`, async () => {
      const other = await selfSignedIdentity(['localhost']);
      for (const [text, words] of [
        [other.cert, /is another certificate than the one signed off/],
        [`${ca}${other.key}`, /holds a private key/],
        [`${ca}${other.cert}`, /must hold exactly one certificate/],
      ] as const) {
        writeFileSync(path.join(folder, 'ca.crt'), text);
        const { status, output } = await run(there(trust), 'ca.crt', '--restart');
        assert.equal(status, 1);
        assert.match(output, words);
        assert.equal(existsSync(installed()), false);
      }
      assert.match((await run(there(trust), 'none.crt')).output, /cannot read none\.crt/);
      assert.match((await run(there(trust), 'ca.crt', '--now')).output, /unknown argument --now/);
    });

    it(`say so when SQL Server did not find the folder, ${kind}`, async () => {
      writeFileSync(path.join(root(), 'broken'), '');
      const { status, output } = await run(there(trust), 'ca.crt', '--restart');
      assert.equal(status, 1);
      assert.match(output, /error: SQL Server did not find .*ca-certificates at start/);
    });
  }

  it('leave a certificate alone that somebody else put there', async () => {
    const other = await selfSignedIdentity(['localhost']);
    mkdirSync(path.dirname(installed()), { recursive: true });
    writeFileSync(installed(), other.cert);
    for (const [script, ...args] of [
      [linuxTrustScript(trust, 'linux'), 'ca.crt'],
      [linuxUntrustScript(trust, 'linux')],
    ] as const) {
      const { status, output } = await run(script, ...args);
      assert.equal(status, 1);
      assert.match(output, /another certificate/);
      assert.equal(readFileSync(installed(), 'utf8'), other.cert);
    }
  });

  it('notice a server whose certificate is not of this CA', async () => {
    const other = await selfSignedIdentity(['localhost']);
    writeFileSync(path.join(folder, 'ca.crt'), other.cert);
    const { status, output } = await run(
      linuxTrustScript(trustOf(new X509Certificate(other.cert).fingerprint256, upstream.port), 'linux'),
      'ca.crt',
    );
    assert.equal(status, 1);
    assert.match(output, /no verified TLS connection to localhost/);
  });
});

/** Programs of the machine, played: what they would do to files happens below $ROOT. */
const restart = `mv "$LOG" "$LOG.1"
{
  echo 'Installing Client TLS certificates to the store.'
  if [ -e "$ROOT/broken" ]; then echo "Error searching first file in /var/opt/mssql/security/ca-certificates: 3(The system cannot find the path specified.)"; fi
  echo 'SQL Server is now ready for client connections.'
} >"$LOG"`;
const standIns: Readonly<Record<string, string>> = {
  id: 'echo 0',
  getent: 'echo "$@"',
  systemctl: `[ "$*" = 'restart mssql-server' ]\n${restart}`,
  // Without owner: there is no user mssql here.
  install: `args=()
while [ $# -gt 0 ]; do case $1 in -o | -g) shift 2 ;; *) args+=("$1"); shift ;; esac; done
exec /usr/bin/install "\${args[@]}"`,
  docker: `case $1 in
  inspect) [ "$*" = 'inspect --type container sql01' ] ;;
  cp) cp "$2" "\${3#sql01:}" ;;
  restart) ${restart} ;;
  exec)
    shift
    if [ "$1" = -u ]; then shift 2; fi
    [ "$1" = sql01 ]
    shift
    if [ "$1" = chown ]; then exit 0; fi
    exec "$@"
    ;;
esac`,
};
