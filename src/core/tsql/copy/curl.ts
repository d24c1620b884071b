import { quoteShell } from '../../setup/shell-quote.ts';
import type { KnownRequest } from './known-request.ts';

/** The call as a command of curl. Where SQL Server signs in, the shell variable TOKEN stands in the token's place. */
export const curlCommand = ({ method, url, headers, signsIn, payload, timeout }: KnownRequest): string => {
  const named = new Set(headers.map(({ name }) => name.toLowerCase()));
  const header = (name: string, value: string): string => `--header ${quoteShell(`${name}: ${value}`)}`;
  const parts = [
    method === 'HEAD' ? '--head' : `--request ${method}`,
    ...headers.map(({ name, value }) => header(name, value)),
    ...(named.has('accept') ? [] : [header('Accept', 'application/json')]),
    ...(payload === undefined || named.has('content-type') ? [] : [header('Content-Type', 'application/json')]),
    ...(signsIn ? ['--header "Authorization: Bearer $TOKEN"'] : []),
    ...(payload === undefined ? [] : [`--data-raw ${quoteShell(payload)}`]),
    `--max-time ${timeout ?? 30}`,
    quoteShell(url),
  ];
  return `curl ${parts.join(' \\\n  ')}\n`;
};
