import type { Span } from '../calls/span.ts';
import type { CallFacts } from './call-facts.ts';
import { placeOf } from './edits.ts';
import type { KubernetesRequest } from './kubernetes-request.ts';

/** Where the value of a parameter stands in the call, or the procedure's name when it is left out. */
export const argumentSpan = ({ call }: Pick<CallFacts, 'call'>, parameter: string): Span => {
  const argument = call.arguments.find((one) => one.parameter === parameter);
  return argument?.value?.span ?? argument?.span ?? call.name;
};

/** Where characters of the URL are spelled; all of it by default. */
export const urlSpan = (
  facts: CallFacts,
  { url }: Pick<KubernetesRequest, 'url'>,
  part: { readonly start: number; readonly end: number } = { start: 0, end: url.value.length },
): Span => placeOf(url, part.start, part.end, argumentSpan(facts, '@url'));

/** True for the log of a pod, which is text. */
export const isLog = ({ api }: KubernetesRequest): boolean =>
  api?.group === '' && api.resource?.text === 'pods' && api.subresource?.text === 'log';
