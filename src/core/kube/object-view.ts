import { Document } from 'yaml';
import { at, isJsonObject, textAt } from './json.ts';

/** Kept by the API server for itself, or by kubectl (with the data of Secrets in it): nobody compares them. */
const housekeeping: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
]);
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

type Side = Readonly<Record<string, unknown>> | undefined;

/**
 * Two states of one object as YAML for people who compare them: without status and housekeeping, and no value of a Secret in
 * either, only whether it changes. An absent object is an empty text.
 */
export function compareObjects(before: unknown, after: unknown): { readonly before: string; readonly after: string } {
  const [old, next] = [shown(before), shown(after)];
  return { before: rendered(hideSecrets(old, undefined)), after: rendered(hideSecrets(next, old)) };
}

/** True when applying would change nothing that people can see. */
export const isSameObject = (before: unknown, after: unknown): boolean =>
  rendered(shown(before)) === rendered(shown(after));

function shown(object: unknown): Side {
  if (!isJsonObject(object)) return undefined;
  const others = Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'status'));
  const { metadata } = object;
  if (!isJsonObject(metadata)) return others;
  const kept = Object.entries(metadata).flatMap(([key, value]): [string, unknown][] => {
    if (housekeeping.has(key)) return [];
    if (key !== 'annotations' || !isJsonObject(value)) return [[key, value]];
    const annotations = Object.entries(value).filter(([name]) => name !== lastApplied);
    return annotations.length === 0 ? [] : [[key, Object.fromEntries(annotations)]];
  });
  return { ...others, metadata: Object.fromEntries(kept) };
}

function hideSecrets(object: Side, old: Side): Side {
  if (object === undefined || textAt(object, 'kind') !== 'Secret') return object;
  const hidden = (field: 'data' | 'stringData'): object => {
    const values = object[field];
    if (!isJsonObject(values)) return {};
    const known = at(old, field);
    const mark = (key: string, value: unknown): string =>
      isJsonObject(known) && known[key] !== value ? '(not shown; changes)' : '(not shown)';
    return { [field]: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, mark(key, value)])) };
  };
  return { ...object, ...hidden('data'), ...hidden('stringData') };
}

/** The order in which people write manifests; what else there is follows by name, so that both sides line up. */
const firstFields = ['apiVersion', 'kind', 'metadata'];

function rendered(object: Side): string {
  if (object === undefined) return '';
  const rank = (key: string): number => (firstFields.includes(key) ? firstFields.indexOf(key) : firstFields.length);
  const sorted = Object.keys(object).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const ordered = Object.fromEntries(sorted.map((key) => [key, inOrder(object[key])]));
  return new Document(ordered, { aliasDuplicateObjects: false }).toString({ lineWidth: 0 });
}

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return (value as readonly unknown[]).map(inOrder);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, inOrder(value[key])]),
  );
};
