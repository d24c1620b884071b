import type { Diagnosis } from '../core/decode/diagnosis.ts';
import type { Failure } from '../core/failure.ts';
import type { PodRow } from '../core/kube/pod.ts';
import type { ClusterNode, LoadingNode, NamespaceNode, Note, NoteNode, PodNode } from './cluster-nodes.ts';
import { nodeIds, podNode } from './cluster-nodes.ts';
import type { ClustersModel } from './clusters-model.ts';
import { passes } from './pod-filter.ts';
import type { Reading } from './reading.ts';

/** The rows below a node as far as they are known; reads nothing. */
export function rowsBelow(model: ClustersModel, node: ClusterNode | undefined): readonly ClusterNode[] {
  if (node === undefined) return [...model.connections(), ...settingRows(model)];
  switch (node.kind) {
    case 'connection':
      return connectionRows(model, node);
    case 'endpoint':
      return endpointRows(model, node);
    case 'namespace':
      return namespaceRows(model, node);
    case 'pod':
      return podRows(model, node);
    case 'container':
    case 'failure':
    case 'lack':
    case 'more':
    case 'note':
    case 'setting':
      return [];
  }
}

/** What the settings hold and we cannot use: it would be missing in the tree without a word. */
function settingRows(model: ClustersModel): ClusterNode[] {
  return model.settingProblems().map((problem, index) => ({
    kind: 'setting',
    id: `setting/${index}`,
    explanation: settingDiagnosis(problem),
  }));
}

function settingDiagnosis(problem: string): Diagnosis {
  const headline = problem.replace(/\.$/, '');
  const why = 'This entry is left out; nothing connects by it.';
  const fix = 'Correct the entry in the settings (`settings.json`), or remove it and add it again here.';
  const sources = ['The settings themselves'];
  return {
    ...{
      code: 'setting',
      headline,
      why,
      fix,
      owner: 'you',
      sureness: 'observed',
      link: 'vscode',
      confidence: 'certain',
    },
    causes: [
      {
        ...{
          code: 'vscode.setting',
          text: why,
          link: 'vscode',
          owner: 'you',
          sureness: 'observed',
          source: sources[0] ?? '',
        },
        confirm: [{ text: 'Read the entry in the settings.' }],
        fixes: [{ text: fix }],
      },
    ],
    evidence: [problem],
    sources,
    actions: [],
  };
}

/** The reading that a node's rows come from. */
export function readingOf(model: ClustersModel, node: LoadingNode): Reading<unknown> {
  switch (node.kind) {
    case 'connection':
      return model.readings.connection(node);
    case 'endpoint':
      return model.readings.endpoint(node);
    case 'namespace':
      return model.readings.namespace(node);
    case 'pod':
      return model.readings.pod(node);
  }
}

/** Whether expanding the node has to read first. A connection never: it is opened by its own command. */
export function isUnread(model: ClustersModel, node: ClusterNode): node is LoadingNode {
  if (node.kind !== 'endpoint' && node.kind !== 'namespace' && node.kind !== 'pod') return false;
  const reading = readingOf(model, node);
  return reading.value === undefined && reading.failure === undefined;
}

function connectionRows(model: ClustersModel, node: Extract<LoadingNode, { kind: 'connection' }>): ClusterNode[] {
  const trouble = troubleRows(model, node);
  const { value } = model.readings.connection(node);
  if (!value) return trouble;
  for (const [index, lack] of value.lacks.entries()) {
    trouble.push({ kind: 'lack', id: `${node.id}/lack/${index}`, connectionId: node.connectionId, lack, parent: node });
  }
  const endpoints = model.endpoints(node);
  return [...trouble, ...(endpoints.length > 0 ? endpoints : [note(node, 'no-endpoint')])];
}

function endpointRows(model: ClustersModel, node: Extract<LoadingNode, { kind: 'endpoint' }>): ClusterNode[] {
  const { value, failure } = model.readings.endpoint(node);
  const trouble = troubleRows(model, node);
  if (mayNotList(failure)) trouble.push(note(node, 'type-namespaces'));
  const namespaces = model.namespaces(node);
  return value && namespaces.length === 0 ? [...trouble, note(node, 'no-namespaces')] : [...trouble, ...namespaces];
}

/** Kubernetes knows the caller and does not let it list namespaces: then, and only then, typing them helps. */
function mayNotList(failure: Failure | undefined): boolean {
  if (failure?.kind !== 'http' || failure.code !== 403) return false;
  const said = failure.status?.message ?? '';
  return said.includes('cannot list resource "namespaces"') && !said.includes('system:anonymous');
}

function namespaceRows(model: ClustersModel, node: NamespaceNode): ClusterNode[] {
  const trouble = troubleRows(model, node);
  const { value } = model.readings.namespace(node);
  if (!value) return trouble;
  const { rows } = value.pods;
  if (rows.length === 0) {
    const why: Note = value.exists === 'yes' ? 'no-pods' : value.exists === 'no' ? 'absent' : 'empty-or-absent';
    return [...trouble, note(node, why)];
  }
  const shown = shownPods(model, rows).map((row) => podNode(node, row));
  const pods = shown.length > 0 ? shown : [note(node, 'nothing-matches')];
  const more = value.pods.continue === undefined ? [] : [moreNode(node, false), moreNode(node, true)];
  return [...trouble, ...pods, ...more];
}

function podRows(model: ClustersModel, node: PodNode): ClusterNode[] {
  const { value } = model.readings.pod(node);
  const containers = (value?.containers ?? []).map((row): ClusterNode => ({
    kind: 'container',
    id: nodeIds.container(node, row.name),
    connectionId: node.connectionId,
    endpointId: node.endpointId,
    namespace: node.namespace,
    pod: node.pod,
    container: row.name,
    row,
    parent: node,
  }));
  return [...troubleRows(model, node), ...containers];
}

/** Loaded pods that pass the filter. */
export const shownPods = (model: ClustersModel, rows: readonly PodRow[]): readonly PodRow[] =>
  rows.filter((row) => passes(model.filter, row, model.healthOf(row)));

/** The row that says what failed, or that the user stopped before anything was there. */
function troubleRows(model: ClustersModel, node: LoadingNode): ClusterNode[] {
  const { failure, explanation, value } = readingOf(model, node);
  if (failure === undefined) return [];
  if (explanation === undefined) {
    return value === undefined && node.kind !== 'connection' ? [note(node, 'stopped')] : [];
  }
  const { connectionId } = node;
  const refs = node.kind === 'connection' ? { connectionId } : { connectionId, endpointId: node.endpointId };
  return [{ kind: 'failure', id: `${node.id}/failure`, failure, explanation, parent: node, ...refs }];
}

const note = (parent: LoadingNode, what: Note): NoteNode => ({
  kind: 'note',
  id: `${parent.id}/note/${what}`,
  note: what,
  parent,
});

const moreNode = (parent: NamespaceNode, all: boolean): ClusterNode => ({
  kind: 'more',
  id: `${parent.id}/${all ? 'all' : 'more'}`,
  connectionId: parent.connectionId,
  endpointId: parent.endpointId,
  namespace: parent.namespace,
  all,
  parent,
});
