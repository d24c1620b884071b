import { argumentFor } from '../calls/call.ts';
import type { Call, CallArgument } from '../calls/call.ts';
import { documentSpans } from '../calls/folded-text.ts';
import type { FoldedText } from '../calls/folded-text.ts';
import { readJson } from '../calls/json-positions.ts';
import type { JsonNode } from '../calls/json-positions.ts';
import { identifierProblem, quoteIdentifier, quoteLiteral, sql } from '../quoting.ts';
import { kubernetesUrl } from './kubernetes-call.ts';
import type { Finding, Fix, Rule } from './rule.ts';

const secret = /^(?:bearer|basic)\s+\S/iu;
/** <token> and $(token) stand for a token and are none. */
const placeholder = /<[^>]*>|\$\(/u;

/** A token in the text of a script ends in plan caches and query stores. */
export const tokenLiteral: Rule = {
  code: 'sqlkube/token-literal',
  severity: 'warning',
  check: (call) => {
    const argument = argumentFor(call, '@headers');
    const text = argument?.value?.constant;
    if (argument === undefined || text?.kind !== 'text') return [];
    const { root } = readJson(text.value);
    return root?.kind === 'object' ? findings(call, argument, text, root) : [];
  },
};

const findings = (
  call: Call,
  argument: CallArgument,
  text: FoldedText,
  { members }: Extract<JsonNode, { kind: 'object' }>,
): readonly Finding[] =>
  members.flatMap(({ key, value }) => {
    if (!/^(?:proxy-)?authorization$/iu.test(key.value) || value?.kind !== 'string') return [];
    if (!secret.test(value.value) || placeholder.test(value.value)) return [];
    const [span] = documentSpans(text, value.start, value.end);
    const fix = members.length === 1 ? toCredential(call, argument, text) : undefined;
    const message =
      'This token stays in plan caches and in the Query Store. Keep it in a database scoped credential and name that in @credential.';
    return span === undefined ? [] : [{ span, message, ...(fix === undefined ? {} : { fix }) }];
  });

/** Only where the headers are written in the call itself, by name, so that nothing else can use or move with them. */
const toCredential = (call: Call, argument: CallArgument, headers: FoldedText): Fix | undefined => {
  const name = kubernetesUrl(call)?.origin;
  if (name === undefined || identifierProblem(name) !== undefined) return undefined;
  if (argument.name === undefined || argument.value?.kind !== 'literal') return undefined;
  if (argumentFor(call, '@credential') !== undefined) return undefined;
  const credential = quoteIdentifier(name);
  const create = sql`-- Run this once in this database, then take it out of the script.
CREATE DATABASE SCOPED CREDENTIAL ${credential} WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = ${quoteLiteral(headers.value)};
GO
`;
  const top = { start: call.batchStart, end: call.batchStart };
  return {
    title: 'Keep the token in a credential',
    edits: [
      { span: top, text: create },
      { span: argument.span, text: `@credential = ${credential}` },
    ],
  };
};
