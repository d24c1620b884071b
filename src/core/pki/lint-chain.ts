import type { CertificateFacts } from './certificate-facts.ts';
import { isSelfIssued } from './chain.ts';
import type { CertificateFinding, LintRule } from './lint.ts';
import { describeSubtree, isPermitted, type NameConstraints } from './name-constraints.ts';

const outlivesCa: LintRule = ({ chain }) =>
  pairs(chain.path).flatMap(({ facts, issuer, certificate }) => {
    // Only the end matters: nobody compares beginnings.
    if (facts.validity.notAfter <= issuer.validity.notAfter) return [];
    const message = 'Its life reaches beyond that of the CA that issued it.';
    const fix = 'Renew it: its new life will end with the CA. Then make a new CA.';
    return [{ code: 'certificate/outlives-ca', severity: 'warning', certificate, message, fix }];
  });

const outsideConstraints: LintRule = ({ chain }) => {
  const names = chain.path[0].names ?? [];
  return chain.path.slice(1).flatMap(({ constraints }) => {
    if (constraints === undefined) return [];
    const refused = names.filter((name) => name.kind !== 'other' && !isPermitted(constraints, name));
    if (refused.length === 0) return [];
    const message = `Its CA may not vouch for ${refused.map(({ value }) => value).join(', ')}; ${scope(constraints)}.`;
    const fix = 'Make a new CA for these names, or issue the certificate without them.';
    return [{ code: 'certificate/outside-constraints', severity: 'error', certificate: 0, message, fix }];
  });
};

/** What a CA may vouch for, in words. */
function scope({ permitted, excluded }: NameConstraints): string {
  const parts = [
    ...(permitted.length > 0 ? [`it may for ${permitted.map(describeSubtree).join(', ')}`] : []),
    ...(excluded.length > 0 ? [`it must not for ${excluded.map(describeSubtree).join(', ')}`] : []),
  ];
  return parts.join(' and ') || 'it may for everything';
}

const notACa: LintRule = ({ chain }) =>
  pairs(chain.path).flatMap(({ issuer, certificate }) => {
    const usage = issuer.keyUsage;
    if (issuer.basic?.ca === true && (usage === undefined || usage.includes('keyCertSign'))) return [];
    const message = `It was issued by ${issuer.subject}, which is not marked as a CA that may sign certificates.`;
    const fix = 'Issue it again from a CA certificate.';
    return [{ code: 'certificate/not-a-ca', severity: 'error', certificate, message, fix }];
  });

const pathTooLong: LintRule = ({ chain }) =>
  pairs(chain.path).flatMap(({ issuer, certificate }) => {
    // Self-issued certificates do not count (RFC 5280, 4.2.1.9).
    const between = chain.path.slice(1, certificate + 1).filter((facts) => !isSelfIssued(facts)).length;
    const allowed = issuer.basic?.pathLength;
    if (allowed === undefined || between <= allowed) return [];
    const message = `${issuer.subject} allows ${allowed} CAs below it; there are ${between}.`;
    return [
      { code: 'certificate/path-too-long', severity: 'error', certificate, message, fix: 'Issue it from that CA.' },
    ];
  });

const wrongIssuerKey: LintRule = ({ chain }) =>
  chain.wrongKey.map((certificate): CertificateFinding => {
    const issuer = chain.path[certificate]?.issuer ?? '';
    const message = `A CA named ${issuer} is at hand, but another key made the signature: one of the two was made anew.`;
    const fix = 'Give SQL Server and the proxy certificates of the same making.';
    return { code: 'certificate/wrong-issuer-key', severity: 'error', certificate, message, fix };
  });

const incomplete: LintRule = ({ chain, trusted }) => {
  if (chain.end === 'root' || chain.wrongKey.length > 0 || isTrusted(chain.path, trusted)) return [];
  const certificate = chain.path.length - 1;
  const message = `The chain ends before ${chain.path[certificate]?.issuer ?? ''}, which issued its last certificate.`;
  const fix = 'Serve the server certificate first and the certificates of its CAs behind it.';
  const severity = trusted === undefined ? 'warning' : 'error';
  return [{ code: 'certificate/chain-incomplete', severity, certificate, message, fix }];
};

const notTrusted: LintRule = ({ chain, trusted }) => {
  if (trusted === undefined || chain.end === 'open' || isTrusted(chain.path, trusted)) return [];
  const certificate = chain.path.length - 1;
  const message = `It leads to ${chain.path[certificate]?.subject ?? ''}, which is not among the trusted CAs.`;
  const fix = 'Put that CA certificate into the trust folder of SQL Server, and restart SQL Server.';
  return [{ code: 'certificate/not-trusted', severity: 'error', certificate, message, fix }];
};

const isTrusted = (path: readonly CertificateFacts[], trusted: readonly CertificateFacts[] = []): boolean =>
  path.some((facts) => trusted.some((known) => known.fingerprint256 === facts.fingerprint256));

interface Pair {
  readonly facts: CertificateFacts;
  readonly issuer: CertificateFacts;
  readonly certificate: number;
}

/** Each certificate with what issued it. */
const pairs = (path: readonly CertificateFacts[]): Pair[] =>
  path.slice(1).flatMap((issuer, certificate) => {
    const facts = path[certificate];
    return facts === undefined ? [] : [{ facts, issuer, certificate }];
  });

/** Rules about how the certificates of a chain fit together. */
export const chainRules: readonly LintRule[] = [
  outlivesCa,
  outsideConstraints,
  notACa,
  pathTooLong,
  wrongIssuerKey,
  incomplete,
  notTrusted,
];
