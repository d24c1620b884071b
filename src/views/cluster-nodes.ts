import type { Diagnosis } from '../core/decode/diagnosis.ts';
import type { Lack } from '../core/decode/missing.ts';
import type { Failure } from '../core/failure.ts';
import type { ContainerRow, PodRow } from '../core/kube/pod.ts';
import type { ConnectionRef, EndpointRef, NamespaceRef, PodRef, RowRef } from '../ids.ts';
import type { StoredConnection, StoredEndpoint } from '../host/profiles.ts';

/** A SQL Server login. */
export interface ConnectionNode extends RowRef, ConnectionRef {
  readonly kind: 'connection';
  readonly stored: StoredConnection;
}

/** A cluster API behind a connection. */
export interface EndpointNode extends RowRef, EndpointRef {
  readonly kind: 'endpoint';
  readonly stored: StoredEndpoint;
  readonly parent: ConnectionNode;
}

/** A namespace behind an endpoint. */
export interface NamespaceNode extends RowRef, NamespaceRef {
  readonly kind: 'namespace';
  readonly phase?: string;
  readonly parent: EndpointNode;
}

/** A pod as its list showed it. */
export interface PodNode extends RowRef, PodRef {
  readonly kind: 'pod';
  readonly row: PodRow;
  readonly parent: NamespaceNode;
}

/** A container of a pod that was fetched in full. */
export interface ContainerNode extends RowRef, PodRef {
  readonly kind: 'container';
  readonly row: ContainerRow;
  readonly parent: PodNode;
}

/** The first row below something that could not be read. */
interface FailureNode extends RowRef, ConnectionRef {
  readonly kind: 'failure';
  /** Absent when the connection itself failed. */
  readonly endpointId?: string;
  readonly failure: Failure;
  readonly explanation: Diagnosis;
  readonly parent: LoadingNode;
}

/** Something that SQL Server lacks before it can call an endpoint. */
interface LackNode extends RowRef, ConnectionRef {
  readonly kind: 'lack';
  readonly lack: Lack;
  readonly parent: ConnectionNode;
}

/** Loads what a page size left out. */
interface MoreNode extends RowRef, NamespaceRef {
  readonly kind: 'more';
  readonly all: boolean;
  readonly parent: NamespaceNode;
}

/** A sentence in place of rows, with one thing to do. */
export interface NoteNode extends RowRef {
  readonly kind: 'note';
  readonly note: Note;
  readonly parent: LoadingNode;
}

/** An entry of the settings that cannot be used, so that it does not just stay away. */
interface SettingNode extends RowRef {
  readonly kind: 'setting';
  readonly explanation: Diagnosis;
}

/** Why there is nothing to show. */
export type Note =
  | 'no-endpoint'
  | 'no-namespaces'
  | 'type-namespaces'
  | 'no-pods'
  | 'empty-or-absent'
  | 'absent'
  | 'nothing-matches'
  | 'stopped';

/** What has children that come from SQL Server. */
export type LoadingNode = ConnectionNode | EndpointNode | NamespaceNode | PodNode;

/** Any row of the tree. */
export type ClusterNode = LoadingNode | ContainerNode | FailureNode | LackNode | MoreNode | NoteNode | SettingNode;

/** Ids are stable over refreshes, so that VS Code keeps what is expanded and selected. */
export const nodeIds = {
  connection: (connectionId: string): string => `connection/${connectionId}`,
  endpoint: (endpointId: string): string => `endpoint/${endpointId}`,
  namespace: (endpointId: string, namespace: string): string => `namespace/${endpointId}/${namespace}`,
  pod: (parent: NamespaceNode, pod: string): string => `${parent.id}/pod/${pod}`,
  container: (parent: PodNode, container: string): string => `${parent.id}/container/${container}`,
};

/** The row of a pod in its namespace's list. */
export const podNode = (parent: NamespaceNode, row: PodRow): PodNode => new ListedPod(parent, row);

/** Holds nothing that its row or its parent does: there may be 50,000, and VS Code keeps each as long as it is shown. */
class ListedPod implements PodNode {
  readonly kind = 'pod';
  readonly row: PodRow;
  readonly parent: NamespaceNode;

  constructor(parent: NamespaceNode, row: PodRow) {
    this.row = row;
    this.parent = parent;
  }

  get id(): string {
    return nodeIds.pod(this.parent, this.row.name);
  }

  get connectionId(): string {
    return this.parent.connectionId;
  }

  get endpointId(): string {
    return this.parent.endpointId;
  }

  get namespace(): string {
    return this.parent.namespace;
  }

  get pod(): string {
    return this.row.name;
  }
}

/** The name people search for and copy. */
export function nodeName(node: ClusterNode): string {
  switch (node.kind) {
    case 'connection':
      return node.stored.profile.name;
    case 'endpoint':
      return node.stored.profile.url.replace(/^https:\/\//i, '');
    case 'namespace':
      return node.namespace;
    case 'pod':
      return node.pod;
    case 'container':
      return node.row.name;
    case 'setting':
      return 'the settings of VS Code';
    case 'failure':
    case 'lack':
    case 'more':
    case 'note':
      return nodeName(node.parent);
  }
}
