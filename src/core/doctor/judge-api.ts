import type { Failure } from '../failure.ts';
import { decodeSelfReview } from '../kube/access.ts';
import { textAt } from '../kube/json.ts';
import { failed, fixBy } from './failed.ts';
import { notNeeded, pass, unknown, type FindingCause, type Verdict } from './finding.ts';
import type { DoctorAnswer } from './hands.ts';
import { isOwn } from './judge-proxy.ts';
import type { Probes } from './probes.ts';
import { readReach } from './reach.ts';
import { day } from './served.ts';

/** The answer’s body as JSON; undefined when it is none. */
export function jsonOf(answer: DoctorAnswer): unknown {
  try {
    return JSON.parse(answer.body ?? '') as unknown;
  } catch {
    return undefined;
  }
}

type HttpFailure = Extract<Failure, { kind: 'http' }>;

const httpOf = (failure: Failure): HttpFailure | undefined => (failure.kind === 'http' ? failure : undefined);

const gateway: Readonly<Record<number, readonly FindingCause[]>> = {
  502: [
    { code: 'api.down', text: 'The API server does not run, or the proxy looks for it at a wrong address or port.' },
    {
      code: 'api.certificate-untrusted',
      text: 'The proxy does not accept the API server’s certificate: another CA, another name, or it expired.',
    },
    { code: 'api.name-unresolved', text: 'The proxy cannot resolve the API server’s name.' },
    { code: 'api.closed', text: 'The API server closed the connection before it answered.' },
  ],
  504: [
    { code: 'api.slow', text: 'The API server is too slow.' },
    {
      code: 'api.unreachable',
      text: 'A firewall or network policy between the proxy and the API server drops the packets.',
    },
  ],
};

/** `upstream`: what 502 and 504 deny. Every other answer came from behind the proxy, or was decided before it. */
export async function judgeUpstream(probes: Probes): Promise<Verdict> {
  const called = await probes.version;
  const http = called.ok ? undefined : httpOf(called.error);
  const causes = http === undefined ? undefined : gateway[http.code];
  if (http !== undefined && causes !== undefined && (http.status === undefined || isOwn(http.status)))
    return failed(http, await probes.context(), {
      causes,
      owner: 'cluster admin',
      evidence: ['The proxy’s own path was answered, so the trouble is behind it.'],
    });
  const reach = readReach(called);
  if (reach.stage === 'answered')
    return pass('An answer comes from behind the proxy', [answered(called.ok ? 200 : http?.code)]);
  return 'failure' in reach
    ? failed(reach.failure, await probes.context(), {
        evidence: ['The proxy’s own path was answered, and this one was not.'],
      })
    : unknown('The call did not come through');
}

const answered = (code: number | undefined): string =>
  `GET /version was answered${code === undefined ? '' : ` with HTTP ${code}`}`;

/** `api-server`: that it is one, and its version. It may refuse to tell strangers its version, and has answered by that. */
export async function judgeApiServer(probes: Probes): Promise<Verdict> {
  const called = await probes.version;
  if (called.ok) {
    const version = textAt(jsonOf(called.value), 'gitVersion');
    if (version === undefined) return notKubernetes(probes, called.value);
    return (await trouble(probes)) ?? pass(`Kubernetes ${version} answers`, [answered(called.value.httpCode)]);
  }
  const failure = called.error;
  const http = httpOf(failure);
  if (http?.status !== undefined && [401, 403].includes(http.code))
    return isOwn(http.status)
      ? unknown(
          'The proxy does not let /version through',
          'Its rules are made for less access; the checks behind will tell.',
          [answered(http.code)],
        )
      : pass('The API server answers; it does not tell strangers its version', [answered(http.code)]);
  if (http?.code === 404 && http.status === undefined)
    return failed(failure, await probes.context(), {
      causes: [
        { code: 'proxy.wrong-path', text: 'The URL’s path is not what the proxy or Kubernetes expects.' },
        { code: 'proxy.not-kubernetes', text: 'What stands behind the URL is no Kubernetes API.' },
      ],
      owner: 'you',
    });
  return failed(failure, await probes.context(), apiCauses(http));
}

