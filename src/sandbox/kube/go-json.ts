import { remembering } from './remembering.ts';

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON as Go's encoder writes it: safe inside HTML, with a newline at the end (observed, kube-apiserver 1.36.3). */
export const goJson = (value: unknown): string =>
  `${JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (sign) => escapes[sign] ?? sign)}\n`;

/** A text as Go's `%q` prints it, for the messages that quote names. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A time as Kubernetes writes it: RFC 3339, whole seconds, UTC. */
export const kubeTime = remembering(
  (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`,
  (time) => String(time),
);
