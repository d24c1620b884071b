import { proxyLogScript } from '../decode/catalogue/proxy-log.ts';
import type { Failure } from '../failure.ts';
import { isProxyHealth, proxyVersion, type ProxyHealth } from '../proxy/health.ts';
import { proxyCause } from '../proxy/own-error.ts';
import { failed, fixBy } from './failed.ts';
import { notNeeded, pass, unknown, type FindingCause, type Verdict } from './finding.ts';
import type { DoctorAnswer } from './hands.ts';
import { reachOf } from './judge-network.ts';
import type { Probes } from './probes.ts';
import { readReach, type Reach } from './reach.ts';

/** What stands at the endpoint’s URL. */
type Front =
  | { readonly kind: 'ours'; readonly health: ProxyHealth }
  /** A proxy of another make, an ingress or the API server itself: it passes on, but translates nothing. */
  | { readonly kind: 'plain'; readonly seen: string }
  | { readonly kind: 'strange'; readonly seen: 'html' | 'empty' | 'cut' | 'text'; readonly answer: DoctorAnswer }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'unseen'; readonly reach: Reach };

/** Reads who answered the proxy’s own path. */
async function frontOf(probes: Probes): Promise<Front> {
  const reach = await reachOf(probes);
  if (reach.stage !== 'answered') return { kind: 'unseen', reach };
  if ('answer' in reach) return readAnswer(reach.answer);
  const { failure } = reach;
  if (failure.kind === 'no-result') return { kind: 'plain', seen: `HTTP ${failure.code} without a body` };
  if (failure.kind === 'http' && isPlain(failure))
    return { kind: 'plain', seen: `HTTP ${failure.code} for a path that only a SQL Kube proxy knows` };
  return { kind: 'failed', failure };
}

/**
 * Answers of something that works and does not know the path: it passed it on, to an API server that says 401, 403 or 404, or
 * to nobody.
 */
const isPlain = ({ code, status }: Extract<Failure, { kind: 'http' }>): boolean =>
  [401, 403, 404, 406, 502, 504].includes(code) && !isOwn(status);

/** Whether a `Status` was made by a SQL Kube proxy itself. */
export const isOwn = (status: Extract<Failure, { kind: 'http' }>['status']): boolean =>
  status?.details?.causes?.some(({ reason }) => reason === proxyCause) === true;

function readAnswer(answer: DoctorAnswer): Front {
  const { body = '', contentType = '' } = answer;
  if (body.trim() === '') return { kind: 'strange', seen: 'empty', answer };
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    if (/html/i.test(contentType) || /^\s*</.test(body)) return { kind: 'strange', seen: 'html', answer };
    return { kind: 'strange', seen: /json/i.test(contentType) ? 'cut' : 'text', answer };
  }
  return isProxyHealth(value) ? { kind: 'ours', health: value } : { kind: 'plain', seen: `JSON of another kind` };
}

/** `proxy-answer`: who answers, seen through the one path that needs no API server and no token. */
export async function judgeProxyAnswer(probes: Probes): Promise<Verdict> {
  const front = await frontOf(probes);
  const { url } = probes.subject.endpoint;
  switch (front.kind) {
    case 'ours':
      return pass(`A SQL Kube proxy answers at ${url}`, [`Version ${front.health.version}, hash ${front.health.hash}`]);
    case 'plain':
      return {
        outcome: 'warn',
        headline: `What answers at ${url} is no SQL Kube proxy`,
        why: 'It passes calls on, but translates nothing: lists are about 27 times larger, and logs and patches do not work.',
        sureness: 'observed',
        causes: [{ code: 'proxy.no-translation', text: 'The proxy does not translate Kubernetes’ media types.' }],
        evidence: [front.seen],
        fixes: [fixBy('create-proxy', 'Put a SQL Kube proxy in its place: SQL Kube writes the manifests.')],
      };
    case 'strange':
      return strange(front.seen, front.answer, url);
    case 'failed':
      return failed(front.failure, await probes.context(), refusal(front.failure));
    case 'unseen':
      return await unseen(front.reach, probes);
  }
}

