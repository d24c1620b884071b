import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { callAt } from '../assist/call-at.ts';
import { curlCommand } from './curl.ts';
import { knownRequest } from './known-request.ts';
import { kubectlCommand } from './kubectl.ts';

/** The call at a place of a document in another language, without secrets. The error is a sentence. */
export const copyCall = (
  document: string,
  offset: number,
  as: 'curl' | 'kubectl',
  knownEndpoints: readonly string[],
  clear: (text: string) => string,
): Result<string, string> => {
  const there = callAt(document, offset, knownEndpoints);
  if (there === undefined) return err('There is no call of sp_invoke_external_rest_endpoint at this place.');
  const request = knownRequest(there.facts, clear);
  if (!request.ok) return request;
  return as === 'curl' ? ok(curlCommand(request.value)) : kubectlCommand(request.value);
};
