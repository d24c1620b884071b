import { tokenClaims } from '../../kube/token.ts';

const units = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

/** `3 hours`, rounded down to the largest unit. */
const span = (ms: number): string => {
  for (const [size, name] of units) {
    const count = Math.floor(ms / size);
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return 'less than a minute';
};

const lifeOf = (expiresAt: number | undefined, now: number): string => {
  if (expiresAt === undefined) return 'It never expires.';
  const when = new Date(expiresAt).toISOString().replace('T', ' ').slice(0, 16);
  return expiresAt > now
    ? `It expires in ${span(expiresAt - now)}, at ${when} UTC.`
    : `It expired ${span(now - expiresAt)} ago, at ${when} UTC.`;
};

/** Names in a token are anybody's text; in Markdown they stand as code. */
const code = (text: string): string => `\`${text.replaceAll(/[`\r\n]/gu, ' ').slice(0, 100)}\``;

/** What a token says of itself, never the token; undefined when it is none. Markdown. */
export const describeToken = (token: string, now: number): string | undefined => {
  const claims = tokenClaims(token);
  if (claims === undefined) return undefined;
  const { namespace, serviceAccount, subject } = claims;
  const who =
    serviceAccount !== undefined && namespace !== undefined
      ? `Token of the service account ${code(serviceAccount)} in namespace ${code(namespace)}.`
      : subject === undefined
        ? 'A token.'
        : `Token of ${code(subject)}.`;
  return `${who} ${lifeOf(claims.expiresAt, now)}\n\nWhoever reads this script can use it: put it into a database scoped credential, and name that in \`@credential\`. Nothing of the token was checked or sent anywhere.`;
};
