import { Document } from 'yaml';

/** An object of Kubernetes, as far as every one of ours is alike. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: object;
  readonly data?: Readonly<Record<string, string>>;
}

// All that some reader takes for a line break, drops or refuses (YAML 1.1, "Character Set" and "Line Break Characters").
const unsafe = /[^\n\x20-\x7e]/;

/**
 * One YAML document, with a comment in front. Strings that YAML 1.1 readers (Kubernetes' is one) would take for something
 * else are quoted. Throws a RangeError for anything but printable ASCII and line feeds: inputs are checked before.
 */
export function renderYaml(value: object, comment = ''): string {
  textsIn(value).forEach(assertPlain);
  const document = new Document(value, { schema: 'core', compat: 'yaml-1.1', aliasDuplicateObjects: false });
  return commentLines(comment) + document.toString({ lineWidth: 0 });
}

/** Several documents in one file. */
export const renderYamlStream = (
  documents: readonly { readonly value: object; readonly comment?: string }[],
  header: string,
): string =>
  commentLines(header) + documents.map(({ value, comment }) => `---\n${renderYaml(value, comment)}`).join('');

function commentLines(comment: string): string {
  assertPlain(comment);
  if (comment === '') return '';
  return comment
    .split('\n')
    .map((line) => `${`# ${line}`.trimEnd()}\n`)
    .join('');
}

function assertPlain(text: string): void {
  if (unsafe.test(text)) throw new RangeError(`A generated file takes printable ASCII only: ${JSON.stringify(text)}`);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [key, ...textsIn(part)]);
}
