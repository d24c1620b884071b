/** A JSON object whose fields were not looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for JSON objects, not for arrays or null. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Follows a path of field names; undefined as soon as something on the way is not an object. */
export const at = (value: unknown, ...path: readonly string[]): unknown => {
  let current = value;
  for (const step of path) {
    if (!isJsonObject(current)) return undefined;
    current = current[step];
  }
  return current;
};

/** The text at a path; undefined when absent, empty or not a text, as Go's `omitempty` treats them alike. */
export const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** The number at a path, or undefined. */
export const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
};

/** The list at a path; empty when absent. */
export const listAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
};

/** The texts of a list at a path; whatever is not a text is left out. */
export const textsAt = (value: unknown, ...path: readonly string[]): readonly string[] =>
  listAt(value, ...path).filter((item) => typeof item === 'string');

/** The time at a path (RFC 3339, as Kubernetes writes it) in milliseconds since 1970, or undefined. */
export const timeAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = textAt(value, ...path);
  const time = found === undefined ? Number.NaN : Date.parse(found);
  return Number.isNaN(time) ? undefined : time;
};
