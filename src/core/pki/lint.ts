import type { CertificateFacts } from './certificate-facts.ts';
import { followChain, type Chain } from './chain.ts';
import type { HostName } from './host-name.ts';
import { chainRules } from './lint-chain.ts';
import { certificateRules } from './lint-certificate.ts';
import { serverRules } from './lint-server.ts';

/** Stable codes: people search for them, and documents name them. */
export type CertificateCode =
  | 'certificate/missing-san'
  | 'certificate/host-not-covered'
  | 'certificate/ca-as-leaf'
  | 'certificate/wrong-usage'
  | 'certificate/sha1'
  | 'certificate/short-key'
  | 'certificate/too-long-life'
  | 'certificate/expired'
  | 'certificate/not-yet-valid'
  | 'certificate/renew'
  | 'certificate/unknown-critical'
  | 'certificate/outlives-ca'
  | 'certificate/outside-constraints'
  | 'certificate/not-a-ca'
  | 'certificate/path-too-long'
  | 'certificate/wrong-issuer-key'
  | 'certificate/chain-incomplete'
  | 'certificate/not-trusted';

/** One thing that is wrong with a certificate or its chain. */
export interface CertificateFinding {
  readonly code: CertificateCode;
  /** `error`: SQL Server or another client refuses it. `warning`: some will, or soon. */
  readonly severity: 'error' | 'warning' | 'information';
  /** Index in the chain that was looked at. */
  readonly certificate: number;
  /** One sentence: what is. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly fix: string;
}

/** What to judge by. */
export interface LintOptions {
  readonly now: Date;
  /** `authority` judges a CA's own file: it needs no names and may be a CA. */
  readonly role: 'server' | 'authority';
  /** The host that clients call; without it, coverage is not judged. */
  readonly host?: HostName;
  /** The CAs that SQL Server trusts, where known. They complete the chain. */
  readonly trusted?: readonly CertificateFacts[];
}

/** What every rule sees. */
export interface LintSubject extends LintOptions {
  readonly chain: Chain;
}

/** One rule: findings for the whole chain. */
export type LintRule = (subject: LintSubject) => readonly CertificateFinding[];

/** Judges a certificate (the first one) with the others of its file or handshake; errors first. */
export function lintCertificates(
  [first, ...others]: readonly [CertificateFacts, ...CertificateFacts[]],
  options: LintOptions,
): readonly CertificateFinding[] {
  const chain = followChain(first, [...others, ...(options.trusted ?? [])]);
  const subject: LintSubject = { ...options, chain };
  const found = [...serverRules, ...certificateRules, ...chainRules].flatMap((rule) => rule(subject));
  return found.sort((left, right) => order[left.severity] - order[right.severity]);
}

const order: Readonly<Record<CertificateFinding['severity'], number>> = { error: 0, warning: 1, information: 2 };