/** A misdirected request is the one refusal of our proxy that its own path can meet. */
function refusal(failure: Failure): Partial<Verdict> {
  if (failure.kind !== 'http') return {};
  if (failure.code === 421)
    return { causes: [{ code: 'proxy.wrong-host', text: 'The proxy was set up for other host names.' }] };
  if (failure.code === 429)
    return { causes: [{ code: 'proxy.rate-limit', text: 'The proxy limits how many requests it takes a second.' }] };
  return {};
}

const strangers = {
  html: {
    headline: 'A web page answers where the proxy should',
    why: 'Somebody else’s web server stands there: a sign-in page, an ingress’ default page, or a firewall’s notice.',
    cause: { code: 'proxy.not-kubernetes', text: 'The URL leads to a web server that is no Kubernetes proxy.' },
  },
  text: {
    headline: 'Something that is no proxy of SQL Kube answers, in plain text',
    why: 'Somebody else’s server stands at this address.',
    cause: { code: 'proxy.not-kubernetes', text: 'The URL leads to something that is no Kubernetes proxy.' },
  },
  empty: {
    headline: 'An empty answer comes where the proxy should answer',
    why: 'The connection works and HTTP says 200, but nothing comes with it: the proxy or something in front of it drops the body.',
    cause: { code: 'proxy.empty-answer', text: 'Something answers without a body.' },
  },
  cut: {
    headline: 'The answer breaks off in the middle',
    why: 'It is announced as JSON and does not parse: something on the way shortens it and still calls it complete.',
    cause: { code: 'proxy.cut-json', text: 'Something between ended the answer early.' },
  },
} as const satisfies Readonly<Record<string, { headline: string; why: string; cause: FindingCause }>>;

function strange(
  seen: keyof typeof strangers,
  { httpCode, contentType, body = '' }: DoctorAnswer,
  url: string,
): Verdict {
  const { headline, why, cause } = strangers[seen];
  const begins = body.slice(0, 120).replaceAll(/\s+/g, ' ').trim();
  return {
    outcome: 'fail',
    headline: `${headline} (${url})`,
    why,
    sureness: 'documented',
    causes: [cause],
    evidence: [
      `HTTP ${httpCode}, Content-Type ${contentType ?? 'absent'}${begins === '' ? '' : `, begins: ${begins}`}`,
    ],
    fixes: [
      fixBy('edit-endpoint', 'Check the endpoint’s URL: host, port and path must be the proxy’s.'),
      { text: 'If they are, ask the cluster admin what stands in front of the proxy.' },
    ],
  };
}

/** The call was lost after the port had opened, so far as anybody can tell. */
async function unseen(reach: Reach, probes: Probes): Promise<Verdict> {
  if (reach.stage === 'oversize') return failed(reach.failure, await probes.context(), oversize(reach.failure));
  if (reach.stage === 'cut')
    return failed(reach.failure, await probes.context(), {
      causes: [
        { code: 'proxy.broke-off', text: 'The proxy was restarted or stopped in the middle of the answer.' },
        {
          code: 'proxy.middlebox-cut',
          text: `A device between **${probes.subject.sqlServerName}** and the proxy cut the connection.`,
        },
        {
          code: 'tls.no-common-version',
          text: 'The two sides share no TLS version or cipher, and the proxy hangs up in the handshake.',
        },
      ],
    });
  if (reach.stage === 'silent')
    return failed(reach.failure, await probes.context(), {
      headline: `${probes.subject.endpoint.url} takes the call and does not answer`,
      owner: 'cluster admin',
      causes: [
        { code: 'proxy.slow', text: 'The proxy takes the connection, and then does nothing in time.' },
        {
          code: 'tcp.dropped',
          text: `A firewall between **${probes.subject.sqlServerName}** and the proxy drops the packets.`,
        },
      ],
      evidence: [await silenceHere(probes)],
      fixes: [
        {
          text: 'Look at the proxy’s error log, and whether its pod is ready and has processor and memory left.',
          script: proxyLogScript,
        },
        {
          text: `If nothing arrives there, ask the network team whether **${probes.subject.sqlServerName}** may reach it.`,
        },
      ],
    });
  if ('failure' in reach) return { ...failed(reach.failure, await probes.context()) };
  return unknown('The call did not come as far as the proxy');
}

