import { readCertificate, type CertificateFacts } from '../pki/certificate-facts.ts';
import { parseHostName } from '../pki/host-name.ts';
import { lintCertificates, type CertificateCode, type CertificateFinding } from '../pki/lint.ts';
import { readPem } from '../pki/pem.ts';
import type { Look } from './hands.ts';

/** What is wrong with a certificate, by the check that would say so. */
export type ServedProblem = 'name' | 'dates' | 'usage';

/** The chain that this computer is shown, and what is wrong with it. */
export interface Served {
  readonly chain: readonly [CertificateFacts, ...CertificateFacts[]];
  readonly findings: readonly CertificateFinding[];
  readonly protocol: string;
}

const problems: Readonly<Partial<Record<CertificateCode, ServedProblem>>> = {
  'certificate/missing-san': 'name',
  'certificate/host-not-covered': 'name',
  'certificate/expired': 'dates',
  'certificate/not-yet-valid': 'dates',
  'certificate/wrong-usage': 'usage',
  'certificate/ca-as-leaf': 'usage',
};

/** Reads what a look was shown; undefined when it was shown nothing that can be read. */
export function readServed(look: Look, host: string, now: Date): Served | undefined {
  if (look.kind !== 'certificate') return undefined;
  const chain = look.chain.flatMap((pem) => {
    const [block] = readPem(pem);
    const facts = block === undefined ? undefined : readCertificate(block.der);
    return facts?.ok === true ? [facts.value] : [];
  });
  const [first, ...rest] = chain;
  if (first === undefined) return undefined;
  const name = parseHostName(host);
  const findings = lintCertificates([first, ...rest], {
    now,
    role: 'server',
    ...(name.ok ? { host: name.value } : {}),
  });
  return { chain: [first, ...rest], findings, protocol: look.protocol };
}

/** The lines of a certificate that people compare. */
export function linesOf({ chain: [leaf], protocol }: Served): readonly string[] {
  const { validity } = leaf;
  return [
    `Seen from this computer: ${leaf.subject}, issued by ${leaf.issuer}, ${protocol}`,
    `Names: ${namesOf(leaf).join(', ') || 'none'}`,
    `Valid from ${day(validity.notBefore)} to ${day(validity.notAfter)}`,
    `SHA-256 ${leaf.fingerprint256}`,
  ];
}

const namesOf = ({ names }: CertificateFacts): readonly string[] => (names ?? []).map(({ value }) => value);

/** A date as it is written in findings. */
export const day = (date: Date): string => date.toISOString().slice(0, 16).replace('T', ' ') + ' UTC';

/** Whether this computer sees the same fault. */
export const seenHere = (served: Served | undefined, problem: ServedProblem): CertificateFinding | undefined =>
  served?.findings.find(
    ({ code, severity, certificate }) => certificate === 0 && severity === 'error' && problems[code] === problem,
  );
