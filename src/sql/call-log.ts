import type { CallFacts, Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';

/** Where calls leave their trace; the host's log satisfies it. */
export interface CallLog {
  debug(line: string): void;
  warn(line: string): void;
}

/** Query parameters whose values say what was asked for; any other's could be a secret of somebody's proxy. */
const harmless: ReadonlySet<string> = new Set([
  'limit',
  'includeObject',
  'labelSelector',
  'fieldSelector',
  'container',
  'tailLines',
  'previous',
  'timestamps',
]);

/** As much of a continue token as tells two of them apart; all begin alike. */
const tokenTail = 8;

/** One line a call: method, URL, HTTP code, milliseconds and bytes. Never headers, bodies or what SQL Server said. */
export function logCall(log: CallLog, facts: CallFacts, outcome: Result<{ readonly httpCode: number }, Failure>): void {
  const found = outcome.ok ? `HTTP ${outcome.value.httpCode}` : inShort(outcome.error);
  const size = facts.bytes === undefined ? '' : `, ${facts.bytes} bytes`;
  const line = `${facts.method} ${loggedUrl(facts.url)}: ${found}, ${facts.durationMs} ms${size}`;
  if (outcome.ok || outcome.error.kind === 'cancelled') log.debug(line);
  else log.warn(line);
}

/** The URL without user, password and the values of unknown parameters. */
function loggedUrl(url: string): string {
  const [place = '', query] = url.split(/\?(.*)/s);
  const address = place.replace(/^(https?:\/\/)[^/]*@/i, '$1…@');
  if (query === undefined) return address;
  const pairs = query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (harmless.has(name)) return pair;
    return name === 'continue' && value.length > 2 * tokenTail ? `${name}=…${value.slice(-tokenTail)}` : `${name}=…`;
  });
  return `${address}?${pairs.join('&')}`;
}

function inShort(failure: Failure): string {
  switch (failure.kind) {
    case 'http':
    case 'no-result':
      return `${failure.kind} ${failure.code}`;
    case 'sql':
    case 'login':
      return [failure.kind, ...failure.errors.map(({ number }) => number)].join(' ');
    case 'timeout':
      return `${failure.kind} (${failure.stage})`;
    default:
      return failure.kind;
  }
}