/** What the API server is in trouble with for this caller alone, such as a limit of its requests. */
async function trouble(probes: Probes): Promise<Verdict | undefined> {
  const signedIn = await probes.review;
  const http = signedIn.ok ? undefined : httpOf(signedIn.error);
  if (http === undefined || ![429, 500, 503].includes(http.code) || isOwn(http.status)) return undefined;
  return failed(http, await probes.context(), {
    ...apiCauses(http),
    evidence: ['A call without the token was answered: the trouble is with calls of this service account.'],
  });
}

function apiCauses(http: HttpFailure | undefined): Partial<Verdict> {
  const byCode: Readonly<Record<number, FindingCause>> = {
    429: { code: 'api.throttled', text: 'The API server is busy and puts this caller off.' },
    500: {
      code: 'api.internal',
      text: 'The API server failed inside: a webhook that does not answer, or the storage behind it.',
    },
    503: { code: 'api.not-ready', text: 'The API server is starting, or a part of it is not available.' },
  };
  const ours = http !== undefined && isOwn(http.status);
  const cause = http === undefined ? undefined : byCode[http.code];
  if (ours && http.code === 429)
    return { causes: [{ code: 'proxy.rate-limit', text: 'The proxy limits how many requests it takes a second.' }] };
  return cause === undefined ? {} : { causes: [cause] };
}

function notKubernetes({ subject }: Probes, { httpCode, contentType, body = '' }: DoctorAnswer): Verdict {
  const begins = body.slice(0, 120).replaceAll(/\s+/g, ' ');
  return {
    outcome: 'fail',
    headline: `What answers behind ${subject.endpoint.url} is no Kubernetes API`,
    why: 'It does not tell a version of Kubernetes.',
    owner: 'you',
    sureness: 'judged',
    causes: [
      { code: 'proxy.not-kubernetes', text: 'Something else stands behind the URL.' },
      { code: 'proxy.wrong-path', text: 'The URL’s path leads elsewhere.' },
    ],
    evidence: [`HTTP ${httpCode}, ${contentType ?? 'no Content-Type'}: ${begins}`],
    fixes: [fixBy('edit-endpoint', 'Check the endpoint’s URL.')],
  };
}

/** `token`: accepted, and whose it is. The same API server answered a call without it just before. */
export async function judgeToken(probes: Probes): Promise<Verdict> {
  const { authentication } = probes.subject.endpoint;
  if (authentication.kind === 'none') return notNeeded('This endpoint does not sign in: calls are made as a stranger');
  const called = await probes.review;
  if (called.ok) {
    const identity = decodeSelfReview(jsonOf(called.value));
    return identity === undefined
      ? unknown('The API server did not say who the token belongs to')
      : pass(`The API server takes the token for that of ${identity.user}`, [
          `Groups: ${identity.groups.join(', ') || 'none'}`,
        ]);
  }
  const failure = called.error;
  const http = httpOf(failure);
  if (http?.code === 401) return refusedToken(http, probes);
  if (http !== undefined && (isOwn(http.status) || [403, 404, 405].includes(http.code)))
    return unknown(
      'Nobody may ask who the token belongs to',
      'The proxy’s rules or the API server’s version do not have the review.',
      [`POST selfsubjectreviews: HTTP ${http.code}`],
    );
  return failed(failure, await probes.context());
}

