/** For what an owner needs a right: for the step itself, for the looks by which it is checked, for taking it back. */
export type RightUse = 'run' | 'check' | 'undo';

/** What a Kubernetes user must be allowed, as a rule of a Role (with a namespace) or of a ClusterRole. */
export interface ClusterRight {
  readonly kind: 'cluster';
  readonly use: RightUse;
  readonly verbs: readonly string[];
  /** `resource.group/subresource`, as kubectl spells it: `deployments.apps`. */
  readonly resources: readonly string[];
  /** Absent: any name. */
  readonly names?: readonly string[];
  /** Absent: the whole cluster. */
  readonly namespace?: string;
}

/** A permission of SQL Server; it serves the step and its undo alike. */
export interface SqlRight {
  readonly kind: 'sql';
  readonly permission: string;
  readonly on: 'server' | 'database';
}

/** What every script in the database needs: master keys, credentials and grants of others ask for no less (documented). */
export const controlDatabase: SqlRight = { kind: 'sql', permission: 'CONTROL', on: 'database' };

/** What no system has a name for: rights on hosts and networks, as a sentence in Markdown. */
export interface PlainRight {
  readonly kind: 'plain';
  readonly text: string;
}

/** One right that the owner of a step needs for it. */
export type Right = ClusterRight | SqlRight | PlainRight;

/** A right in plain words. */
export const plainRight = (text: string): PlainRight => ({ kind: 'plain', text });
