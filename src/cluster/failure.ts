import type { KubeStatus } from '../core/kube/status.ts';

/** What can be expected to go wrong between a kubeconfig and its API server. Data, not text; never holds a token or key. */
export type ClusterFailure =
  | { readonly kind: 'cancelled' }
  /** The kubeconfig cannot be read, or does not hold what was asked of it. */
  | { readonly kind: 'kubeconfig'; readonly reason: string }
  /** The program or provider that should give a sign-in for the user of the context did not. */
  | { readonly kind: 'sign-in'; readonly user: string; readonly detail: string }
  /** No answer: the name did not resolve, nothing listens, or the connection broke. `code` as Node names it. */
  | { readonly kind: 'unreachable'; readonly server: string; readonly code: string; readonly detail: string }
  /** The API server's certificate was refused by us, or it does not speak TLS. */
  | { readonly kind: 'tls'; readonly server: string; readonly code: string; readonly detail: string }
  | { readonly kind: 'unauthorized'; readonly status: KubeStatus }
  | { readonly kind: 'forbidden'; readonly status: KubeStatus }
  | { readonly kind: 'not-found'; readonly status: KubeStatus }
  /** Another manager owns a field, or the object was changed meanwhile. */
  | { readonly kind: 'conflict'; readonly status: KubeStatus }
  | { readonly kind: 'invalid'; readonly status: KubeStatus }
  /** Any other answer than the one asked for. */
  | { readonly kind: 'unexpected'; readonly code: number; readonly status: KubeStatus };
