import { readApiPath } from '../../kube/api-request.ts';
import { argumentFor } from '../calls/call.ts';
import type { ArgumentValue, Call } from '../calls/call.ts';
import { is } from '../calls/cursor.ts';
import { unquoteIdentifier } from '../quoting.ts';
import type { Token } from '../token.ts';

/** Reviews of what the caller itself may do and who it is: created by POST, and stored nowhere (documented). */
const selfReviews = [
  /^\/apis\/authorization\.k8s\.io\/v1\/self(?:subjectaccess|subjectrules)reviews$/u,
  /^\/apis\/authentication\.k8s\.io\/v1\/selfsubjectreviews$/u,
];

/** Subresources that do something in a pod or behind a service, whatever the verb. */
const active = ['exec', 'attach', 'portforward', 'proxy'];

const url = /^https:\/\/[^/?#]+([^?#]*)/iu;

/** The text of a literal that stands in the call itself; a variable could hold anything. */
const literal = (value: ArgumentValue | undefined): string | undefined =>
  value?.kind === 'literal' && value.constant.kind === 'text' ? value.constant.value : undefined;

/** Why a call does not run in read-only mode; undefined when it only reads. `tokens` are those of its batch. */
export const callRefusal = (call: Call, tokens: readonly Token[]): string | undefined => {
  if (call.target !== 'rest' || !isSystems(call, tokens))
    return 'A procedure other than sys.sp_invoke_external_rest_endpoint may change something.';
  if (!call.complete) return 'The call is not understood to its end.';
  if (hasTwice(call)) return 'The call names a parameter twice.';
  const method = literal(argumentFor(call, '@method')?.value)?.toUpperCase();
  if (method === undefined)
    return 'The call names no method as a literal, so it may be anything; without @method it is POST.';
  const target = argumentFor(call, '@url')?.value;
  const path = url.exec(literal(target) ?? '')?.[1] ?? '';
  if (method === 'GET' || method === 'HEAD') return readRefusal(call, target);
  if (method === 'POST' && selfReviews.some((review) => review.test(path))) return undefined;
  return `${method} changes something, and this call is no review of what the caller may do.`;
};

/** A header that asks for another verb is nothing that Kubernetes knows, but the URL may be anybody's. */
const readRefusal = (call: Call, target: ArgumentValue | undefined): string | undefined => {
  const headers = argumentFor(call, '@headers')?.value;
  if (headers !== undefined && headers.kind !== 'null' && headers.kind !== 'default') {
    const text = literal(headers);
    if (text === undefined) return 'The headers are no literal, and a header can ask for another method.';
    // A backslash could spell any letter.
    if (/method|\\/iu.test(text)) return 'A header may ask for another method.';
  }
  const constant = target?.constant;
  const known = constant?.kind === 'text' ? constant.value : undefined;
  if (known === undefined) return undefined;
  const request = readApiPath(url.exec(known)?.[1] ?? '');
  return active.includes(request?.subresource?.text.toLowerCase() ?? '')
    ? `A GET of ${request?.subresource?.text ?? ''} does more than read.`
    : undefined;
};

const hasTwice = ({ arguments: all }: Call): boolean => {
  const names = all.flatMap(({ parameter }) => (parameter === undefined ? [] : [parameter]));
  return new Set(names).size !== names.length || names.length !== all.length;
};

/** The name alone, or in the schema sys: another schema could hold a procedure of the same name. */
const isSystems = ({ name }: Call, tokens: readonly Token[]): boolean => {
  const parts = tokens.filter(({ start }) => start >= name.start && start < name.end);
  if (parts.length === 1) return true;
  const names = parts.filter((token) => !is(token, '.')).map(({ text }) => unquoteIdentifier(text).toLowerCase());
  return names.at(-2) === 'sys' && parts.length === 2 * names.length - 1;
};
