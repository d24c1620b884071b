import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePorts } from '../support/cluster-process.ts';

/** A proxy as the public walkthrough sets it up: it ends TLS, passes everything on and knows nothing of Kubernetes. */
export interface PlainNginx {
  readonly url: string;
  stop(): Promise<void>;
}

// The walkthrough leaves the rest to nginx's defaults; the paths only let it run without root.
const configuration = (port: number, location: string): string => `
pid nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate tls.crt;
    ssl_certificate_key tls.key;
    location / {
      ${location}
    }
  }
}
`;

/** Starts it under the name `localhost`. */
export async function startPlainNginx(
  program: string,
  upstream: string,
  tls: { readonly cert: string; readonly key: string },
  /** More directives of `location /`. */
  rules = '',
): Promise<PlainNginx> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-plain-nginx-'));
  const [port = 0] = await freePorts(1);
  const write = (name: string, text: string): Promise<void> =>
    writeFile(path.join(folder, name), text, { mode: 0o600 });
  await Promise.all([
    write('nginx.conf', configuration(port, `${rules} proxy_pass ${upstream};`)),
    write('tls.crt', tls.cert),
    write('tls.key', tls.key),
  ]);
  const flags = ['-p', folder, '-e', 'stderr', '-c', path.join(folder, 'nginx.conf')];
  // A master would change to another user when started by root, and then not find its folder.
  const child = spawn(program, [...flags, '-g', 'daemon off; master_process off; error_log stderr info;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  const kill = (): boolean => child.kill('SIGTERM');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    kill();
    await ended;
    process.off('exit', kill);
    await rm(folder, { recursive: true, force: true });
  };
  const lines: string[] = [];
  const reader = createInterface(child.stderr);
  const listening = new Promise<void>((resolve, reject) => {
    reader.on('line', (line) => {
      lines.push(line);
      if (/using the "\w+" event method/.test(line)) resolve();
    });
    child.once('close', () => reject(new Error(`nginx ended: ${lines.join('\n')}`)));
  });
  try {
    await listening;
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `https://localhost:${port}`, stop };
}