async function refusedToken(failure: HttpFailure, probes: Probes): Promise<Verdict> {
  const { subject, now } = probes;
  const ends = subject.token?.expiresAt;
  const isOver = ends !== undefined && ends < now.getTime();
  const expired: FindingCause = {
    code: 'access.token-expired',
    text: ends === undefined ? 'The token has ended.' : `The token ended on ${day(new Date(ends))}.`,
  };
  const rejected: FindingCause = {
    code: 'access.token-rejected',
    text: 'The token belongs to another cluster, was withdrawn with its service account, or was cut short when it was stored.',
  };
  const where =
    subject.endpoint.authentication.kind === 'credential'
      ? `the credential in ${subject.connection.database} on **${subject.sqlServerName}**`
      : 'the secret storage of this computer';
  return failed(failure, await probes.context(), {
    headline: isOver ? `The token ended on ${day(new Date(ends))}` : 'The API server does not accept the token',
    sureness: 'observed',
    owner: 'cluster admin',
    causes: isOver ? [expired] : ends === undefined ? [expired, rejected] : [rejected],
    evidence: [
      'A call without the token was answered just before, so it is the token that is refused.',
      ...(ends === undefined ? ['When the token ends is not known: SQL Server gives no secret back.'] : []),
    ],
    fixes: [fixBy('rotate-token', `Have a new token made, and store it in ${where}.`)],
  });
}

/** `token-expiry`: only a token that is kept here can be read. */
export function judgeTokenExpiry({ subject, now }: Probes): Promise<Verdict> {
  return Promise.resolve(
    expiryOf(subject.endpoint.authentication.kind, subject.token?.expiresAt, now, subject.token !== undefined),
  );
}

const soon = 7 * 86_400_000;

function expiryOf(kind: string, ends: number | undefined, now: Date, isReadable: boolean): Verdict {
  if (kind === 'none') return notNeeded('This endpoint does not sign in');
  if (!isReadable)
    return unknown(
      'When the token ends cannot be read',
      kind === 'credential'
        ? 'SQL Server gives no secret back. Whoever made the token knows; `SQL Kube: Rotate Token…` writes it down.'
        : 'The token is not of the kind that says so.',
    );
  if (ends === undefined) return pass('The token never ends', ['It has no `exp`; such tokens live in Secrets.']);
  const left = ends - now.getTime();
  const evidence = [`exp: ${day(new Date(ends))}`];
  if (left <= 0)
    return {
      outcome: 'fail',
      headline: `The token ended on ${day(new Date(ends))}`,
      sureness: 'documented',
      causes: [{ code: 'access.token-expired', text: 'The token has ended.' }],
      evidence,
      fixes: [fixBy('rotate-token', 'Have a new token made, and store it.')],
    };
  const days = Math.floor(left / 86_400_000);
  if (left > soon) return pass(`The token lasts ${days} more days`, evidence);
  return {
    outcome: 'warn',
    headline: days === 0 ? 'The token ends within a day' : `The token ends in ${days} day${days === 1 ? '' : 's'}`,
    evidence,
    fixes: [fixBy('rotate-token', 'Have a new token made before it ends.')],
  };
}

/** `token-audience`: an API server that accepts a token was meant by it. */
export async function judgeAudience(probes: Probes): Promise<Verdict> {
  const { token, endpoint } = probes.subject;
  if (endpoint.authentication.kind === 'none') return notNeeded('This endpoint does not sign in');
  const audiences = token?.audiences ?? [];
  const evidence = audiences.length === 0 ? [] : [`aud: ${audiences.join(', ')}`];
  const called = await probes.review;
  if (called.ok) return pass('The API server accepted the token as meant for it', evidence);
  if (audiences.length === 0) return unknown('Whom the token is meant for cannot be read');
  return {
    outcome: 'warn',
    headline: `The token is meant for ${audiences.join(', ')}`,
    why: 'The API server did not accept it. One reason can be that it answers to another audience.',
    sureness: 'judged',
    evidence: [...evidence, `iss: ${token?.issuer ?? 'absent'}`],
    fixes: [fixBy('request-token', 'Ask for a token without naming an audience: Kubernetes then takes its own.')],
  };
}
