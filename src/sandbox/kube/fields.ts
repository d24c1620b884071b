import { at, textAt } from '../../core/kube/json.ts';
import type { SelectableFields } from './list.ts';
import type { StoredObject } from './stored-object.ts';

const field =
  (...path: readonly string[]) =>
  (object: StoredObject): string =>
    textAt(object, ...path) ?? '';

const named: SelectableFields = {
  'metadata.name': (object) => object.metadata.name,
  'metadata.namespace': (object) => object.metadata.namespace ?? '',
};

/** What the real server can select each resource by (documented: `AddFieldLabelConversionFunc` of its registry). */
export const selectableFields: Readonly<Record<'pods' | 'events' | 'namespaces', SelectableFields>> = {
  namespaces: { 'metadata.name': (object) => object.metadata.name, 'status.phase': field('status', 'phase') },
  pods: {
    ...named,
    'spec.nodeName': field('spec', 'nodeName'),
    'spec.restartPolicy': field('spec', 'restartPolicy'),
    'spec.schedulerName': field('spec', 'schedulerName'),
    'spec.serviceAccountName': field('spec', 'serviceAccountName'),
    'spec.hostNetwork': (object) => String(at(object, 'spec', 'hostNetwork') === true),
    'status.phase': field('status', 'phase'),
    'status.podIP': field('status', 'podIP'),
    'status.podIPs': field('status', 'podIP'),
    'status.nominatedNodeName': field('status', 'nominatedNodeName'),
  },
  events: {
    ...named,
    'involvedObject.kind': field('involvedObject', 'kind'),
    'involvedObject.namespace': field('involvedObject', 'namespace'),
    'involvedObject.name': field('involvedObject', 'name'),
    'involvedObject.uid': field('involvedObject', 'uid'),
    'involvedObject.apiVersion': field('involvedObject', 'apiVersion'),
    'involvedObject.resourceVersion': field('involvedObject', 'resourceVersion'),
    'involvedObject.fieldPath': field('involvedObject', 'fieldPath'),
    reason: field('reason'),
    reportingComponent: field('reportingComponent'),
    source: field('source', 'component'),
    type: field('type'),
  },
};
