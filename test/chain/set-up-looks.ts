import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { textAt } from '../../src/core/kube/json.ts';
import { startPodNginx } from './pod-nginx.ts';

/** An object in the namespace of the proxy, as the cluster has it now. */
type Read = (kind: string, name: string) => Promise<unknown>;

const decoded = (secret: unknown, name: string): string =>
  Buffer.from(textAt(secret, 'data', name) ?? '', 'base64').toString();

interface Mounted {
  readonly read: Read;
  readonly port: number;
  readonly apiServer: string;
}

/** nginx with exactly the ConfigMap and the Secret that are in the cluster now. */
export async function startMountedNginx(
  program: string,
  { read, port, apiServer }: Mounted,
): ReturnType<typeof startPodNginx> {
  const secret = await read('secret', 'sqlkube-proxy-tls');
  return await startPodNginx(program, {
    nginxConf: textAt(await read('configmap', 'sqlkube-proxy'), 'data', 'nginx.conf') ?? '',
    certificate: decoded(secret, 'tls.crt'),
    key: decoded(secret, 'tls.key'),
    clusterCa: textAt(await read('configmap', 'kube-root-ca.crt'), 'data', 'ca.crt') ?? '',
    port,
    apiServer,
  });
}

/** What the cluster holds of the certificate: in the Secret, and in the template of the pods that read it. */
export async function rolledOut(read: Read): Promise<Record<'roll' | 'fingerprint' | 'key', string>> {
  const secret = await read('secret', 'sqlkube-proxy-tls');
  const deployment = await read('deployment', 'sqlkube-proxy');
  const roll = textAt(deployment, 'spec', 'template', 'metadata', 'annotations', 'sqlkube/roll');
  assert.ok(roll);
  const { fingerprint256 } = new X509Certificate(decoded(secret, 'tls.crt'));
  return { roll, fingerprint: fingerprint256, key: decoded(secret, 'tls.key') };
}

/** SHA-256 of the certificate that a TLS connection gets, verified by that CA. */
export async function servedFingerprint(at: {
  readonly host: string;
  readonly port: number;
  readonly ca: string;
}): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: at.port, servername: at.host, ca: at.ca });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** Looks at the rows themselves: every verb of “see pods” yes, and what no access of ours gives no. */
export function assertAccess(text: string): void {
  assert.match(text, /^Every answer is as it should be\.$/m);
  const rows = [...text.matchAll(/^\| (\w+) \| `([^`]+)` \| .*? \| (yes|no) \| (\S+) \| not asked \|$/gmu)];
  assert.equal(rows.length, text.split('\n').filter((line) => /^\| [a-z]/u.test(line)).length - 1, text);
  const answered = (wanted: string): string[] =>
    rows.flatMap(([, verb, resource, want, answer]) => (want === wanted ? [`${verb} ${resource}: ${answer}`] : []));
  assert.deepEqual(answered('yes').sort(), [
    'get namespaces: yes',
    'get pods: yes',
    'list events: yes',
    'list pods: yes',
  ]);
  assert.deepEqual(answered('no').sort(), [
    'create pods/exec: no',
    'create rolebindings.rbac.authorization.k8s.io: no',
    'create serviceaccounts/token: no',
    'deletecollection pods: no',
    'get secrets: no',
    'update pods/ephemeralcontainers: no',
  ]);
}
