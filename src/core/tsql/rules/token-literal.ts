import { identifierProblem, quoteIdentifier, quoteLiteral, sql } from '../quoting.ts';
import type { SqlText } from '../quoting.ts';
import type { CallFacts, HeaderEntry, KnownHeaders } from './call-facts.ts';
import { addArgument, changeText, fixes, placeOf, removeHeader } from './edits.ts';
import type { KubernetesRequest } from './kubernetes-request.ts';
import type { Finding, KubernetesRule, TextEdit } from './rule.ts';

const secret = /^(?:bearer|basic)\s+\S/iu;
/** <token> and $(token) stand for a token and are none. */
const placeholder = /<[^>]*>|\$\(/u;

/** A token in the text of a script ends in plan caches and query stores. */
export const tokenLiteral: KubernetesRule = {
  name: 'token-literal',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A token or password stands in the script instead of in a credential.',
  check: (facts, request) => {
    const { headers } = facts;
    return headers === undefined ? [] : headers.entries.flatMap((entry) => findings(facts, request, headers, entry));
  },
};

const findings = (
  facts: CallFacts,
  request: KubernetesRequest,
  headers: KnownHeaders,
  { name, value, node }: HeaderEntry,
): readonly Finding[] => {
  if (!/^(?:proxy-)?authorization$/iu.test(name) || !secret.test(value) || placeholder.test(value)) return [];
  const edits = toCredential(facts, request, headers, value);
  return [
    {
      span: placeOf(headers.text, node.start, node.end, headers.argument.span),
      message:
        'This token stays in plan caches and in the Query Store. Keep it in a database scoped credential and name that in @credential.',
      ...(edits === undefined ? {} : fixes('Keep the token in a credential', ...edits)),
    },
  ];
};

/** The statement that makes the credential, with a placeholder: the token itself leaves the script. */
const createCredential = (name: SqlText, scheme: string): SqlText =>
  sql`-- Run this once in this database with the token in its place, then take it out of the script.
CREATE DATABASE SCOPED CREDENTIAL ${name}
    WITH IDENTITY = N'HTTPEndpointHeaders', SECRET = ${quoteLiteral(`{"Authorization":"${scheme} <token>"}`)};
GO
`;

const toCredential = (
  facts: CallFacts,
  { origin }: KubernetesRequest,
  headers: KnownHeaders,
  value: string,
): readonly (TextEdit | undefined)[] | undefined => {
  if (identifierProblem(origin) !== undefined || facts.argument('@credential') !== undefined) return undefined;
  const credential = quoteIdentifier(origin);
  const top: TextEdit = {
    span: { start: 0, end: 0 },
    text: createCredential(credential, value.slice(0, value.search(/\s/u))),
  };
  const argument = sql`@credential = ${credential}`;
  const alone = headers.json.root?.kind === 'object' && headers.json.root.members.length === 1;
  if (alone && headers.argument.value?.kind === 'literal' && headers.argument.name !== undefined)
    return [top, { span: headers.argument.span, text: argument }];
  return [top, withoutToken(facts, headers, alone), addArgument(facts, argument)];
};

const withoutToken = (facts: CallFacts, { entries, text }: KnownHeaders, alone: boolean): TextEdit | undefined => {
  if (alone) return changeText(facts, '@headers', [0, text.value.length], '{}');
  const index = entries.findIndex(({ name }) => /^authorization$/iu.test(name));
  return removeHeader(facts, index);
};
