import type { TransportCause } from '../decode/catalogue/transport-causes.ts';
import { failed, fixBy } from './failed.ts';
import { pass, unknown, type FindingCause, type Verdict } from './finding.ts';
import { lost, reachOf } from './judge-network.ts';
import type { Probes } from './probes.ts';
import type { Lost } from './reach.ts';
import { day, linesOf, readServed, seenHere, type Served } from './served.ts';

const served = async (probes: Probes): Promise<Served | undefined> =>
  readServed(await probes.look, probes.host, probes.now);

const cut = 'The connection ended before an answer was whole, which may have been during the handshake.';

/** `tls-protocol`: a version and a cipher in common, and no client certificate asked for. */
export async function judgeProtocol(probes: Probes): Promise<Verdict> {
  const reach = await reachOf(probes);
  if (reach.stage === 'protocol') {
    return failed(reach.failure, await probes.context(), await protocolCauses(probes, reach.causes[0]));
  }
  if (reach.stage === 'answered' || reach.stage === 'oversize')
    return pass('SQL Server and the proxy agree on TLS', ['An HTTP answer came through it.']);
  if (reach.stage === 'certificate')
    return pass('SQL Server and the proxy agree on TLS', ['The handshake came as far as the certificate.']);
  return reach.stage === 'cut' ? unknown('SQL Server does not say whether TLS came about', cut) : lost(reach);
}

async function protocolCauses(probes: Probes, cause: TransportCause | undefined): Promise<Partial<Verdict>> {
  if (cause === 'client-certificate')
    return {
      causes: [
        {
          code: 'tls.client-certificate',
          text: 'The proxy demands a client certificate, and the procedure cannot send one.',
        },
      ],
    };
  const look = await probes.look;
  const { url } = probes.subject.endpoint;
  if (look.kind === 'certificate' && look.protocol === 'TLSv1.3')
    return {
      causes: [
        {
          code: 'tls.no-common-version',
          text: 'The proxy speaks no TLS below 1.3; SQL Server was not seen to speak 1.3 to endpoints.',
        },
      ],
      evidence: ['From this computer TLS 1.3 comes about and TLS 1.2 does not.'],
      fixes: [{ text: `Allow TLS 1.2 on the proxy (nginx: \`ssl_protocols TLSv1.2 TLSv1.3;\`) and reload it.` }],
    };
  if (
    look.kind === 'failed' &&
    look.stage === 'tls' &&
    /WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST/i.test(`${look.code} ${look.detail}`)
  )
    return {
      causes: [{ code: 'tls.port-without-tls', text: `The port of ${url} speaks no TLS at all.` }],
      evidence: [`From this computer, what answers there is no TLS (${look.code}).`],
      owner: 'you',
      fixes: [fixBy('edit-endpoint', 'Point the endpoint at the proxy’s TLS port.')],
    };
  return {
    causes: [
      { code: 'tls.no-common-version', text: 'No TLS version is common to both.' },
      { code: 'tls.port-without-tls', text: `The port of ${url} speaks no TLS.` },
    ],
    evidence: [
      look.kind === 'certificate'
        ? `From this computer the handshake comes about, by ${look.protocol}.`
        : `From this computer it does not come about either (${look.code}).`,
    ],
  };
}

interface Part {
  /** Flags of the certificate that this check is about. */
  readonly about: readonly TransportCause[];
  readonly good: string;
  readonly causes: (probes: Probes, seen: Served | undefined) => Partial<Verdict> | Promise<Partial<Verdict>>;
}

/** One fault of the certificate. SQL Server names all at once, so what it does not name is good. */
async function judgePart(probes: Probes, part: Part): Promise<Verdict> {
  const reach = await reachOf(probes);
  if (reach.stage === 'answered' || reach.stage === 'oversize')
    return pass(part.good, ['SQL Server completed the handshake, in which it checks this.']);
  if (reach.stage === 'certificate') return await judgeFlags(probes, part, reach);
  return reach.stage === 'cut' ? unknown('SQL Server does not say how far TLS came', cut) : lost(reach);
}

