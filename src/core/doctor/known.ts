import type { CauseCode } from '../decode/catalogue/causes.ts';
import type { ExplainContext } from '../decode/explanation.ts';
import type { ServedCertificate } from '../decode/served-certificate.ts';
import type { CheckCode } from './checks.ts';
import type { DoctorRun } from './report.ts';
import type { Served } from './served.ts';
import { chainOf } from './summary.ts';

/** Causes that cannot be behind an error while the check passes. */
const ruledOutBy: Readonly<Partial<Record<CheckCode, readonly CauseCode[]>>> = {
  version: ['sql.version-old'],
  switch: ['sql.switch-off'],
  permission: ['sql.permission-missing'],
  database: ['sql.database-master'],
  'master-key': ['sql.master-key-missing'],
  credential: ['sql.credential-missing'],
  'credential-name': ['sql.credential-name'],
  'credential-identity': ['sql.credential-identity'],
  'tls-trust': ['tls.ca-missing', 'tls.not-restarted', 'tls.ca-regenerated', 'tls.ca-file-name'],
  'tls-name': ['tls.wrong-name', 'tls.other-host-answered'],
  'tls-dates': ['tls.expired', 'tls.not-yet-valid', 'tls.clock'],
  'tls-usage': ['tls.wrong-usage'],
  token: ['access.token-rejected', 'access.token-expired'],
};

/** What a run knows for and against causes, for whoever decodes an error of the same endpoint soon after. */
export function knownFrom({
  findings,
  certificate,
}: Pick<DoctorRun, 'findings' | 'certificate'>): Pick<ExplainContext, 'chain' | 'found' | 'ruledOut' | 'certificate'> {
  const links = chainOf(findings).map(({ link, state }) => [link, state === 'warned' ? 'passed' : state] as const);
  return {
    chain: Object.fromEntries(links.filter(([, state]) => state === 'passed' || state === 'failed')),
    found: findings.flatMap(({ outcome, causes = [] }) => (outcome === 'fail' ? causes.map(({ code }) => code) : [])),
    ruledOut: findings.flatMap(({ outcome, check }) => (outcome === 'pass' ? (ruledOutBy[check] ?? []) : [])),
    ...(certificate && { certificate }),
  };
}

/** What the decoder asks of a certificate, by what this computer was shown. */
export function certificateOf({ chain: [leaf], findings }: Served): ServedCertificate {
  const has = (...codes: readonly string[]): boolean =>
    findings.some(({ code, certificate }) => certificate === 0 && codes.includes(code));
  return {
    ...leaf.validity,
    coversHost: !has('certificate/host-not-covered', 'certificate/missing-san'),
    selfSigned: leaf.subject === leaf.issuer,
    forServers: !has('certificate/wrong-usage', 'certificate/ca-as-leaf'),
    // A chain that ends below its root may be whole: roots need not be served.
    ...(findings.every(({ code }) => code !== 'certificate/chain-incomplete') && { chainComplete: true }),
  };
}
