import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { skipFor } from '../../support/needs.ts';

const child = path.join(import.meta.dirname, '../../support/full-disk-program.ts');

/** What the child tells. */
interface Told {
  readonly outcome: { readonly ok: boolean; readonly error?: { readonly kind: string; readonly reason: string } };
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly remembered: boolean;
  readonly left: readonly unknown[];
}

/** A disk of its own, seen by the child alone: by root, or by a user in a namespace where that is allowed. */
const mounts = [['--mount'], ['--map-root-user', '--mount']] as const;

const command = `exec '${process.execPath}' --disable-warning=ExperimentalWarning '${child}' "$0" "$1"`;

describe('writing when', () => {
  let place: string;
  before(function () {
    place = mkdtempSync(path.join(tmpdir(), 'sqlkube-full-'));
    if (process.platform === 'win32') skipFor(this, 'a system with ulimit');
  });
  after(() => rmSync(place, { recursive: true, force: true }));

  const limits: Readonly<Record<string, (context: Mocha.Context) => readonly string[]>> = {
    // The certificates are longer than one block of 512 bytes: the first of them fails in its middle.
    'no file may be longer than a block': () => ['sh', '-c', `ulimit -f 1; ${command}`],
    // Room for the first file, not for all.
    'the disk is full': (context) => {
      const mount = `mount -t tmpfs -o size=128k disk '${place}'`;
      const own = mounts.find((flags) => spawnSync('unshare', [...flags, 'sh', '-c', mount]).status === 0);
      return [
        'unshare',
        ...(own ?? skipFor(context, 'unshare, with the right to mount')),
        'sh',
        '-c',
        `${mount} && ${command}`,
      ];
    },
  };

  for (const [name, programOf] of Object.entries(limits)) {
    it(`${name}: nothing is half-written, and what was there is as it was`, function () {
      const [program = '', ...args] = programOf(this);
      const isFull = program === 'unshare';
      const folder = path.join(place, 'certificates');
      const ran = spawnSync(program, [...args, folder, isFull ? '8192' : ''], { encoding: 'utf8' });
      assert.equal(ran.status, 0, ran.stderr);
      const { outcome, before, after, remembered, left } = JSON.parse(ran.stdout) as Told;
      assert.deepEqual(left, [], 'it came as far as writing');
      assert.deepEqual(Object.keys(before), ['README.txt', 'ca.crt']);
      assert.deepEqual(after, before);
      assert.equal(remembered, false);
      assert.match(
        outcome.error?.reason ?? '',
        isFull
          ? /certificates\/\S+ could not be written: the disk is full\. Nothing was written; what was there before is as it was\. Free some space/
          : /certificates\/\S+ could not be written: it is larger than this system allows\. Nothing was written; .* Choose a folder on another disk\./,
      );
      if (isFull)
        assert.deepEqual(
          readdirSync(place).filter((one) => one !== 'certificates'),
          [],
        );
    });
  }
});
