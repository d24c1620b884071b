import { readEndpointUrl } from '../rest/endpoint-url.ts';
import type { CauseCode } from './catalogue/causes.ts';
import type { ExplainContext } from './explanation.ts';
import { linkNames, type Link } from './terms.ts';

/** How much likelier or unlikelier a cause is for what is known of the case, and why. */
export interface Weight {
  readonly points: number;
  /** A plain sentence. */
  readonly because: string;
}

type Rule = (context: ExplainContext) => readonly (readonly [CauseCode, Weight])[];

const weight = (cause: CauseCode, points: number, because: string): readonly [CauseCode, Weight] => [
  cause,
  { points, because },
];

const strong = 6;
const slight = 3;
const azure = 5;

const day = (date: Date): string => date.toISOString().slice(0, 10);

const certificateDates: Rule = ({ certificate, now }) => {
  if (now === undefined || certificate === undefined) return [];
  const { notBefore, notAfter } = certificate;
  const ended = notAfter !== undefined && notAfter < now;
  const early = notBefore !== undefined && notBefore > now;
  return [
    ...(notAfter === undefined
      ? []
      : [weight('tls.expired', ended ? strong : -strong, `Seen from here, it is valid until ${day(notAfter)}.`)]),
    ...(notBefore === undefined
      ? []
      : [
          weight(
            'tls.not-yet-valid',
            early ? strong : -strong,
            `Seen from here, it is valid from ${day(notBefore)} on.`,
          ),
        ]),
    ...(notBefore === undefined || notAfter === undefined || ended || early
      ? []
      : [weight('tls.clock', slight, 'Seen from here, its dates are right.')]),
  ];
};

const flag = (value: boolean | undefined, cause: CauseCode, bad: boolean, yes: string, no: string): ReturnType<Rule> =>
  value === undefined ? [] : [weight(cause, value === bad ? strong : -strong, value ? yes : no)];

const certificateContent: Rule = ({ certificate }) => [
  ...flag(
    certificate?.coversHost,
    'tls.wrong-name',
    false,
    'Seen from here, it names this host.',
    'Seen from here, it does not name this host.',
  ),
  ...flag(
    certificate?.forServers,
    'tls.wrong-usage',
    false,
    'Seen from here, it is meant for servers.',
    'Seen from here, it is not meant for servers.',
  ),
  ...flag(
    certificate?.chainComplete,
    'tls.chain-incomplete',
    false,
    'Seen from here, the chain is complete.',
    'Seen from here, the chain is not complete.',
  ),
  ...flag(
    certificate?.namesRevocation,
    'tls.revocation-unreachable',
    true,
    'It names an address to ask for revocation.',
    'It names no address to ask for revocation.',
  ),
];

const host: Rule = ({ endpointUrl }) => {
  const url = endpointUrl === undefined ? undefined : readEndpointUrl(endpointUrl);
  if (url?.ok !== true) return [];
  const name = url.value.host.toLowerCase();
  if (/^[\d.]+$/.test(name)) {
    const because = 'The URL holds an address, and no name has to be resolved.';
    return [
      weight('name.unknown', -strong, because),
      weight('name.hosts-elsewhere', -strong, because),
      weight('tls.wrong-name', slight, 'The URL holds an address, which few certificates name.'),
    ];
  }
  const isInternal = /\.(?:svc|cluster\.local)\.?$|\.svc\./.test(name);
  return [
    weight(
      'name.cluster-internal',
      isInternal ? strong : -strong,
      isInternal ? 'The host’s name has the form of one.' : 'The host’s name does not have that form.',
    ),
  ];
};

const platform: Rule = ({ hostPlatform, engineEdition }) => [
  ...(hostPlatform === 'Windows'
    ? [
        weight('tls.ca-file-name', -strong, 'SQL Server runs on Windows, which reads no such folder.'),
        weight('tls.not-restarted', -slight, 'SQL Server runs on Windows, whose store is read anew.'),
      ]
    : []),
  ...(hostPlatform === 'Linux' ? [weight('tcp.web-proxy', -slight, 'SQL Server runs on Linux.')] : []),
  ...(engineEdition === undefined
    ? []
    : (['sql.edition-cloud', 'name.blocked-address', 'name.not-allowed'] as const).map((cause) =>
        weight(cause, engineEdition === azure ? slight : -strong, `The engine edition is ${engineEdition}.`),
      )),
];

const signIn: Rule = ({ credential, tokenExpires, now }) => [
  ...(credential === undefined ? [] : [weight('access.no-token', -slight, 'The endpoint signs in by a credential.')]),
  ...(tokenExpires === undefined || now === undefined
    ? []
    : [
        weight(
          'access.token-expired',
          tokenExpires < now ? strong : -strong,
          `The token is valid until ${tokenExpires.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
        ),
      ]),
];

const rules: readonly Rule[] = [certificateDates, certificateContent, host, platform, signIn];

const doctor = 20;

/** What is known of this case for or against a cause. What the doctor found weighs most. */
export function weigh(code: string, link: Link, context: ExplainContext): Weight | undefined {
  if (context.found?.includes(code) === true) return { points: doctor, because: 'The doctor found it.' };
  if (context.ruledOut?.includes(code) === true) return { points: -doctor, because: 'The doctor ruled it out.' };
  const seen = context.chain?.[link];
  if (seen === 'passed') return { points: -doctor / 2, because: `The doctor saw the link “${linkNames[link]}” work.` };
  const known = rules.flatMap((rule) => rule(context)).find(([cause]) => cause === code)?.[1];
  if (known !== undefined || seen === undefined) return known;
  return { points: doctor / 2, because: `The doctor saw the link “${linkNames[link]}” fail.` };
}
