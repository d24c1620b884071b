import type { FoldedText } from '../calls/folded-text.ts';
import type { KubernetesRequest } from '../rules/kubernetes-request.ts';
import { readKubernetesUrl } from '../rules/kubernetes-request.ts';

const verbs: Readonly<Record<string, readonly [item: string, collection: string]>> = {
  GET: ['reads', 'lists'],
  HEAD: ['asks for the headers of', 'asks for the headers of the list of'],
  POST: ['posts to', 'creates one of'],
  PUT: ['replaces', 'tries to replace'],
  PATCH: ['changes', 'tries to change'],
  DELETE: ['deletes', 'deletes all'],
};

/** What a request to Kubernetes does, in a sentence. */
const requestSentence = (method: string, { api, kind }: KubernetesRequest): string => {
  if (api?.resource === undefined) return `${method}: asks the API server about itself.`;
  const what = kind?.plural ?? api.resource.text;
  const where =
    api.namespace === undefined
      ? kind?.namespaced === true
        ? ' in all namespaces'
        : ''
      : ` in namespace **${api.namespace.text}**`;
  const [item, collection] = verbs[method] ?? ['asks for', 'asks for'];
  if (api.name === undefined) return `${method}: ${collection} ${what}${where}.`;
  const part = api.subresource === undefined ? '' : `the ${api.subresource.text} of `;
  return `${method}: ${item} ${part}${what} **${api.name.text}**${where}.`;
};

const parameterSentences: Readonly<Record<string, string>> = {
  limit: 'At most so many objects; the answer tells how to go on.',
  continue: 'The next page: the token of the page before.',
  labelSelector: 'Only objects with these labels.',
  fieldSelector: 'Only objects with these fields.',
  fieldValidation: 'Strict refuses unknown fields instead of dropping them.',
  fieldManager: 'The name under which Kubernetes notes the change.',
  dryRun: 'All: checks and answers, and changes nothing.',
  includeObject: 'None: rows of a table without their objects, which is much smaller.',
  tailLines: 'Only so many lines from the end of the log.',
  container: 'Of which container.',
  previous: 'The log of the run before the last restart.',
  propagationPolicy: 'What becomes of what the object owns.',
};

/** A URL of Kubernetes in words; undefined for other URLs. */
export const describeUrl = (url: FoldedText, method: string, knownEndpoints: readonly string[]): string | undefined => {
  const request = readKubernetesUrl(url, knownEndpoints);
  if (request === undefined) return undefined;
  const asked = request.query.flatMap(({ name, text }) => {
    const sentence = parameterSentences[name];
    return sentence === undefined ? [] : [`- \`${text}\`: ${sentence}`];
  });
  return [requestSentence(method, request), ...asked].join('\n');
};
