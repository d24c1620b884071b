import { at, isJsonObject, listAt, numberAt, textAt } from './json.ts';

/** Kubernetes' `Status` object (meta/v1), as far as we read it. */
export interface KubeStatus {
  readonly kind: 'Status';
  readonly status?: string;
  readonly message?: string;
  /** CamelCase word such as `Forbidden`, `NotFound`, `Expired`. */
  readonly reason?: string;
  readonly code?: number;
  readonly details?: {
    readonly name?: string;
    readonly kind?: string;
    readonly group?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  };
  /** An expired list carries a fresh continue token here. */
  readonly metadata?: { readonly continue?: string };
}

type Optional<T> = { readonly [K in keyof T]: T[K] | undefined };

// Drops undefined fields, so that an absent field stays absent.
const present = <T extends object>(fields: Optional<T>): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

type Details = NonNullable<KubeStatus['details']>;
type Cause = NonNullable<Details['causes']>[number];

const causesOf = (details: unknown): readonly Cause[] | undefined => {
  const causes = listAt(details, 'causes').map((cause) =>
    present<Cause>({
      reason: textAt(cause, 'reason'),
      message: textAt(cause, 'message'),
      field: textAt(cause, 'field'),
    }),
  );
  return causes.length === 0 ? undefined : causes;
};

const detailsOf = (details: unknown): Details | undefined =>
  isJsonObject(details)
    ? present<Details>({
        name: textAt(details, 'name'),
        kind: textAt(details, 'kind'),
        group: textAt(details, 'group'),
        retryAfterSeconds: numberAt(details, 'retryAfterSeconds'),
        causes: causesOf(details),
      })
    : undefined;

/** Reads a `Status` object field by field, leaving out what has the wrong type; undefined when it is something else. */
export const readKubeStatus = (value: unknown): KubeStatus | undefined => {
  if (at(value, 'kind') !== 'Status') return undefined;
  const next = textAt(value, 'metadata', 'continue');
  return {
    kind: 'Status',
    ...present<Omit<KubeStatus, 'kind'>>({
      status: textAt(value, 'status'),
      message: textAt(value, 'message'),
      reason: textAt(value, 'reason'),
      code: numberAt(value, 'code'),
      details: detailsOf(at(value, 'details')),
      metadata: next === undefined ? undefined : { continue: next },
    }),
  };
};
