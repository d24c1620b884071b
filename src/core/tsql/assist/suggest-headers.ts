import { patches, views } from '../../proxy/translation.ts';
import type { Suggestion } from './suggestion.ts';

interface KnownHeader {
  readonly name: string;
  readonly detail: string;
  readonly values: readonly string[];
}

/** Headers that mean something to Kubernetes or to the proxy. No Authorization: a token belongs into a credential. */
export const knownHeaders: readonly KnownHeader[] = [
  { name: 'Accept', detail: 'kind of answer', values: ['application/json', 'text/plain'] },
  { name: 'Content-Type', detail: 'kind of payload', values: ['application/json'] },
  { name: 'X-Kube-View', detail: 'what the proxy of SQL Kube asks for', values: views },
  { name: 'X-Kube-Patch', detail: 'kind of PATCH, for the proxy of SQL Kube', values: patches },
];

/** What may stand next in the JSON of the headers. */
export const suggestHeaders = (before: string, start: number): readonly Suggestion[] => {
  const at = start + before.length;
  const value = /"([^"\\]*)"\s*:\s*"([^"\\]*)$/u.exec(before);
  if (value !== null) {
    const [, name = '', typed = ''] = value;
    const known = knownHeaders.find((header) => header.name.toLowerCase() === name.toLowerCase());
    return (known?.values ?? []).map((text) => ({
      kind: 'value',
      label: text,
      detail: name,
      insert: { text },
      span: { start: at - typed.length, end: at },
    }));
  }
  const key = /^\s*(?:\{(?:.*,)?\s*("?)([\w-]*))?$/su.exec(before);
  if (key === null) return [];
  const [whole, quote, typed = ''] = key;
  const opened = whole.trim() !== '';
  return knownHeaders.map(({ name, detail, values }) => {
    const pair = `${quote === '"' ? '' : '"'}${name}":"\${1|${values.join(',')}|}"`;
    return {
      kind: 'header',
      label: name,
      detail,
      insert: { snippet: opened ? pair : `{${pair}\\}` },
      span: { start: at - typed.length, end: at },
    };
  });
};
