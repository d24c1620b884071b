import type { Certificate } from '../pki/certificate.ts';
import type { CertificateFacts } from '../pki/certificate-facts.ts';
import { readCertificateFile } from '../pki/certificate-file.ts';
import { isIssuedBy } from '../pki/chain.ts';
import type { HostName } from '../pki/host-name.ts';
import { readKeyFile, writeKeyFile } from '../pki/key-file.ts';
import { checkKey, type KeyPair } from '../pki/key-pair.ts';
import { isPermitted } from '../pki/name-constraints.ts';
import { issueServerCertificate } from '../pki/server-certificate.ts';
import { nestedIn, serverDays, validityFrom } from '../pki/validity.ts';
import { err, ok, type Result } from '../result.ts';
import { openAuthority, type OpenAuthority } from './authority-files.ts';
import type { CertificateTools } from './certificate-set.ts';
import { checkHosts, type HostInput, type Hosts } from './hosts.ts';
import { inputProblem, type InputProblem } from '../input-problem.ts';
import { isKeyOf } from './key-match.ts';
import type { KeyBits } from './request.ts';

/** What renewing takes: the files as they lie on disk, and the passphrase. Nothing else has to be known. */
export interface RenewalInput {
  readonly authorityCertificate: Uint8Array;
  readonly authorityKey: Uint8Array;
  readonly passphrase: string;
  readonly serverCertificate: Uint8Array;
  /** `same` keeps the key of `serverKey`: for those who pin it. */
  readonly key: { readonly kind: 'new'; readonly bits: KeyBits } | { readonly kind: 'same'; readonly file: Uint8Array };
  /** Other hosts than before; without it, the certificate's own are kept. */
  readonly hosts?: HostInput;
}

/** A server certificate that takes the place of another one, from the same CA. */
export interface RenewedServer {
  readonly hosts: Hosts;
  readonly server: Certificate;
  readonly authority: CertificateFacts;
  readonly replaced: CertificateFacts;
  /** PKCS#8 PEM, not encrypted; absent when the key stayed the same. */
  readonly serverKeyFile?: string;
  /** True when the CA ends sooner than 397 days from now, and the certificate with it. */
  readonly cutByAuthority: boolean;
}

/** Issues the next server certificate. Problems name the input: `authorityKey`, `passphrase`, `serverCertificate`, … */
export async function renewServerCertificate(
  input: RenewalInput,
  tools: CertificateTools,
): Promise<Result<RenewedServer, InputProblem>> {
  const opened = await openAuthority(input, tools.now);
  if (!opened.ok) return opened;
  const { facts, authority } = opened.value;
  const current = readCurrent(input.serverCertificate, opened.value);
  if (!current.ok) return current;
  const hosts = chooseHosts(input, current.value, facts);
  if (!hosts.ok) return hosts;
  const key = await chooseKey(input.key, current.value, tools);
  if (!key.ok) return key;
  const wanted = validityFrom(tools.now, serverDays);
  const validity = nestedIn(wanted, facts.validity);
  const request = { hosts: names(hosts.value), key: key.value, validity };
  const server = await issueServerCertificate(request, authority, tools.random);
  if (!server.ok) return err(inputProblem('serverKey', server.error.reason, 'Renew with a new key.'));
  return ok({
    hosts: hosts.value,
    server: server.value,
    authority: facts,
    replaced: current.value,
    ...(input.key.kind === 'new' ? { serverKeyFile: writeKeyFile(key.value.privateKey) } : {}),
    cutByAuthority: validity.notAfter < wanted.notAfter,
  });
}

const names = ([first, ...others]: readonly [HostName, ...HostName[]]): readonly [string, ...string[]] => [
  first.value,
  ...others.map(({ value }) => value),
];

function readCurrent(bytes: Uint8Array, { facts }: OpenAuthority): Result<CertificateFacts, InputProblem> {
  const file = readCertificateFile(bytes);
  const problem = (reason: string, fix: string): Result<never, InputProblem> =>
    err(inputProblem('serverCertificate', reason, fix));
  if (!file.ok) return problem(`The server certificate’s file ${file.error.reason}.`, file.error.fix);
  const [current] = file.value;
  if (current.basic?.ca === true) {
    return problem('The first certificate of this file is a CA.', 'Choose the server certificate, often tls.crt.');
  }
  if (!isIssuedBy(current, facts)) {
    const reason = `This certificate was not issued by this CA (${facts.subject}).`;
    return problem(reason, 'Choose the CA that issued it, or create new certificates.');
  }
  return ok(current);
}

function chooseHosts(
  { hosts: wanted }: RenewalInput,
  current: CertificateFacts,
  authority: CertificateFacts,
): Result<readonly [HostName, ...HostName[]], InputProblem> {
  const hosts = wanted === undefined ? keepHosts(current) : checkHosts(wanted);
  if (!hosts.ok) return err(hosts.error[0]);
  const { constraints } = authority;
  const outside = hosts.value.filter((host) => constraints !== undefined && !isPermitted(constraints, host));
  if (outside.length === 0) return hosts;
  const reason = `This CA may not vouch for ${outside.map(({ value }) => value).join(', ')}.`;
  return err(inputProblem('hosts', reason, 'Leave that host out, or create new certificates for all hosts.'));
}

function keepHosts(current: CertificateFacts): ReturnType<typeof checkHosts> {
  const found = current.names ?? [];
  const of = (kind: 'dns' | 'ip'): string[] => found.filter((name) => name.kind === kind).map(({ value }) => value);
  const [dnsNames, ipAddresses] = [of('dns'), of('ip')];
  const [first] = [...dnsNames, ...ipAddresses];
  if (first === undefined) {
    const reason = 'The certificate to renew carries no DNS name and no IP address.';
    return err([inputProblem('serverCertificate', reason, 'Say for which URL the new one is.')]);
  }
  const checked = checkHosts({ url: `https://${first}`, dnsNames, ipAddresses });
  if (checked.ok) return checked;
  const [{ reason, fix }] = checked.error;
  return err([
    inputProblem('serverCertificate', `The certificate to renew has a name that cannot stay: ${reason}`, fix),
  ]);
}

async function chooseKey(
  choice: RenewalInput['key'],
  current: CertificateFacts,
  tools: CertificateTools,
): Promise<Result<KeyPair, InputProblem>> {
  if (choice.kind === 'new') return ok(await tools.generateKey(choice.bits));
  const problem = (reason: string, fix: string): Result<never, InputProblem> =>
    err(inputProblem('serverKey', reason, fix));
  const file = await readKeyFile(choice.file);
  if (!file.ok) return problem(`The server key’s file ${file.error.reason}.`, file.error.fix);
  if (!isKeyOf(file.value, current)) {
    return problem('This key does not belong to the server certificate.', 'Choose its key, or renew with a new one.');
  }
  const checked = checkKey(file.value.privateKey);
  return checked.ok ? ok(file.value) : problem(checked.error.reason, 'Renew with a new key.');
}
