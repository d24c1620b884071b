import type { Certificate } from '../pki/certificate.ts';
import { expiryOf } from '../pki/expiry.ts';
import type { HostName } from '../pki/host-name.ts';
import { describeSubtree, type NameConstraints } from '../pki/name-constraints.ts';

/** What the text tells of: facts that are in the certificates too, and nothing secret. */
interface ReadmeSubject {
  readonly url: string;
  readonly hosts: readonly HostName[];
  readonly authority: Pick<Certificate, 'fingerprint256' | 'validity'>;
  readonly server: Pick<Certificate, 'fingerprint256' | 'validity'>;
  readonly constraints?: NameConstraints;
  /** False for a CA of others that may make further CAs or certificates for other purposes. */
  readonly serversOnly: boolean;
}

/** The README beside the files: for somebody who was handed the folder and knows neither TLS nor this extension. */
export function readme(subject: ReadmeSubject): string {
  return [
    ...heading('Certificates for SQL Server to call Kubernetes', '='),
    `Endpoint: ${endpoint(subject)}`,
    `Hosts:    ${subject.hosts.map(({ value }) => value).join(', ')}`,
    '',
    ...heading('What is here', '-'),
    ...files,
    '',
    ...heading('What this CA can vouch for', '-'),
    ...scope(subject),
    '',
    ...heading('How long it lasts', '-'),
    ...life(subject),
    '',
    ...heading('How to tell that it is the right one (SHA-256 fingerprints)', '-'),
    `CA certificate:     ${subject.authority.fingerprint256}`,
    `Server certificate: ${subject.server.fingerprint256}`,
    'To compare: openssl x509 -noout -fingerprint -sha256 -in ca.crt',
    '',
  ].join('\n');
}

const heading = (text: string, line: string): string[] => [text, line.repeat(text.length), ''];

/** Scheme, host and port: a path may be long, and nobody needs it here. */
const endpoint = ({ url }: ReadmeSubject): string => /^https:\/\/[A-Za-z0-9._-]+(?::\d+)?/i.exec(url)?.[0] ?? '';

const files = [
  "ca.crt   The CA certificate. Not secret. Everybody who calls the endpoint has to trust it: SQL Server's host first.",
  'ca.key   The private key of the CA, encrypted with a passphrase. It is needed to renew, and for nothing else. Keep it',
  '         away from the cluster and from SQL Server. Keep the passphrase in your vault, not beside the file.',
  'tls.crt  The server certificate for the proxy, with the CA certificate behind it. Not secret.',
  "tls.key  The private key of the server certificate, not encrypted. It belongs into the cluster's Secret and nowhere",
  '         else. Never commit it, never mail it.',
];

const serversOnly = 'It cannot make further CAs, and its certificates are good for TLS servers only.';

function scope({ constraints, serversOnly: limited }: ReadmeSubject): string[] {
  const use = limited ? [serversOnly] : [];
  if (constraints === undefined) return [...unlimited, ...use];
  const { permitted, excluded } = constraints;
  const free = openKinds(constraints);
  return [
    'Whoever trusts this CA accepts certificates from it for these hosts:',
    ...permitted.map((subtree) => `  ${describeSubtree(subtree)}`),
    ...free.map((kind) => `  every ${kind}, since the CA has no limit on them`),
    ...(free.length === 0 ? ['and for no other host.'] : []),
    ...use,
    ...(permitted.some(({ kind }) => kind === 'dns')
      ? ['A name always brings the names below it: that is how such limits on DNS names work.']
      : []),
    ...(excluded.length > 0 ? [`Excluded: ${excluded.map(describeSubtree).join(', ')}.`] : []),
    'These limits (name constraints) are checked by openssl and Node. SQL Server is expected to check them too, but',
    'that is unproven. If it refuses a certificate that openssl verifies, create the certificates again without the limits.',
  ];
}

/** Kinds of host that the constraints do not speak of. */
function openKinds({ permitted, excluded }: NameConstraints): string[] {
  const whole = (kind: 'dns' | 'ip'): boolean =>
    permitted.some((subtree) => subtree.kind === kind) ||
    excluded.some((subtree) => subtree.kind === kind && describeSubtree(subtree).startsWith('every'));
  return [...(whole('dns') ? [] : ['DNS name']), ...(whole('ip') ? [] : ['IP address'])];
}

const unlimited = [
  'Every host: it was made without limits on names. Whoever holds ca.key and its passphrase can make certificates for any',
  "host, and everybody who trusts ca.crt will accept them. Guard ca.key accordingly, and trust ca.crt on SQL Server's host",
  'only.',
];

function life({ authority, server }: ReadmeSubject): string[] {
  const { renewFrom } = expiryOf(server.validity, server.validity.notBefore);
  return [
    `CA certificate:     until ${moment(authority.validity.notAfter)}`,
    `Server certificate: until ${moment(server.validity.notAfter)}, to be renewed from ${day(renewFrom)}`,
    'Renewing the server certificate ("SQL Kube: Renew Server Certificate") takes ca.crt, ca.key, its passphrase and',
    'tls.crt. The CA stays, so SQL Server needs no change. Once the CA itself ends, every host needs a new one.',
  ];
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
const moment = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
