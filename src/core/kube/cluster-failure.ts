import type { KubeStatus } from './status.ts';

/** What can be expected to go wrong between a kubeconfig and its API server. Data, not text; never holds a token or key. */
export type ClusterFailure =
  | { readonly kind: 'cancelled' }
  /** The kubeconfig cannot be read, or does not hold what was asked of it. */
  | { readonly kind: 'kubeconfig'; readonly reason: string }
  /** The program or provider that should sign the context's user in did not. */
  | { readonly kind: 'sign-in'; readonly user: string; readonly detail: string }
  /** No answer: the name did not resolve, nothing listens, the connection broke or took too long. `code` as Node names it. */
  | { readonly kind: 'unreachable'; readonly server: string; readonly code: string; readonly detail: string }
  /** We refused the API server's certificate, or what answers there does not speak TLS as we do. */
  | { readonly kind: 'tls'; readonly server: string; readonly code: string; readonly detail: string }
  /** 401: the token or certificate is not known, or no longer. */
  | { readonly kind: 'unauthorized'; readonly status: KubeStatus }
  | { readonly kind: 'forbidden'; readonly status: KubeStatus }
  | { readonly kind: 'not-found'; readonly status: KubeStatus }
  /** Another manager owns a field, the object exists already, or was changed meanwhile; `details.causes` tells which. */
  | { readonly kind: 'conflict'; readonly status: KubeStatus }
  /** The API server does not take the object; `details.causes` names the fields. */
  | { readonly kind: 'invalid'; readonly status: KubeStatus }
  /** Any other answer than the one that was asked for. */
  | { readonly kind: 'unexpected'; readonly code: number; readonly status: KubeStatus };
