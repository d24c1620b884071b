import type { CertificateFacts } from '../pki/certificate-facts.ts';
import { followChain } from '../pki/chain.ts';
import { expiryOf } from '../pki/expiry.ts';
import type { HostName } from '../pki/host-name.ts';
import { lintCertificates, type CertificateFinding } from '../pki/lint.ts';
import { describeSubtree, type NameConstraints } from '../pki/name-constraints.ts';

/** What a chain is judged by; without a host, a CA is taken for what it is. */
interface InspectionOptions {
  readonly now: Date;
  readonly host?: HostName;
  readonly trusted: readonly CertificateFacts[];
}

/** Judges and describes the certificates of a file or a handshake. */
export function inspectCertificates(
  certificates: readonly [CertificateFacts, ...CertificateFacts[]],
  { host, ...options }: InspectionOptions,
): string {
  const role = host === undefined && certificates[0].basic?.ca === true ? 'authority' : 'server';
  const findings = lintCertificates(certificates, { ...options, role, ...(host && { host }) });
  const [first, ...others] = certificates;
  const { path } = followChain(first, [...others, ...options.trusted]);
  const added = path.filter((facts) => !certificates.some((own) => own.fingerprint256 === facts.fingerprint256));
  return describeCertificates([first, ...others, ...added], findings, options.now, added);
}

/** What a certificate file, or a handshake, is in plain text: the findings first, then each certificate. */
export function describeCertificates(
  certificates: readonly [CertificateFacts, ...CertificateFacts[]],
  findings: readonly CertificateFinding[],
  now: Date,
  /** Those that did not come with the others. */
  added: readonly CertificateFacts[] = [],
): string {
  const [first, ...others] = certificates;
  const { path } = followChain(first, others);
  const unused = others.filter((facts) => !path.includes(facts));
  return [
    ...describeFindings(findings),
    ...path.flatMap((facts, at) => {
      const from = added.includes(facts) ? ', from ca.crt beside it' : '';
      return describeOne(`Certificate ${at + 1} of ${path.length}${from}`, facts, now);
    }),
    ...unused.flatMap((facts) => describeOne('Not part of the chain', facts, now)),
  ].join('\n');
}

function describeFindings(findings: readonly CertificateFinding[]): string[] {
  if (findings.length === 0) return ['Nothing is wrong with it.', ''];
  return findings.flatMap(({ severity, certificate, code, message, fix }) => [
    `${severity}: certificate ${certificate + 1}: ${message} ${fix} (${code})`,
    '',
  ]);
}

function describeOne(title: string, facts: CertificateFacts, now: Date): string[] {
  const { validity } = facts;
  const { stage, daysLeft, renewFrom } = expiryOf(validity, now);
  const left = stage === 'expired' ? 'expired' : `${daysLeft} days left`;
  const rows: (readonly [string, string | undefined])[] = [
    ['Subject', facts.subject],
    ['Issuer', facts.issuer],
    ['Names', (facts.names ?? []).map(({ value }) => value).join(', ') || 'none'],
    ['Valid from', moment(validity.notBefore)],
    ['Valid until', `${moment(validity.notAfter)} (${left}; renew from ${moment(renewFrom).slice(0, 10)})`],
    ['CA', describeAuthority(facts)],
    ['Key', [facts.key.algorithm, facts.key.curve ?? facts.key.bits].filter(Boolean).join(' ')],
    ['Key usage', facts.keyUsage?.join(', ')],
    ['Extended key usage', facts.extendedKeyUsage?.join(', ')],
    ['Name constraints', facts.constraints && describeConstraints(facts.constraints)],
    ['Signature', facts.signature],
    ['Serial number', facts.serial],
    ['SHA-256', facts.fingerprint256],
  ];
  const shown = rows.flatMap(([label, value]) => (value === undefined ? [] : [`  ${label.padEnd(19)}${value}`]));
  return [title, ...shown, ''];
}

function describeAuthority({ basic }: CertificateFacts): string {
  if (basic?.ca !== true) return 'no';
  return basic.pathLength === undefined ? 'yes' : `yes, with ${basic.pathLength} CAs below it`;
}

function describeConstraints({ critical, permitted, excluded }: NameConstraints): string {
  const part = (word: string, list: NameConstraints['permitted']): string[] =>
    list.length === 0 ? [] : [`${word} ${list.map(describeSubtree).join(', ')}`];
  return [...(critical ? ['critical'] : []), ...part('permitted', permitted), ...part('excluded', excluded)].join('; ');
}

const moment = (date: Date): string => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
