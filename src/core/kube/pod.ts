/** One pod as `kubectl get pods -o wide` prints it; the texts are Kubernetes' own. */
export interface PodRow {
  readonly namespace: string;
  readonly name: string;
  /** kubectl's READY, `ready/total` containers, such as `1/2`. */
  readonly ready: string;
  /** kubectl's STATUS, such as `Running`, `CrashLoopBackOff`, `Init:1/2`. */
  readonly status: string;
  /** kubectl's RESTARTS without the bracketed part. */
  readonly restarts: number;
  /** The bracketed part of RESTARTS without brackets, such as `8m22s ago`. */
  readonly lastRestart?: string;
  /** kubectl's AGE at the time of the call, such as `3d`. */
  readonly age: string;
  readonly node?: string;
  readonly ip?: string;
}

/** What a pod's row amounts to; drives icon and the "problems only" filter. */
export type PodHealth = 'running' | 'completed' | 'pending' | 'warning' | 'failing' | 'terminating' | 'unknown';

/** How a container's run ended. Times are milliseconds since 1970. */
export interface ContainerExit {
  /** `exit 1` or `signal 9`. */
  readonly exit: string;
  readonly reason?: string;
  readonly message?: string;
  readonly finishedAt?: number;
}

/** One container of a pod that was fetched in full. */
export interface ContainerRow {
  readonly name: string;
  readonly role: 'init' | 'sidecar' | 'container' | 'ephemeral';
  readonly image: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** In words: `running since 2h`, `waiting: CrashLoopBackOff, last exit 1`, `terminated: Completed, exit 0`. */
  readonly state: string;
  readonly health: PodHealth;
  /** The container's own or the kubelet's words on the state: why it waits, or what it left behind when it ended. */
  readonly message?: string;
  /** When this run began, in milliseconds since 1970; absent while it waits. */
  readonly startedAt?: number;
  /** How the run before this one ended. */
  readonly lastExit?: ContainerExit;
}
