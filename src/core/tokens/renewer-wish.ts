import type { ProxyImage } from '../proxy/image.ts';

/** What renews a token by itself: where, for whom, how often. Holds no secret. */
export interface RenewerWish {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Seconds that the cluster grants; renewed at a third of it. */
  readonly grantedSeconds: number;
  /** SQL Server as the cluster reaches it: host, host,port. */
  readonly server: string;
  readonly database: string;
  readonly credential: string;
  readonly images?: Partial<RenewerImages>;
}

/** The two containers of the CronJob. */
export interface RenewerImages {
  /** Holds kubectl and a shell. */
  readonly kubectl: ProxyImage;
  /** Holds sqlcmd and a shell. */
  readonly sqlcmd: ProxyImage;
}

/**
 * Images that are published and hold the tools. `registry.k8s.io/kubectl` has no shell; the one of alpine-docker has (both as told in
 * issue threads of projects that use them). SQL Server's own has sqlcmd in /opt/mssql-tools18 (documented). Neither was pulled here.
 */
export const defaultRenewerImages: RenewerImages = {
  kubectl: { name: 'docker.io/alpine/kubectl:1.33.3' },
  sqlcmd: { name: 'mcr.microsoft.com/mssql/server:2025-latest' },
};

/** The renewer's own name, on both sides. */
export const renewer = 'sqlkube-token-renewer';

/** The Secret with its password for SQL Server. */
export const renewerSecret = 'sqlkube-token-renewer';

export const renewerLabels = { 'app.kubernetes.io/name': renewer, 'app.kubernetes.io/managed-by': 'sqlkube' };
