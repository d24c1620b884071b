import { procedurePage } from './evidence.ts';
import type { Fact } from './evidence.ts';

/** What a body is taken for: decides how the payload is checked and how `result` is written. */
export type MediaMode = 'json' | 'xml' | 'text';

interface MediaFamily {
  /** Matches the lower-case media type without parameters. */
  readonly pattern: RegExp;
  /** As the documentation writes it. */
  readonly label: string;
  readonly mode: MediaMode;
}

const json: MediaFamily = { label: 'application/json', pattern: /^application\/json$/, mode: 'json' };
const xml: MediaFamily = { label: 'application/xml', pattern: /^application\/xml$/, mode: 'xml' };
const text: MediaFamily = { label: 'text/*', pattern: /^text\/(\*|[a-z0-9!#$&^_.+-]+)$/, mode: 'text' };

/** Content types a request may carry. */
export const contentTypes: Fact<readonly MediaFamily[]> = {
  value: [
    json,
    {
      label: 'application/vnd.microsoft.*.json',
      pattern: /^application\/vnd\.microsoft\.[a-z0-9!#$&^_.+-]+\.json$/,
      mode: 'json',
    },
    xml,
    {
      label: 'application/vnd.microsoft.*.xml',
      pattern: /^application\/vnd\.microsoft\.[a-z0-9!#$&^_.+-]+\.xml$/,
      mode: 'xml',
    },
    {
      label: 'application/vnd.microsoft.*+xml',
      pattern: /^application\/vnd\.microsoft\.[a-z0-9!#$&^_.-]+\+xml$/,
      mode: 'xml',
    },
    {
      label: 'application/x-www-form-urlencoded',
      pattern: /^application\/x-www-form-urlencoded$/,
      mode: 'text',
    },
    text,
  ],
  evidence: 'documented',
  source: procedurePage,
};

/** Media types a request may ask for. No Kubernetes Table, no wildcard over everything. */
export const acceptTypes: Fact<readonly MediaFamily[]> = {
  value: [json, xml, text],
  evidence: 'documented',
  source: procedurePage,
};

/** Sent when @headers names none. The charset cannot be changed; observed on the wire without a blank. */
export const defaultMediaType = 'application/json';
/** What the engine appends to every content type (documented for the default, inferred for others). */
export const contentTypeSuffix = ';charset=utf-8';

/** The mode of an allowed Content-Type; undefined when refused, also for any parameter such as a charset. */
export function contentTypeMode(value: string): MediaMode | undefined {
  return modeOf(contentTypes.value, value);
}

/** The mode of an allowed Accept; undefined when refused. It decides how the answer is read, not what the server says it sent. */
export function acceptMode(value: string): MediaMode | undefined {
  return modeOf(acceptTypes.value, value);
}

function modeOf(families: readonly MediaFamily[], value: string): MediaMode | undefined {
  const type = value.trim().toLowerCase();
  return families.find((family) => family.pattern.test(type))?.mode;
}
