import type { TransportCause } from '../decode/catalogue/transport-causes.ts';
import type { Sureness } from '../decode/terms.ts';
import { pass, unknown, type Verdict } from './finding.ts';
import { reachOf } from './judge-network.ts';
import type { Probes } from './probes.ts';
import { linesOf, readServed, seenHere, type ServedProblem } from './served.ts';

const parts: readonly (readonly [ServedProblem, TransportCause])[] = [
  ['name', 'wrong-name'],
  ['dates', 'out-of-date'],
  ['usage', 'wrong-usage'],
];

/** `certificate-here`: what this computer is shown, against what SQL Server says of what it is shown. */
export async function judgeHere(probes: Probes): Promise<Verdict> {
  const look = await probes.look;
  const { url } = probes.subject.endpoint;
  if (look.kind === 'failed')
    return unknown(
      `This computer sees no certificate at ${url}`,
      'That matters only for the comparison: it is SQL Server’s machine that has to get there.',
      [`${look.code}: ${look.detail}`],
    );
  const seen = readServed(look, probes.host, probes.now);
  if (seen === undefined) return unknown(`What this computer is shown at ${url} is no certificate that can be read`);
  const server = await probes.server;
  const reach = server.ok ? await reachOf(probes) : undefined;
  const evidence = linesOf(seen);
  const refused = reach?.stage === 'certificate' ? reach.causes : reach?.stage === 'answered' ? [] : undefined;
  const differs =
    refused && parts.find(([problem, cause]) => (seenHere(seen, problem) !== undefined) !== refused.includes(cause));
  if (differs) return disagree(differs[0], seenHere(seen, differs[0]) !== undefined, probes, evidence);
  return pass(
    refused
      ? 'This computer sees what SQL Server tells of the certificate'
      : 'This computer sees a certificate; SQL Server told nothing of it',
    evidence,
  );
}

const inWords: Readonly<Record<ServedProblem, string>> = { name: 'name', dates: 'dates', usage: 'purpose' };

function disagree(
  problem: ServedProblem,
  isBadHere: boolean,
  { subject }: Probes,
  evidence: readonly string[],
): Verdict {
  const sureness: Sureness = 'judged';
  return {
    outcome: 'warn',
    headline: isBadHere
      ? `This computer sees a wrong ${inWords[problem]} in the certificate, and SQL Server accepts it`
      : `SQL Server refuses the certificate’s ${inWords[problem]}, and this computer finds nothing wrong with it`,
    why: `Most likely the two are shown different certificates: ${subject.endpoint.url} leads ${subject.sqlServerName} to another machine than this computer. For dates, a wrong clock looks the same.`,
    sureness,
    evidence,
    fixes: [
      { text: `Compare the addresses that the name has on **${subject.sqlServerName}** and here, and the two clocks.` },
    ],
  };
}
