import { restMethods } from '../../rest/methods.ts';
import { restParameters } from '../../rest/parameters.ts';
import { quoteIdentifier, identifierProblem } from '../quoting.ts';
import { callAt } from './call-at.ts';
import { cursorPlace } from './cursor-place.ts';
import type { CursorPlace } from './cursor-place.ts';
import type { Knowledge } from './knowledge.ts';
import { parameterDocumentation, parameterLabel } from './parameter-docs.ts';
import { suggestHeaders } from './suggest-headers.ts';
import { suggestPayload } from './suggest-payload.ts';
import { suggestUrl } from './suggest-url.ts';
import { snippetText } from './suggestion.ts';
import type { Suggestion } from './suggestion.ts';

type Place<K extends CursorPlace['kind']> = Extract<CursorPlace, { kind: K }>;

const credentials = ({ clusters, credentials: seen }: Knowledge): readonly string[] =>
  [...new Set([...seen, ...clusters.flatMap(({ credential }) => credential ?? [])])].filter(
    (name) => identifierProblem(name) === undefined,
  );

/** A choice of a snippet, whose own signs are escaped. */
const choice = (stop: number, texts: readonly string[], otherwise: string): string =>
  texts.length < 2
    ? `\${${stop}:${snippetText(texts[0] ?? otherwise)}}`
    : `\${${stop}|${texts.map((text) => text.replaceAll(/[\\,|]/gu, String.raw`\$&`)).join(',')}|}`;

const exampleUrl = 'https://kubernetes.example.local';

const callSnippet = (knowledge: Knowledge, returns: boolean): string => {
  const urls = knowledge.clusters.map(({ url }) => url);
  const names = credentials(knowledge).map((name) => quoteIdentifier(name));
  return [
    `${returns ? '' : '@${6:return} = '}sys.sp_invoke_external_rest_endpoint`,
    `    @url = N'${choice(1, urls, exampleUrl)}\${2:/version}',`,
    `    @method = N'\${3|${restMethods.join(',')}|}',`,
    `    @credential = ${choice(4, names, `[${exampleUrl}]`)},`,
    `    @response = @\${5:response} OUTPUT;`,
  ].join('\n');
};

const procedures = ({ span, returns }: Place<'procedure'>, knowledge: Knowledge): readonly Suggestion[] => [
  {
    kind: 'procedure',
    label: 'sp_invoke_external_rest_endpoint',
    detail: 'SQL Server 2025 calls a REST API',
    documentation: 'Returns 0 for a 2xx, else the HTTP status. A failed connection is an error, Msg 31608.',
    insert: { text: 'sys.sp_invoke_external_rest_endpoint' },
    span,
  },
  {
    kind: 'procedure',
    label: 'sp_invoke_external_rest_endpoint with its parameters',
    detail: 'a call of Kubernetes',
    documentation: 'URL, method, credential and response, each to be filled in.',
    insert: { snippet: callSnippet(knowledge, returns) },
    span,
  },
];

/** The value of a parameter as a snippet. */
const valueSnippet = (parameter: string, knowledge: Knowledge): string => {
  switch (parameter) {
    case '@url':
      return `N'${choice(
        1,
        knowledge.clusters.map(({ url }) => `${url}/`),
        `${exampleUrl}/`,
      )}$0'`;
    case '@method':
      return `N'\${1|${restMethods.join(',')}|}'`;
    case '@headers':
      return `N'{"\${1|Accept,X-Kube-View,X-Kube-Patch,Content-Type|}":"\${2:application/json}"\\}'`;
    case '@credential':
      return choice(
        1,
        credentials(knowledge).map((name) => quoteIdentifier(name)),
        `[${exampleUrl}]`,
      );
    case '@response':
      return '@${1:response} OUTPUT';
    case '@payload':
      return "N'$1'";
    case '@timeout':
      return '${1:30}';
    default:
      return '${1:3}';
  }
};

const leadsOn = ['@url', '@payload'];

const parameters = ({ span, given }: Place<'parameter'>, knowledge: Knowledge): readonly Suggestion[] =>
  restParameters
    .filter(({ name }) => !given.includes(name))
    .map((parameter) => ({
      kind: 'parameter',
      label: parameter.name,
      detail: parameterLabel(parameter),
      documentation: parameterDocumentation(parameter),
      insert: { snippet: `${parameter.name} = ${valueSnippet(parameter.name, knowledge)}` },
      span,
      ...(leadsOn.includes(parameter.name) ? { more: true } : {}),
    }));

const begun = ({ span, parameter }: Place<'value'>, knowledge: Knowledge): readonly Suggestion[] => {
  if (parameter === '@method')
    return restMethods.map((method) => ({ kind: 'value', label: method, insert: { text: `N'${method}'` }, span }));
  if (parameter === '@credential')
    return credentials(knowledge).map((name) => ({
      kind: 'value',
      label: name,
      detail: 'database scoped credential',
      insert: { text: quoteIdentifier(name) },
      span,
    }));
  return [
    {
      kind: 'value',
      label: parameter === '@response' ? '@response OUTPUT' : `value of ${parameter}`,
      insert: { snippet: valueSnippet(parameter, knowledge) },
      span,
      ...(leadsOn.includes(parameter) ? { more: true } : {}),
    },
  ];
};

const within = (
  place: Place<'inside'>,
  document: string,
  offset: number,
  knowledge: Knowledge,
): readonly Suggestion[] => {
  const { parameter, before, content, span } = place;
  switch (parameter) {
    case '@url':
      return suggestUrl(before, span.start, knowledge);
    case '@headers':
      return suggestHeaders(before, span.start);
    case '@method':
      return restMethods.map((method) => ({ kind: 'value', label: method, insert: { text: method }, span }));
    case '@credential':
      return credentials(knowledge).map((name) => ({
        kind: 'value',
        label: name,
        detail: 'database scoped credential',
        insert: { text: name },
        span,
      }));
    case '@payload': {
      const facts = callAt(document, offset)?.facts;
      const url = facts?.text('@url')?.value;
      const method = facts?.method;
      return suggestPayload(content, span.start, {
        ...(method === undefined ? {} : { method }),
        ...(url === undefined ? {} : { url }),
      });
    }
    default:
      return [];
  }
};

/** What may be written at a place of a document. Nothing is asked of anybody: `knowledge` is what is loaded. Never throws. */
export const complete = (document: string, offset: number, knowledge: Knowledge): readonly Suggestion[] => {
  const place = cursorPlace(document, offset);
  switch (place?.kind) {
    case undefined:
      return [];
    case 'procedure':
      return procedures(place, knowledge);
    case 'parameter':
      return parameters(place, knowledge);
    case 'value':
      return begun(place, knowledge);
    case 'inside':
      return within(place, document, offset, knowledge);
  }
};
