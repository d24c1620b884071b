import { printable } from './pki/printable.ts';

/** An input that cannot be used: the one type for it everywhere. `reason` and `fix` are sentences; neither holds a secret. */
export interface InputProblem {
  readonly kind: 'input';
  /** Which input, as a path: `url`, `dnsNames[1]`, `exposure.clients[0]`. */
  readonly field: string;
  readonly reason: string;
  readonly fix: string;
}

/** Makes one. */
export const inputProblem = (field: string, reason: string, fix: string): InputProblem => ({
  kind: 'input',
  field,
  reason,
  fix,
});

/** What somebody typed, shortened and safe to stand in a sentence. */
export function quoted(text: string): string {
  const shown = Array.from(text);
  return `“${printable(shown.length > 60 ? `${shown.slice(0, 60).join('')}…` : text)}”`;
}
