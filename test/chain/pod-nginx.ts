import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

/** What a pod of the proxy mounts, and what stands outside in place of the cluster's network. */
interface PodFiles {
  readonly nginxConf: string;
  readonly certificate: string;
  readonly key: string;
  readonly clusterCa: string;
  /** On which SQL Server calls it. */
  readonly port: number;
  /** `host:port` of the API server. */
  readonly apiServer: string;
}

interface PodNginx {
  /** Its access log and what it said. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

const nobody = 65_534;
const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** nginx with the very files that the proxy's pods mount; only places of the container become places of this machine. */
export async function startPodNginx(program: string, files: PodFiles): Promise<PodNginx> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-pod-'));
  const own = async (file: string): Promise<string> => {
    if (identity.uid !== undefined) await chown(file, nobody, nobody);
    return file;
  };
  const put = async (name: string, text: string): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, text, { mode: 0o600 });
    return await own(file);
  };
  const scratch = path.join(folder, 'scratch');
  await mkdir(scratch);
  await Promise.all([own(folder), own(scratch)]);
  const accessLog = await put('access.log', '');
  const conf = replaced(files.nginxConf, [
    // First: what follows brings paths of this machine.
    ['"/tmp/', `"${scratch}/`],
    ['listen "8443" ssl;', `listen "127.0.0.1:${files.port}" ssl;`],
    ['"/etc/sqlkube/tls/tls.crt"', `"${await put('tls.crt', files.certificate)}"`],
    ['"/etc/sqlkube/tls/tls.key"', `"${await put('tls.key', files.key)}"`],
    ['"/etc/sqlkube/ca/ca.crt"', `"${await put('ca.crt', files.clusterCa)}"`],
    ['server "kubernetes.default.svc:443";', `server "${files.apiServer}";`],
    ['"/dev/stderr"', '"stderr"'],
    ['"/dev/stdout"', `"${accessLog}"`],
  ]);
  const args = ['-p', folder, '-e', 'stderr', '-c', await put('nginx.conf', conf), '-g', 'daemon off;'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], ...identity });
  const said = await untilListening(child);
  const ended = once(child, 'close');
  const kill = (): boolean => child.kill('SIGTERM');
  process.once('exit', kill);
  return {
    log: async () => (await readFile(accessLog, 'utf8')) + said(),
    stop: async () => {
      kill();
      await ended;
      process.off('exit', kill);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Each place must be there: one that is not would leave nginx with a file that is not the pod's. */
function replaced(text: string, places: readonly (readonly [string, string])[]): string {
  return places.reduce((rest, [from, to]) => {
    if (!rest.includes(from)) throw new Error(`The pod's nginx.conf has no ${from}`);
    return rest.replaceAll(from, to);
  }, text);
}

async function untilListening(child: ChildProcessByStdio<null, null, Readable>): Promise<() => string> {
  let said = '';
  child.stderr.setEncoding('utf8');
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (text: string) => {
      said += text;
      // What it says at level notice when its sockets listen (observed, 1.22).
      if (/using the "\w+" event method/.test(said)) resolve();
    });
    child.once('close', () => reject(new Error(`nginx has ended: ${said}`)));
  });
  return () => said;
}
