import type { EndpointProfile } from '../core/connection.ts';
import type { ExpiryLine } from '../core/expiry-line.ts';
import type { Disposable } from '../host/signal.ts';

/** What the status bar shows: what ends first, and all of it in the tooltip. */
export interface ExpiryStatus {
  readonly text: string;
  readonly tooltip: string;
  readonly level: 'none' | 'warning' | 'error';
}

interface Parts {
  readonly endpoints: () => readonly EndpointProfile[];
  readonly linesOf: (endpoint: EndpointProfile) => readonly ExpiryLine[];
  readonly show: (status: ExpiryStatus | undefined) => void;
  /** Runs again and again; words such as “12 minutes” grow old. */
  readonly every: (milliseconds: number, run: () => void) => Disposable;
}

const minute = 60_000;

/** Keeps the status bar true. Undefined is shown when nothing is known to end. */
export function followExpiries(parts: Parts): Disposable & { readonly update: () => void } {
  const update = (): void => parts.show(expiryStatus(parts.endpoints(), parts.linesOf));
  const timer = parts.every(minute, update);
  update();
  return { update, dispose: () => timer.dispose() };
}

/** The status of these endpoints together. */
export function expiryStatus(
  endpoints: readonly EndpointProfile[],
  linesOf: (endpoint: EndpointProfile) => readonly ExpiryLine[],
): ExpiryStatus | undefined {
  const all = endpoints
    .flatMap((endpoint) => linesOf(endpoint).map((line) => ({ line, host: new URL(endpoint.url).host })))
    .sort((a, b) => a.line.until - b.line.until);
  const [first] = all;
  if (first === undefined) return undefined;
  const { stage, text } = first.line;
  return {
    text: `$(${first.line.what === 'token' ? 'key' : 'shield'}) ${first.host}: ${text}`,
    tooltip: all.map(({ line, host }) => `${host}: ${line.text}`).join('\n'),
    level: stage === 'expired' ? 'error' : stage === 'ends-soon' || stage === 'renew' ? 'warning' : 'none',
  };
}
