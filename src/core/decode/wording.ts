import { redact } from '../redact.ts';
import { readEndpointUrl, authority } from '../rest/endpoint-url.ts';
import { identifierProblem, quoteIdentifier } from '../tsql/quoting.ts';
import { trustSteps } from './catalogue/trust-steps.ts';
import type { Entry, ExplainContext, Explanation } from './explanation.ts';

/** Values for the placeholders of a catalogue entry. */
export type Names = Readonly<Record<string, string>>;

/** Foreign text as a Markdown code span: it cannot turn into links or emphasis. */
function code(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').replaceAll('`', '’').trim();
  return flat === '' ? '(nothing)' : `\`${flat}\``;
}

/** The names that every entry may use. */
export function namesOf(context: ExplainContext): Names {
  const url = context.endpointUrl === undefined ? undefined : readEndpointUrl(context.endpointUrl);
  const known = url?.ok === true ? url.value : undefined;
  return {
    sql: context.sqlServerName,
    hostName: known?.host ?? 'HOST',
    port: String(known?.port ?? 443),
    retry: 'a moment',
    trust: trustOn(context.hostPlatform),
    server: context.server ?? context.sqlServerName,
    connection: context.connectionName ?? context.sqlServerName,
    url: context.endpointUrl ?? 'the endpoint',
    endpoint: known === undefined ? 'the endpoint' : authority(known),
    host: known?.host ?? 'the endpoint’s host',
    origin: known === undefined ? 'https://host' : `https://${authority(known)}`,
    database: context.database ?? 'the database',
    login: context.login ?? 'the login',
    credential: context.credential ?? 'the credential',
    address: context.endpointUrl ?? 'https://host',
    loginId: quoted(context.login) ?? '[login]',
    credentialId: quoted(context.credential) ?? '[credential]',
    tokenPlace:
      context.credential === undefined
        ? 'for this endpoint (edit it)'
        : `in the credential ${code(context.credential)} (\`ALTER DATABASE SCOPED CREDENTIAL\`)`,
  };
}

function trustOn(platform: string | undefined): string {
  if (platform === 'Linux' || platform === 'Windows') return trustSteps[platform];
  return `On Linux: ${trustSteps.Linux} On Windows: ${trustSteps.Windows}`;
}

/** A name as T-SQL spells it. */
const quoted = (name: string | undefined): string | undefined =>
  name === undefined || identifierProblem(name) !== undefined ? undefined : quoteIdentifier(name);

/** What `namesOf` says when a name is not known: words of ours, not to be set as code. */
const unknownNames: ReadonlySet<string> = new Set([
  'the endpoint',
  'the endpoint’s host',
  'the database',
  'the login',
  'the credential',
]);

/** Foreign text as prose: readable, and still without power over the Markdown around it. */
function prose(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.replaceAll(/[\\`*_[\]<>~|!#]/g, '\\$&');
}

/** Names whose values we make ourselves: numbers with units, and Markdown of our own. */
const ownValues: ReadonlySet<string> = new Set(['seconds', 'retry', 'code', 'number', 'trust', 'tokenPlace']);

/** Names that stand inside a code span of the text: they must not end it. */
const insideCode: ReadonlySet<string> = new Set(['loginId', 'credentialId', 'address']);

/**
 * Puts names into a text. In Markdown, foreign names stand as code, as bold where the text says `**{name}**`, and the
 * proxy's own sentences (`{causes}`) as prose.
 */
export function fill(template: string, names: Names, style: 'plain' | 'markdown' | 'script'): string {
  return template
    .replaceAll(/(\*\*)?\{(\w+)\}(\*\*)?/g, (whole, bold: string | undefined, key: string) => {
      const known = names[key];
      if (known === undefined) return whole;
      // An endpoint may answer with what it was sent.
      const value = ownValues.has(key) ? known : redact(known);
      if (style !== 'markdown') return value.replaceAll(/\s+/g, ' ').trim();
      if (bold !== undefined) return `**${prose(value)}**`;
      if (key === 'causes') return prose(value);
      if (insideCode.has(key)) return value.replaceAll('`', '’');
      return ownValues.has(key) || unknownNames.has(value) ? value : code(value);
    })
    .trim();
}

/** An entry with names and evidence. */
export function word(entry: Entry, names: Names, evidence: readonly string[]): Explanation {
  return {
    headline: fill(entry.headline, names, 'plain'),
    why: fill(entry.why, names, 'markdown'),
    fix: fill(entry.fix, names, 'markdown'),
    owner: entry.owner,
    sureness: entry.sureness,
    evidence: evidence.map((line) => redact(line)),
    sources: [entry.source],
    actions: entry.actions ?? ['retry'],
  };
}
