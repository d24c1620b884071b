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