async function judgeFlags(probes: Probes, part: Part, reach: Lost): Promise<Verdict> {
  const mine = reach.causes.filter((cause) => part.about.includes(cause));
  if (mine.length === 0)
    return pass(part.good, ['SQL Server refused the certificate for other reasons, and named this one not.']);
  const seen = await served(probes);
  const [first] = mine;
  const more = await part.causes(probes, seen);
  const told = failed(reach.failure, await probes.context(), more);
  return { ...told, ...(reach.causes[0] === first ? {} : { headline: more.headline ?? told.headline }) };
}

const trustCauses = (sqlServer: string): readonly FindingCause[] => [
  { code: 'tls.ca-missing', text: `The CA’s certificate is not where SQL Server on **${sqlServer}** looks.` },
  { code: 'tls.not-restarted', text: 'It is in its place, but SQL Server was not restarted since.' },
  { code: 'tls.ca-regenerated', text: 'The proxy’s certificate was made anew by another CA than the one installed.' },
  { code: 'tls.ca-file-name', text: 'On Linux: its file does not end in `.crt`, or is not readable for `mssql`.' },
];

/** What the folder of CAs leaves possible, where this login may list it. */
async function folderOf(probes: Probes): Promise<{ leaves: readonly string[]; line: string } | undefined> {
  const server = await probes.server;
  if (!server.ok || server.value.hostPlatform !== 'Linux') return undefined;
  const files = await probes.trustFiles;
  if (!files.ok) return undefined;
  const names = files.value.flatMap(({ name, isDirectory }) => (isDirectory ? [] : [name]));
  const line = `SQL Server’s folder of CAs: ${names.join(', ') || 'no file'}`;
  if (names.length === 0) return { leaves: ['tls.ca-missing'], line };
  const isRead = names.some((name) => name.toLowerCase().endsWith('.crt'));
  const leaves = isRead
    ? ['tls.ca-missing', 'tls.not-restarted', 'tls.ca-regenerated']
    : ['tls.ca-file-name', 'tls.ca-missing'];
  return { leaves, line };
}

/** `tls-trust`: the issuer is known to SQL Server; what this computer trusts says nothing about that. */
export async function judgeTrust(probes: Probes): Promise<Verdict> {
  const verdict = await judgeIssuer(probes);
  return verdict.outcome === 'fail' && (await probes.verifiesLimited) ? withLimits(verdict, probes) : verdict;
}

/** That SQL Server refuses name constraints is unproven; nothing else is known to tell where this computer verifies the chain. */
const withLimits = (verdict: Verdict, { subject }: Probes): Verdict => ({
  ...verdict,
  causes: [
    ...(verdict.causes ?? []),
    {
      code: 'tls.constraints',
      text: 'SQL Server may refuse the limits on names in the CA that was made here. That is unproven; the others come first.',
    },
  ],
  evidence: [
    ...(verdict.evidence ?? []),
    `OpenSSL on this computer verifies ${subject.endpoint.url} with that CA, which is limited to its names.`,
  ],
  fixes: [
    ...(verdict.fixes ?? []),
    fixBy(
      'reissue-certificates',
      'When the CA is in its place and nothing else helps: reissue without limits on names.',
    ),
  ],
});

const judgeIssuer = (probes: Probes): Promise<Verdict> =>
  judgePart(probes, {
    about: ['untrusted', 'revoked', 'revocation-unknown', 'bad-certificate'],
    good: 'SQL Server trusts the certificate’s issuer',
    causes: async (visited, seen) => {
      const { subject } = visited;
      const folder = await folderOf(visited);
      return {
        headline: `SQL Server does not trust the certificate of ${subject.endpoint.url}`,
        owner: 'DBA',
        causes: trustCauses(subject.sqlServerName).filter(
          ({ code }) => folder === undefined || folder.leaves.includes(code),
        ),
        evidence: [...(folder === undefined ? [] : [folder.line]), ...(seen === undefined ? [] : linesOf(seen))],
      };
    },
  });

