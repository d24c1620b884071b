import { ageSince } from '../../core/kube/duration.ts';
import { textAt, timeAt } from '../../core/kube/json.ts';
import { podFacts } from '../../core/kube/pod-facts.ts';
import { podRow, readinessGatesCell } from '../../core/kube/pod-status.ts';
import type { Query } from './query.ts';
import { badRequest, notSupported } from './status-error.ts';
import type { StoredObject } from './stored-object.ts';

interface Column {
  readonly name: string;
  readonly type: 'string';
  readonly format: string;
  readonly description: string;
  /** 1: only in wide output. */
  readonly priority: 0 | 1;
}

const column = (name: string, description: string, priority: 0 | 1 = 0): Column => ({
  name,
  type: 'string',
  format: name === 'Name' ? 'name' : '',
  description,
  priority,
});

// Names, formats and priorities are the real server's (contract suite). The descriptions are ours, and shorter.
const nameColumn = column('Name', 'Unique within a namespace.');
const ageColumn = column('Age', 'How long ago the object was created, at the time of this answer.');

const podTable: readonly Column[] = [
  nameColumn,
  column('Ready', 'Containers that are ready, of all that run for the life of the pod.'),
  column('Status', 'What the phase, the conditions and the containers of the pod amount to.'),
  column('Restarts', 'How often containers were started again, and how long ago that was the last time.'),
  ageColumn,
  column('IP', 'Address of the pod inside the cluster.', 1),
  column('Node', 'Node that the pod is bound to.', 1),
  column('Nominated Node', 'Node that other pods have to leave for this one.', 1),
  column('Readiness Gates', 'Additional conditions that are true, of all that the pod waits for.', 1),
];

const namespaceTable: readonly Column[] = [nameColumn, column('Status', 'Phase of the namespace.'), ageColumn];

const podCells = (pod: StoredObject, now: number): readonly string[] => {
  const facts = podFacts(pod);
  const row = podRow(facts, now);
  const restarts = row.lastRestart === undefined ? String(row.restarts) : `${row.restarts} (${row.lastRestart})`;
  return [
    row.name,
    row.ready,
    row.status,
    restarts,
    row.age,
    row.ip ?? '<none>',
    row.node ?? '<none>',
    facts.nominatedNode ?? '<none>',
    readinessGatesCell(facts),
  ];
};

const namespaceCells = (namespace: StoredObject, now: number): readonly string[] => [
  namespace.metadata.name,
  textAt(namespace, 'status', 'phase') ?? '',
  ageSince(timeAt(namespace, 'metadata', 'creationTimestamp'), now),
];

const tables: Readonly<
  Record<string, { columns: readonly Column[]; cells: (object: StoredObject, now: number) => readonly string[] }>
> = {
  pods: { columns: podTable, cells: podCells },
  namespaces: { columns: namespaceTable, cells: namespaceCells },
};

/** An object's metadata alone, as a representation of its own. */
export const partialMetadata = (object: StoredObject): unknown => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: object.metadata,
});

const rowObject = (asked: string, object: StoredObject, kind: string): unknown => {
  if (asked === 'None') return null;
  return asked === 'Object' ? { kind, apiVersion: 'v1', ...object } : partialMetadata(object);
};

interface TableContent {
  readonly resource: string;
  readonly kind: string;
  readonly items: readonly StoredObject[];
  readonly metadata: unknown;
}

/** Renders objects as the table that kubectl prints. */
export const renderTable = (content: TableContent, query: Query, now: number): unknown => {
  const asked = query.text('includeObject') ?? '';
  if (!['', 'None', 'Metadata', 'Object'].includes(asked)) {
    const why = `Invalid value: ${JSON.stringify(asked)}: must be 'Metadata', 'Object', 'None', or empty`;
    throw badRequest(`Unable to convert to Table as requested: includeObject: ${why}`);
  }
  const table = tables[content.resource];
  if (table === undefined) throw notSupported(`${content.resource} as a Table`);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: content.metadata,
    columnDefinitions: table.columns,
    rows: content.items.map((object) => ({
      cells: table.cells(object, now),
      object: rowObject(asked, object, content.kind),
    })),
  };
};
