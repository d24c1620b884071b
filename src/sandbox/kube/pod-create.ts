import { isJsonObject, listAt, textAt, type JsonObject } from '../../core/kube/json.ts';
import { parseObject } from './body.ts';
import { kubeTime } from './go-json.ts';
import { unknownFields } from './known-fields.ts';
import { uidOf } from './pod-builder.ts';
import { checkTypes, validatePod } from './pod-validation.ts';
import type { Query } from './query.ts';
import { badRequest, invalid } from './status-error.ts';
import type { StoredObject } from './stored-object.ts';

/** A pod that was asked for, checked but not stored yet. */
export interface NewPod {
  readonly object: StoredObject;
  readonly warnings: readonly string[];
  readonly isDryRun: boolean;
}

interface CreateCall {
  readonly namespace: string;
  readonly text: string;
  readonly query: Query;
  /** The client's name, up to the slash: who Kubernetes says wrote the object when `fieldManager` is not given. */
  readonly userAgent: string;
  readonly now: number;
  readonly suffix: () => string;
}

const optionCause = (field: string, value: string, supported: readonly string[]): Error =>
  invalid(
    'CreateOptions',
    '',
    [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${value}: supported values: ${supported.map((each) => JSON.stringify(each)).join(', ')}`,
        field,
      },
    ],
    'meta.k8s.io',
  );

const readOptions = (query: Query): { validation: string; isDryRun: boolean } => {
  const validation = query.text('fieldValidation') ?? '';
  const known = ['', 'Ignore', 'Strict', 'Warn'];
  if (!known.includes(validation)) throw optionCause('fieldValidation', JSON.stringify(validation), known);
  const dryRun = query.text('dryRun');
  if (dryRun !== undefined && dryRun !== 'All') throw optionCause('dryRun', `[${JSON.stringify(dryRun)}]`, ['All']);
  return { validation, isDryRun: dryRun === 'All' };
};

const checkFields = (pod: JsonObject, validation: string): readonly string[] => {
  if (validation === 'Ignore') return [];
  const told = unknownFields(pod).map((field) => `unknown field ${JSON.stringify(field)}`);
  if (told.length > 0 && validation === 'Strict') {
    throw badRequest(`Pod in version "v1" cannot be handled as a Pod: strict decoding error: ${told.join(', ')}`);
  }
  return told;
};

const containerDefaults = {
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};

const withDefaults = (container: unknown): unknown => {
  if (!isJsonObject(container)) return container;
  const image = textAt(container, 'image') ?? '';
  const isMoving = !/[:@][^/]+$/.test(image) || image.endsWith(':latest');
  return { ...containerDefaults, imagePullPolicy: isMoving ? 'Always' : 'IfNotPresent', ...container };
};

const specDefaults = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  serviceAccountName: 'default',
  serviceAccount: 'default',
  securityContext: {},
  schedulerName: 'default-scheduler',
  priority: 0,
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
};

const metadataOf = (pod: JsonObject, call: CreateCall): StoredObject['metadata'] => {
  const { namespace, now } = call;
  const given = isJsonObject(pod['metadata']) ? pod['metadata'] : {};
  const name = textAt(given, 'name') ?? `${textAt(given, 'generateName') ?? ''}${call.suffix()}`;
  const manager = call.query.text('fieldManager') ?? call.userAgent.split('/')[0] ?? '';
  const created = kubeTime(now);
  return {
    ...given,
    name,
    namespace,
    uid: uidOf(`pod/${namespace}/${name}/${now}`),
    resourceVersion: '',
    generation: 1,
    creationTimestamp: created,
    managedFields: [
      { manager, operation: 'Update', apiVersion: 'v1', time: created, fieldsType: 'FieldsV1', fieldsV1: {} },
    ],
  };
};

/** Decodes, checks and completes a pod that a client posted. Throws the 400 and 422 of the real server. */
export const newPod = (call: CreateCall): NewPod => {
  const { validation, isDryRun } = readOptions(call.query);
  const pod = parseObject(call.text, { kind: 'Pod', apiVersion: 'v1' });
  checkTypes(pod);
  const warnings = checkFields(pod, validation);
  const asked = textAt(pod, 'metadata', 'namespace');
  if (asked !== undefined && asked !== call.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  validatePod(pod);
  const spec = isJsonObject(pod['spec']) ? pod['spec'] : {};
  const object: StoredObject = {
    metadata: metadataOf(pod, call),
    spec: { ...specDefaults, ...spec, containers: listAt(spec, 'containers').map(withDefaults) },
    status: { phase: 'Pending', qosClass: 'BestEffort' },
  };
  return { object, warnings, isDryRun };
};
