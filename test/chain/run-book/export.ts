import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chooseAccess, type AccessWish } from '../../../src/core/access/presets.ts';
import type { ProxyWish } from '../../../src/core/proxy/proxy-plan.ts';
import type { SetupPlan } from '../../../src/core/setup/plan.ts';
import { openProgram, type Computer } from '../../support/program.ts';
import type { IssuedIdentity } from '../certificates.ts';

/** What a book is exported for. */
interface BookOptions {
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly identity: IssuedIdentity;
  readonly namespace: string;
  readonly database: string;
  /** What is chosen otherwise for the proxy. */
  readonly wish?: Partial<ProxyWish>;
}

/** What the command Export Run Book writes for these choices: “see pods” in namespace shop, behind a proxy of its own. */
export async function exportBook(computer: Computer, options: BookOptions): Promise<string> {
  const { home, host, port, identity, namespace, database } = options;
  const chosen: AccessWish = {
    account: { namespace, name: 'sql-reader' },
    scope: { kind: 'namespaces', namespaces: ['shop'] },
    choices: [{ kind: 'see-pods' }],
  };
  const access = chooseAccess(chosen);
  assert.ok(access.ok);
  const wish: ProxyWish = {
    ...{ namespace, createNamespace: true, hosts: [host], port, access: access.value },
    certificateFingerprint: new X509Certificate(identity.tls.cert).fingerprint256,
    exposure: { kind: 'node-port', clients: ['10.1.0.7/32'] },
    ...options.wish,
  };
  const url = `https://${host}:${port}`;
  const members = [{ user: 'app_reader', forLogin: 'app_reader' }];
  const plan: SetupPlan = {
    options: { url, database, role: 'sqlkube_caller', members, namespace: 'shop', audit: true },
    trust: { host, port, fingerprint256: new X509Certificate(identity.ca).fingerprint256, address: '127.0.0.1' },
    hosts: ['linux'],
  };
  const window = openProgram(computer, { home, authorities: [] });
  await window.context.setups.update(url, { folder: home, plan, cluster: { chosen, wish, newNamespaces: [] } });
  const folder = path.join(home, 'sqlkube', host);
  const done = await window.run('sqlkube.setup.exportRunBook', [{ url }], { pick: folder }, { pick: 'Write' });
  assert.ok(done?.ok, JSON.stringify(window.failures));
  await window.close();
  return await readFile(path.join(folder, `run-book-${host}.md`), 'utf8');
}

/** A person's own folder, with the files of the book in it and with what others hand over. */
export async function personFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  given: Readonly<Record<string, string>>,
): Promise<string> {
  await mkdir(path.join(folder, 'bin'), { recursive: true });
  for (const [name, content] of [...files, ...Object.entries(given)]) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  return folder;
}
