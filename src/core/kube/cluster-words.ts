import type { ClusterFailure } from './cluster-failure.ts';
import type { KubeStatus } from './status.ts';

/** Where something was tried: the context as the kubeconfig names it, and what with which object. */
export interface ClusterPlace {
  readonly context: string;
  /** `apply Deployment sqlkube/sqlkube-proxy`; a verb and its object. */
  readonly doing?: string;
}

/**
 * A failure between this computer and the cluster in sentences: what is, why, and last what to do and by whom. Plain text
 * without secrets.
 */
export function clusterFailureWords(failure: ClusterFailure, { context, doing }: ClusterPlace): string {
  const could = doing === undefined ? '' : ` Could not ${doing}.`;
  switch (failure.kind) {
    case 'cancelled':
      return 'Stopped.';
    case 'kubeconfig':
      return `The kubeconfig cannot be used. ${sentence(failure.reason)} Mend the file, or choose another.`;
    case 'sign-in':
      return `Signing in to context ${context} failed on this computer.${could} User ${failure.user}: ${sentence(
        failure.detail || 'the program gave no reason',
      )} Sign in again with the tool that your cluster wants, then try again.`;
    case 'unreachable':
      return `The cluster of context ${context} does not answer.${could} ${failure.server}: ${sentence(
        failure.detail,
      )} Check that this computer may reach it (VPN, proxy), or choose another context.`;
    case 'tls':
      return `The API server's certificate was refused.${could} ${failure.server}: ${sentence(
        failure.detail,
      )} The cluster admin has the right kubeconfig, with the cluster's own CA.`;
    case 'unauthorized':
      return `Context ${context} is not signed in.${could} The cluster does not know its token or certificate, or no longer (401). Renew the kubeconfig: most expire.`;
    case 'forbidden':
      return `Context ${context} may not do this.${could} ${sentence(told(failure.status))} Ask the cluster admin for exactly that, or hand over the run book.`;
    case 'not-found':
      return `Something is not there.${could} ${sentence(told(failure.status))} Check context ${context} and the namespace.`;
    case 'conflict':
      return `Somebody else manages a part of it.${could} ${sentence(told(failure.status))}${causes(
        failure.status,
      )} Nothing was taken over: agree with the cluster admin who manages it.`;
    case 'invalid':
      return `The cluster does not take it.${could} ${sentence(told(failure.status))}${causes(
        failure.status,
      )} The cluster admin knows which of the cluster's rules refuse it.`;
    case 'unexpected':
      return `The cluster of context ${context} answered ${failure.code}.${could} ${sentence(
        told(failure.status),
      )} Try again, or ask the cluster admin.`;
  }
}

const told = ({ message, reason }: KubeStatus): string => message ?? reason ?? 'It gave no reason';

const causes = ({ details }: KubeStatus): string => {
  const named = (details?.causes ?? []).flatMap(({ field, message }) =>
    message === undefined ? [] : [field === undefined ? message : `${field}: ${message}`],
  );
  return named.length === 0 ? '' : ` ${sentence(named.slice(0, 3).join('; '))}`;
};

/** In one sentence, whatever it was: line breaks and full stops inside would be taken for sentences of ours. */
const sentence = (text: string): string => {
  const flat = text
    .trim()
    .replace(/\s+/gu, ' ')
    .replace(/([.!?])\s+(?=\p{Lu})/gu, '; ');
  return /[.!?]$/u.test(flat) ? flat : `${flat}.`;
};
