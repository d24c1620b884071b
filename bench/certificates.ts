import { execFile } from 'node:child_process';
import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createCertificateSet, type CertificateTools } from '../src/core/certificates/certificate-set.ts';
import { checkCertificateInput, type CertificateRequest } from '../src/core/certificates/request.ts';
import { createAuthority } from '../src/core/pki/authority.ts';
import { strongRounds } from '../src/core/pki/encrypted-key.ts';
import { serverAuth } from '../src/core/pki/extension.ts';
import { writeKeyFile } from '../src/core/pki/key-file.ts';
import type { KeyPair } from '../src/core/pki/key-pair.ts';
import { constraintsFor, nameConstraints } from '../src/core/pki/name-constraints.ts';
import { issueServerCertificate } from '../src/core/pki/server-certificate.ts';
import { type Figure, atMost, median, within } from './figure.ts';

const run = promisify(execFile);
const rounds = 20;
const bits = 2048;
const passphrase = 'a passphrase for the bench';

interface Keys {
  readonly authority: KeyPair;
  readonly server: KeyPair;
}

/** CA and server certificate beside openssl doing the same with the same keys; key generation is left out on both sides. */
export async function certificates(say: (line: string) => void): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-bench-'));
  try {
    const generate = promisify(generateKeyPair);
    const keys: Keys = {
      authority: await generate('rsa', { modulusLength: bits }),
      server: await generate('rsa', { modulusLength: bits }),
    };
    const openssl = await startOpenssl(folder, keys);
    const issuing = await compare(() => issueBoth(keys), openssl.issueBoth);
    const whole = await compare(
      () => createWhole(keys),
      async () => {
        await openssl.issueBoth();
        await openssl.sealKey();
      },
    );
    const blocked = await longestTurn(() => createWhole(keys));
    say(
      `CA and server certificate: ${issuing.ours.toFixed(1)} ms; with the CA's key sealed: ${whole.ours.toFixed(0)} ms`,
    );
    const label = 'CA and server certificate';
    return [
      atMost(`${label}, keys given, against openssl`, issuing.ours, issuing.theirs, 'ms', 1.5),
      atMost(`${label} and the CA's key sealed, against openssl`, whole.ours, whole.theirs, 'ms', 1.5),
      within(`${label} and the CA's key sealed, longest turn of the event loop in CPU time`, blocked, 50, 'ms'),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Work = () => Promise<unknown>;

/** Medians in milliseconds, taken in turns after one round that does not count. */
async function compare(ours: Work, theirs: Work): Promise<{ readonly ours: number; readonly theirs: number }> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  await timed(ours);
  await timed(theirs);
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await timed(ours));
    times.theirs.push(await timed(theirs));
  }
  return { ours: median(times.ours), theirs: median(times.theirs) };
}

async function timed(work: Work): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * The longest turn of the event loop in CPU time while the work is done again and again, in milliseconds of this thread's own time: what
 * other programs take from the machine blocks nobody's extension host.
 */
async function longestTurn(work: Work): Promise<number> {
  let [longest, running] = [0, true];
  let last = process.threadCpuUsage();
  const turn = (): void => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.threadCpuUsage();
    if (running) setImmediate(turn);
  };
  turn();
  for (let round = 0; round < rounds; round++) await work();
  running = false;
  return longest;
}

function request(): CertificateRequest {
  const checked = checkCertificateInput({ url: 'https://k8s.example:8443', ipAddresses: ['10.0.0.41'] }, new Date());
  if (!checked.ok) throw new Error(checked.error[0].reason);
  return checked.value;
}

async function issueBoth({ authority: key, server }: Keys): Promise<void> {
  const { hosts, authorityLife, serverLife } = request();
  const extensions = [serverAuth(), nameConstraints(constraintsFor(hosts))];
  const name = { organization: 'SQL Kube', commonName: 'bench CA' };
  const authority = await createAuthority({ name, key, validity: authorityLife, extensions }, randomBytes);
  if (!authority.ok) throw new Error(authority.error.reason);
  const leaf = { hosts: ['k8s.example', '10.0.0.41'] as const, key: server, validity: serverLife };
  const made = await issueServerCertificate(leaf, authority.value, randomBytes);
  if (!made.ok) throw new Error(made.error.reason);
}

async function createWhole(keys: Keys): Promise<void> {
  let made = 0;
  const generateKey = (): Promise<KeyPair> => Promise.resolve(made++ === 0 ? keys.authority : keys.server);
  const tools: CertificateTools = { now: new Date(), random: randomBytes, generateKey };
  const set = await createCertificateSet(request(), passphrase, tools);
  if (!set.ok) throw new Error(set.error.reason);
}

const configuration = `[req]
distinguished_name = name
prompt = no
[name]
O = SQL Kube
CN = bench
[ca]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
nameConstraints = critical,permitted;DNS:k8s.example,permitted;IP:10.0.0.41/255.255.255.255
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = DNS:k8s.example,IP:10.0.0.41
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

/** The same two certificates, and the same sealing, by openssl's own programs. */
async function startOpenssl(folder: string, keys: Keys): Promise<{ readonly issueBoth: Work; readonly sealKey: Work }> {
  const file = (name: string): string => path.join(folder, name);
  await writeFile(file('bench.cnf'), configuration);
  await writeFile(file('ca.key'), writeKeyFile(keys.authority.privateKey), { mode: 0o600 });
  await writeFile(file('tls.key'), writeKeyFile(keys.server.privateKey), { mode: 0o600 });
  const req = ['req', '-x509', '-config', file('bench.cnf'), '-sha256'];
  const ca = ['-extensions', 'ca', '-key', file('ca.key'), '-days', '1095', '-out', file('ca.crt')];
  const leaf = ['-extensions', 'leaf', '-key', file('tls.key'), '-days', '397', '-out', file('tls.crt')];
  const issuer = ['-CA', file('ca.crt'), '-CAkey', file('ca.key')];
  const cipher = ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', '-iter', String(strongRounds)];
  const seal = ['pkcs8', '-topk8', ...cipher, '-in', file('ca.key'), '-out', file('sealed.key')];
  return {
    issueBoth: async () => {
      await run('openssl', [...req, ...ca]);
      await run('openssl', [...req, ...leaf, ...issuer]);
    },
    sealKey: () => run('openssl', [...seal, '-passout', `pass:${passphrase}`]),
  };
}
