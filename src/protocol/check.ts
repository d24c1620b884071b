/** Tells whether a value that came from the other side has the shape that a message promises. */
export type Check<T> = (value: unknown) => value is T;

/** What a check vouches for. */
export type Checked<C> = C extends Check<infer T> ? T : never;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText: Check<string> = (value): value is string => typeof value === 'string';

/** A place in a list. */
export const isIndex: Check<number> = (value): value is number => Number.isInteger(value) && (value as number) >= 0;

export const oneOf =
  <const T extends string>(words: readonly T[]): Check<T> =>
  (value): value is T =>
    words.some((word) => word === value);

export const listOf =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(check);

/** May be absent. */
export const maybe =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

type Fields = Readonly<Record<string, Check<unknown>>>;
type OptionalKeys<F extends Fields> = { [K in keyof F]: undefined extends Checked<F[K]> ? K : never }[keyof F];
type Shape<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Checked<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: Exclude<Checked<F[K]>, undefined>;
};

/** An object with these fields, and no other. */
export const shape =
  <F extends Fields>(fields: F): Check<Shape<F>> =>
  (value): value is Shape<F> =>
    isObject(value) &&
    Object.keys(value).every((key) => Object.hasOwn(fields, key)) &&
    Object.entries(fields).every(([key, check]) => check(value[key]));

/** One of several shapes. */
export const either =
  <T>(...checks: readonly Check<T>[]): Check<T> =>
  (value): value is T =>
    checks.some((check) => check(value));
