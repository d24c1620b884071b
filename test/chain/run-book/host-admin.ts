import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Ran } from './cluster-admin.ts';

/**
 * The administrator of SQL Server's host, on a machine that is played: a folder in place of /, and programs of ours in place of
 * those that change the machine (systemctl, install with an owner, the resolver). The script of the run book itself, openssl and
 * the handshake with the proxy are real.
 */
export class HostAdmin {
  readonly #folder: string;
  readonly printed: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  get #root(): string {
    return path.join(this.#folder, 'root');
  }

  async prepare(ca: string): Promise<void> {
    for (const name of ['bin', 'root/var/opt/mssql/log', 'root/etc'])
      await mkdir(path.join(this.#folder, name), { recursive: true });
    await writeFile(
      path.join(this.#root, 'var/opt/mssql/log/errorlog'),
      'SQL Server is now ready for client connections.\n',
    );
    await writeFile(path.join(this.#root, 'etc/hosts'), '');
    await writeFile(path.join(this.#folder, 'ca.crt'), ca);
    for (const [name, text] of Object.entries(standIns)) {
      const file = path.join(this.#folder, 'bin', name);
      await writeFile(file, `#!/usr/bin/env bash\nset -eu\n${text}\n`);
      await chmod(file, 0o755);
    }
  }

  /** The line that the run book says belongs into /etc/hosts. */
  async addToHosts(line: string): Promise<void> {
    await writeFile(path.join(this.#root, 'etc/hosts'), `${line}\n`, { flag: 'a' });
  }

  async clearHosts(): Promise<void> {
    await writeFile(path.join(this.#root, 'etc/hosts'), '');
  }

  /** Names and addresses as this host resolves them. */
  async hosts(): Promise<ReadonlyMap<string, string>> {
    const lines = (await readFile(path.join(this.#root, 'etc/hosts'), 'utf8'))
      .split('\n')
      .filter((line) => line !== '');
    return new Map(lines.map((line) => line.split(' ')).map(([address = '', host = '']) => [host, address]));
  }

  /** Runs a script of the run book, as root or as somebody else; only the path of SQL Server's folder is another. */
  async run(script: string, args: readonly string[], user: 'root' | 'somebody'): Promise<Ran> {
    const file = path.join(this.#folder, 'script.sh');
    await writeFile(file, script.replaceAll('/var/opt/mssql', path.join(this.#root, 'var/opt/mssql')));
    const child = spawn('bash', [file, ...args], {
      cwd: this.#folder,
      env: {
        PATH: `${path.join(this.#folder, 'bin')}:/usr/bin:/bin`,
        ROOT: this.#root,
        USER_ID: user === 'root' ? '0' : '1000',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    this.printed.push(output);
    return { status, output };
  }

  /** What lies in the trust folder after the script: text, mode, and the owner that it was given. */
  async trusted(name: string): Promise<{ text: string; mode: number; owner: string } | undefined> {
    const file = path.join(this.#root, 'var/opt/mssql/security/ca-certificates', name);
    if (!existsSync(file)) return undefined;
    const { mode } = await stat(file);
    const owners = await readFile(path.join(this.#root, 'owners'), 'utf8');
    const owner =
      owners
        .split('\n')
        .findLast((line) => line.endsWith('.new'))
        ?.split(' ')[0] ?? '';
    return { text: await readFile(file, 'utf8'), mode: mode & 0o777, owner };
  }
}

const standIns: Readonly<Record<string, string>> = {
  id: 'echo "$USER_ID"',
  // Users are those of the machine that is played; names are what its /etc/hosts says.
  getent: `case $1 in
  passwd) [ "$2" = mssql ] && echo mssql ;;
  hosts) grep -w -- "$2" "$ROOT/etc/hosts" ;;
esac`,
  // The real handshake, with the address that the played /etc/hosts has for the name.
  openssl: `args=()
while [ $# -gt 0 ]; do
  args+=("$1")
  if [ "$1" = -connect ]; then
    shift
    address=$(grep -w -- "\${1%:*}" "$ROOT/etc/hosts" | cut -d' ' -f1)
    args+=("$address:\${1##*:}")
  fi
  shift
done
exec /usr/bin/openssl "\${args[@]}"`,
  systemctl: `[ "$*" = 'restart mssql-server' ]
log=$ROOT/var/opt/mssql/log/errorlog
mv "$log" "$log.1"
{
  echo 'Installing Client TLS certificates to the store.'
  echo 'SQL Server is now ready for client connections.'
} >"$log"`,
  // There is no user mssql here: whom a file was given is noted instead.
  install: `args=()
owner=
group=
for last; do :; done
while [ $# -gt 0 ]; do
  case $1 in
    -o) owner=$2; shift 2 ;;
    -g) group=$2; shift 2 ;;
    *) args+=("$1"); shift ;;
  esac
done
echo "$owner:$group $last" >>"$ROOT/owners"
exec /usr/bin/install "\${args[@]}"`,
};