/** `tls-name`: the URL’s host is among the certificate’s names. */
export const judgeTlsName = (probes: Probes): Promise<Verdict> =>
  judgePart(probes, {
    about: ['wrong-name'],
    good: `The certificate is for ${probes.host}`,
    causes: ({ subject, host }, seen) => {
      const here = seenHere(seen, 'name');
      return {
        headline: `The certificate of ${subject.endpoint.url} is for another name than ${host}`,
        owner: 'cluster admin',
        causes: [
          {
            code: 'tls.wrong-name',
            text: here ? `Its names do not include ${host}. ${here.message}` : `Its names do not include ${host}.`,
          },
          ...(here
            ? []
            : [
                {
                  code: 'tls.other-host-answered',
                  text: 'SQL Server is shown another certificate than this computer: another virtual host answered.',
                },
              ]),
        ],
        ...(seen === undefined ? {} : { evidence: linesOf(seen) }),
        fixes: [
          fixBy('renew-certificate', `Issue the proxy’s certificate again with exactly ${host} as a DNS name.`),
          fixBy('edit-endpoint', 'Or call the endpoint by a name that is in the certificate.'),
        ],
      };
    },
  });

/** `tls-dates`: by SQL Server’s clock. */
export const judgeDates = (probes: Probes): Promise<Verdict> =>
  judgePart(probes, {
    about: ['out-of-date'],
    good: 'The certificate is valid today, by the clock of SQL Server’s machine',
    causes: ({ subject, now }, seen) => dateCauses(subject.sqlServerName, subject.endpoint.url, now, seen),
  });

function dateCauses(sqlServer: string, url: string, now: Date, seen: Served | undefined): Partial<Verdict> {
  const evidence = seen === undefined ? [] : [...linesOf(seen), `This computer’s clock: ${day(now)}`];
  const clock: FindingCause = {
    code: 'tls.clock',
    text: `The clock of **${sqlServer}** is wrong, as in WSL or a virtual machine after sleep.`,
  };
  const renew = fixBy('renew-certificate', 'Renew the proxy’s certificate and reload the proxy.');
  const setClock = { text: `Correct the clock on **${sqlServer}**.` };
  const validity = seen?.chain[0].validity;
  // All that SQL Server says is “out of date”. Only a look at the certificate tells which end, or neither.
  if (validity !== undefined && validity.notAfter < now)
    return {
      headline: `The certificate of ${url} expired on ${day(validity.notAfter)}`,
      why: 'SQL Server calls no address whose certificate has ended.',
      owner: 'cluster admin',
      causes: [{ code: 'tls.expired', text: `It ended on ${day(validity.notAfter)}.` }],
      evidence,
      fixes: [renew],
    };
  if (validity !== undefined && validity.notBefore > now)
    return {
      headline: `The certificate of ${url} is valid only from ${day(validity.notBefore)} on`,
      why: 'SQL Server calls no address whose certificate has not begun.',
      owner: 'cluster admin',
      causes: [{ code: 'tls.not-yet-valid', text: `It begins on ${day(validity.notBefore)}.` }],
      evidence,
      fixes: [
        renew,
        { text: 'Or wait until then. When it was just made: the clock of the machine that made it is ahead.' },
      ],
    };
  if (validity !== undefined)
    return {
      owner: 'DBA',
      causes: [
        clock,
        { code: 'tls.expired', text: 'SQL Server is shown another, older certificate than this computer.' },
      ],
      evidence: [...evidence, 'Seen from this computer, its dates are right.'],
      fixes: [setClock, renew],
    };
  return {
    causes: [
      { code: 'tls.expired', text: 'The certificate has ended.' },
      { code: 'tls.not-yet-valid', text: 'The certificate is valid only from a later time on.' },
      clock,
    ],
    fixes: [renew, setClock],
  };
}

/** `tls-usage`: server authentication. */
export const judgeUsage = (probes: Probes): Promise<Verdict> =>
  judgePart(probes, {
    about: ['wrong-usage'],
    good: 'The certificate is meant for servers',
    causes: ({ subject }, seen) => ({
      headline: `The certificate of ${subject.endpoint.url} is not meant for servers`,
      owner: 'cluster admin',
      causes: [
        { code: 'tls.wrong-usage', text: 'Its extended key usage lacks `serverAuth`, or a CA certificate is served.' },
      ],
      ...(seen === undefined ? {} : { evidence: linesOf(seen) }),
      fixes: [fixBy('renew-certificate', 'Issue a server certificate for the proxy.')],
    }),
  });