async function silenceHere(probes: Probes): Promise<string> {
  const look = await probes.look;
  return look.kind === 'certificate'
    ? 'From this computer the port opens and shows a certificate, so it does run.'
    : `From this computer no TLS comes about either (${look.code}).`;
}

function oversize(failure: Failure): Partial<Verdict> {
  const isHeaders = failure.kind === 'sql' && failure.errors.some(({ number }) => number === 31611);
  return isHeaders
    ? {
        causes: [
          {
            code: 'proxy.large-headers',
            text: 'Something on the way adds headers, until they are larger than the 8 KB that SQL Server takes.',
          },
        ],
        owner: 'cluster admin',
      }
    : {
        causes: [{ code: 'proxy.large-answer', text: 'The answer is larger than the 100 MB that SQL Server takes.' }],
        owner: 'cluster admin',
      };
}

/** `proxy-version`: of the generated configuration. */
export async function judgeProxyVersion(probes: Probes): Promise<Verdict> {
  const front = await frontOf(probes);
  if (front.kind !== 'ours') return notNeeded('There is no SQL Kube proxy at this address');
  const { version } = front.health;
  const evidence = [`The proxy says ${version}; this SQL Kube generates ${proxyVersion}`];
  if (version === proxyVersion) return pass(`The proxy’s configuration is version ${version}`, evidence);
  const isOlder = Number(version) < Number(proxyVersion);
  return {
    outcome: 'warn',
    headline: isOlder
      ? 'The proxy’s configuration is older than this SQL Kube'
      : 'The proxy’s configuration is newer than this SQL Kube',
    why: isOlder ? 'It may not know all that SQL Kube asks of it.' : 'It may do more than SQL Kube knows.',
    evidence,
    fixes: [
      isOlder
        ? fixBy('create-proxy', 'Generate the proxy’s manifests again and apply them.')
        : { text: 'Update SQL Kube.' },
    ],
  };
}

/** `proxy-hash`: against what was generated for this endpoint, where that is known. */
export async function judgeProxyHash(probes: Probes): Promise<Verdict> {
  const front = await frontOf(probes);
  if (front.kind !== 'ours') return notNeeded('There is no SQL Kube proxy at this address');
  const { hash } = front.health;
  const { generatedHash } = probes.subject;
  const evidence = [`The proxy says ${hash}`];
  if (generatedHash === undefined)
    return {
      ...notNeeded('No proxy was generated for this endpoint on this computer, so there is nothing to compare'),
      evidence,
    };
  if (generatedHash === hash) return pass('The proxy runs the configuration that was generated last', evidence);
  return {
    outcome: 'warn',
    headline: 'The proxy runs another configuration than the one generated last',
    why: 'Its hash differs: the new manifests were not applied, or somebody changed the ConfigMap.',
    evidence: [...evidence, `Generated was ${generatedHash}`],
    fixes: [fixBy('create-proxy', 'Compare the manifests with what runs, and apply them.')],
  };
}

/** `patch`: a value that no proxy of ours knows is refused by it, and passed over by others; nothing is changed either way. */
export async function judgePatch(probes: Probes): Promise<Verdict> {
  const called = await probes.patch;
  const seen = 'GET /version with an X-Kube-Patch that does not exist';
  if (!called.ok && called.error.kind === 'http' && called.error.code === 400 && isOwn(called.error.status))
    return pass('The proxy translates patches', [`${seen} was refused by the proxy, as it should be`]);
  const front = await frontOf(probes);
  if (called.ok || (front.kind === 'plain' && readReach(called).stage === 'answered'))
    return {
      outcome: 'warn',
      headline: 'The proxy does not translate patches',
      why: 'SQL Server cannot name Kubernetes’ patch types itself, so a PATCH ends as HTTP 415. PUT works.',
      sureness: 'observed',
      evidence: [`${seen} was passed on`],
      fixes: [fixBy('create-proxy', 'Put a SQL Kube proxy in its place, if you need PATCH.')],
    };
  return unknown('The call that would tell did not come through');
}
