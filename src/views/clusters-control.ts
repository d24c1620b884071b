import type { Diagnosis } from '../core/decode/diagnosis.ts';
import type { Failure } from '../core/failure.ts';
import { err } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { NamespaceRef, RowRef } from '../ids.ts';
import type { ServerFacts } from '../sql/cluster-reader.ts';
import { nodeIds, nodeName } from './cluster-nodes.ts';
import type { ClusterNode, ConnectionNode, LoadingNode, NamespaceNode } from './cluster-nodes.ts';
import { findNode } from './cluster-search.ts';
import type { ClustersModel } from './clusters-model.ts';

/** A row that says what is wrong, in the decoder's words. */
interface TroubleRow {
  readonly where: string;
  readonly explanation: Diagnosis;
  /** The rows that commands about it take. */
  readonly about: { readonly connectionId?: string; readonly endpointId?: string };
  /** T-SQL that mends it. */
  readonly script?: string;
  readonly parent: RowRef;
}

/** The model as commands drive it: by ids and names, never by the view's own nodes. */
export class ClustersControl {
  readonly #model: ClustersModel;
  readonly #focus: () => Promise<void>;

  constructor(model: ClustersModel, focus: () => Promise<void>) {
    this.#model = model;
    this.#focus = focus;
  }

  get filterText(): string {
    return this.#model.filter.text;
  }

  set filterText(text: string) {
    this.#model.filter = { ...this.#model.filter, text };
  }

  get problemsOnly(): boolean {
    return this.#model.filter.problemsOnly;
  }

  set problemsOnly(problemsOnly: boolean) {
    this.#model.filter = { ...this.#model.filter, problemsOnly };
  }

  async connect(connectionId: string): Promise<Result<ServerFacts, Failure>> {
    const node = this.#connection(connectionId);
    return node
      ? await this.#model.connect(node)
      : err({ kind: 'refused', reason: 'This connection is no longer there.' });
  }

  async disconnect(connectionId: string): Promise<void> {
    const node = this.#connection(connectionId);
    if (node) await this.#model.disconnect(node);
  }

  connectedFacts(connectionId: string): ServerFacts | undefined {
    const node = this.#connection(connectionId);
    return node && this.#model.readings.connection(node).value?.facts;
  }

  async refresh(row?: RowRef): Promise<void> {
    const node = row && findNode(this.#model, row.id);
    if (node === undefined) await this.#model.refreshAll('ask');
    else if (node.kind !== 'setting') await this.#model.refresh(loadingNode(node));
  }

  async readEndpoint(endpointId: string): Promise<void> {
    const nodes = this.#model.connections().flatMap((connection) => this.#model.endpoints(connection));
    const node = nodes.find((one) => one.endpointId === endpointId);
    if (node) await this.#model.refresh(node);
  }

  async loadMore(namespace: NamespaceRef): Promise<void> {
    const node = this.#namespace(namespace);
    if (node) await this.#model.loadPods(node, 'more');
  }

  async loadAll(namespace?: NamespaceRef): Promise<void> {
    const nodes = namespace ? [this.#namespace(namespace)] : this.#incomplete();
    await this.#model.work.run(undefined, 'Loading all pods', async (signal) => {
      for (const node of nodes) if (node && !signal.aborted) await this.#model.loadPods(node, 'all');
    });
  }

  stop(): void {
    this.#model.work.stop();
  }

  async focus(): Promise<void> {
    await this.#focus();
  }

  nameOf(row: RowRef): string | undefined {
    const node = findNode(this.#model, row.id);
    return node && nodeName(node);
  }

  troubleOf(row: RowRef): TroubleRow | undefined {
    const node = findNode(this.#model, row.id);
    if (node?.kind !== 'failure' && node?.kind !== 'lack' && node?.kind !== 'setting') return undefined;
    const where = nodeName(node);
    if (node.kind === 'setting') return { where, explanation: node.explanation, parent: node, about: {} };
    const { connectionId } = node;
    if (node.kind === 'failure') {
      const { explanation, parent, endpointId } = node;
      return { where, explanation, parent, about: { connectionId, ...(endpointId !== undefined && { endpointId }) } };
    }
    const { script } = node.lack;
    return {
      where,
      explanation: node.lack,
      parent: node.parent,
      about: { connectionId },
      ...(script !== undefined && { script }),
    };
  }

  #connection(connectionId: string): ConnectionNode | undefined {
    return this.#model.connections().find((node) => node.connectionId === connectionId);
  }

  #namespace({ endpointId, namespace }: NamespaceRef): NamespaceNode | undefined {
    const node = findNode(this.#model, nodeIds.namespace(endpointId, namespace));
    return node?.kind === 'namespace' ? node : undefined;
  }

  /** Namespaces that were read in part. */
  #incomplete(): NamespaceNode[] {
    return this.#model
      .connections()
      .flatMap((connection) => this.#model.endpoints(connection))
      .flatMap((endpoint) => this.#model.namespaces(endpoint))
      .filter((node) => this.#model.readings.namespace(node).value?.pods.continue !== undefined);
  }
}

/** The row itself, or the one whose children it stands among. */
function loadingNode(node: Exclude<ClusterNode, { kind: 'setting' }>): LoadingNode {
  switch (node.kind) {
    case 'connection':
    case 'endpoint':
    case 'namespace':
    case 'pod':
      return node;
    case 'container':
    case 'failure':
    case 'lack':
    case 'more':
    case 'note':
      return node.parent;
  }
}
