import { failed } from './failed.ts';
import { pass, unknown, type FindingCause, type Verdict } from './finding.ts';
import { readReach, type Reach } from './reach.ts';
import { impossibleUrl, type Probes } from './probes.ts';

/** What the call to the proxy’s own path came to. */
export const reachOf = async (probes: Probes): Promise<Reach> => readReach(await probes.reach);

/** What is left to say where a call was lost without a trace, or never made. */
export function lost(reach: Reach): Verdict {
  return reach.stage === 'silent'
    ? unknown(
        'The call ran out of time before it told how far it came',
        'Without an answer, SQL Server does not say whether the name, the port, TLS or the proxy kept it waiting.',
      )
    : unknown('SQL Server did not make the call');
}

/** Whether the URL’s host is an address, so that there is no name to resolve. */
const isAddress = (host: string): boolean => /^[\d.]+$/.test(host);

/** `name`: SQL Server’s machine asks its own DNS and hosts file. */
export async function judgeName(probes: Probes): Promise<Verdict> {
  const reach = await reachOf(probes);
  const { host } = probes;
  if (isAddress(host)) return pass('The URL has an address, so there is nothing to resolve', [host]);
  if (reach.stage === 'name') return failed(reach.failure, await probes.context(), await nameEvidence(probes));
  if (reach.stage === 'silent' || reach.stage === 'not sent') return lost(reach);
  return pass(`${probes.subject.sqlServerName} resolves ${host}`, ['A call to it came further than the name.']);
}

async function nameEvidence(probes: Probes): Promise<Partial<Verdict>> {
  const [nowhere, look] = await Promise.all([probes.nowhere, probes.look]);
  const control = readReach(nowhere);
  const here =
    look.kind === 'certificate' || look.stage !== 'name'
      ? `This computer resolves ${probes.host}, so the name exists; it is the DNS or hosts file of ${probes.subject.sqlServerName} that does not have it.`
      : `This computer does not resolve ${probes.host} either: most likely nobody made the record, or the name is misspelt.`;
  const compared =
    control.stage === 'name'
      ? `A name that cannot exist (${impossibleUrl}) fails in the same way: that is how this SQL Server reports an unknown name.`
      : `A name that cannot exist (${impossibleUrl}) fails in another way, so a web proxy may stand between.`;
  return { evidence: [compared, here] };
}

/** `tcp`: something listens, and lets SQL Server in. */
export async function judgeTcp(probes: Probes): Promise<Verdict> {
  const reach = await reachOf(probes);
  if (reach.stage === 'tcp') return failed(reach.failure, await probes.context(), await portCauses(probes, reach));
  if (reach.stage === 'silent') return await judgeSilence(probes, reach);
  if (reach.stage === 'not sent' || reach.stage === 'name') return lost(reach);
  return pass(`${probes.subject.sqlServerName} opens a connection to ${probes.subject.endpoint.url}`, [
    'The call came further than the connection.',
  ]);
}

async function portCauses(probes: Probes, reach: Reach): Promise<Partial<Verdict>> {
  if (!('causes' in reach) || reach.causes[0] !== 'cannot-connect') return {};
  const { sqlServerName, endpoint } = probes.subject;
  const look = await probes.look;
  const refused: FindingCause = {
    code: 'tcp.refused',
    text: `Nothing listens at ${endpoint.url}: the proxy is not running, its Service has no endpoints, or the URL has another port.`,
  };
  const rejected: FindingCause = {
    code: 'tcp.rejected',
    text: `A firewall between **${sqlServerName}** and it refuses the connection.`,
  };
  const noRoute: FindingCause = { code: 'tcp.no-route', text: `No network of **${sqlServerName}** leads there.` };
  const opens = look.kind === 'certificate' || look.stage === 'tls';
  const here = opens
    ? 'From this computer the port does open: the proxy runs, and something keeps SQL Server’s machine from it.'
    : `From this computer the port does not open either (${look.code}).`;
  return {
    causes: opens ? [rejected, noRoute] : [refused, rejected, noRoute],
    evidence: [here],
    ...(opens ? { owner: 'network team' as const } : {}),
  };
}

/** Nothing came back in time. When this computer cannot connect either, the port is where to look first. */
async function judgeSilence(probes: Probes, reach: Reach): Promise<Verdict> {
  const look = await probes.look;
  if (!('failure' in reach) || look.kind === 'certificate' || look.stage !== 'tcp') return lost(reach);
  return failed(reach.failure, await probes.context(), {
    owner: 'network team',
    headline: `No connection to ${probes.subject.endpoint.url} comes about in time`,
    causes: [
      { code: 'tcp.dropped', text: 'A firewall drops the packets silently.' },
      { code: 'tcp.no-route', text: 'The address leads nowhere.' },
    ],
    evidence: [`From this computer no connection comes about either (${look.code}).`],
  });
}
