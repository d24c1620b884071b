import { isJsonObject } from '../../core/kube/json.ts';
import type { ResourceCall } from './api-request.ts';
import { parseObject } from './body.ts';
import { selectableFields } from './fields.ts';
import type { Identity } from './identity.ts';
import { listPage } from './list.ts';
import { readLog } from './log.ts';
import type { Representation } from './negotiation.ts';
import { newPod } from './pod-create.ts';
import type { Query } from './query.ts';
import { accessReview, rulesReview, selfReview } from './reviews.ts';
import type { KubeState } from './state.ts';
import {
  alreadyExists,
  methodNotAllowed,
  noSuchResource,
  notFound,
  notSupported,
  fullQuota,
  quotaExceeded,
  StatusError,
  unsupportedPatch,
} from './status-error.ts';
import type { StoredObject } from './stored-object.ts';
import { partialMetadata, renderTable } from './table.ts';

/** What a resource handler works with. */
export interface ResourceRequest {
  readonly call: ResourceCall;
  readonly identity: Identity;
  readonly query: Query;
  readonly representation: Representation;
  readonly contentType: string | undefined;
  readonly userAgent: string;
  readonly body: string;
  /** Under the fault `quota`: no namespace takes one more pod. */
  readonly isFull: boolean;
}

/** An answer, before it is written. */
export type Answer =
  | { readonly kind: 'json'; readonly code: number; readonly body: unknown; readonly warnings?: readonly string[] }
  | { readonly kind: 'text'; readonly code: number; readonly text: string; readonly contentType: string }
  | { readonly kind: 'empty'; readonly code: number }
  /** A request that is no HTTP. */
  | { readonly kind: 'broken' };

type Kept = 'pods' | 'events' | 'namespaces';

const kinds: Readonly<Record<Kept, string>> = { pods: 'Pod', events: 'Event', namespaces: 'Namespace' };

const isKept = (resource: string): resource is Kept => Object.hasOwn(kinds, resource);

// Real resources of the core group that the stand-in does not keep; it must not claim that they do not exist.
const otherResources = new Set(
  `bindings componentstatuses configmaps endpoints limitranges nodes persistentvolumeclaims persistentvolumes podtemplates
   replicationcontrollers resourcequotas secrets serviceaccounts services`.split(/\s+/),
);
const realGroups = /^(apps|batch|autoscaling|policy)$|\.k8s\.io$/;

const json = (body: unknown, code = 200): Answer => ({ kind: 'json', code, body });

const told = ({ call }: ResourceRequest): string =>
  `${call.verb} ${call.group === '' ? '' : `${call.group}/`}${call.resource}${call.subresource === undefined ? '' : `/${call.subresource}`}`;

const present = (request: ResourceRequest, resource: Kept, object: StoredObject, now: number): Answer => {
  const kind = kinds[resource];
  const metadata = { resourceVersion: object.metadata['resourceVersion'] };
  switch (request.representation) {
    case 'full':
      return json({ kind, apiVersion: 'v1', ...object });
    case 'metadata':
      return json(partialMetadata(object));
    case 'table':
      return json(renderTable({ resource, kind, items: [object], metadata }, request.query, now));
    case 'metadata-list':
      throw new StatusError(
        406,
        'NotAcceptable',
        `you requested PartialObjectMetadataList, but the requested object is not a list (*core.${kind})`,
      );
  }
};

const list = (request: ResourceRequest, resource: Kept, state: KubeState): Answer => {
  const { call, query } = request;
  // Namespaces live in no namespace; the collection keeps them under the empty one.
  const namespace = resource === 'namespaces' ? '' : call.namespace;
  const page = listPage({
    collection: state[resource],
    revisions: state.revisions,
    query,
    fields: selectableFields[resource],
    ...(namespace === undefined ? {} : { namespace }),
  });
  const kind = kinds[resource];
  const { items, metadata } = page;
  switch (request.representation) {
    case 'full':
      return json({ kind: `${kind}List`, apiVersion: 'v1', metadata, items });
    case 'metadata-list':
      return json({
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        items: items.map(partialMetadata),
      });
    case 'table':
      return json(renderTable({ resource, kind, items, metadata }, query, state.now));
    case 'metadata':
      throw new StatusError(
        406,
        'NotAcceptable',
        `you requested PartialObjectMetadata, but the requested object is a list (*core.${kind}List)`,
      );
  }
};

const createPod = (request: ResourceRequest, namespace: string, state: KubeState): Answer => {
  const made = newPod({
    namespace,
    text: request.body,
    query: request.query,
    userAgent: request.userAgent,
    now: state.now,
    suffix: () => state.suffix(),
  });
  if (!state.namespaces.has('', namespace)) throw notFound('namespaces', namespace);
  const { name } = made.object.metadata;
  if (state.pods.has(namespace, name)) throw alreadyExists('pods', name);
  if (request.isFull) throw quotaExceeded(name);
  if (!made.isDryRun) state.addPod(namespace, made.object);
  const stored = (made.isDryRun ? undefined : state.pods.get(namespace, name)) ?? made.object;
  return { ...json({ kind: 'Pod', apiVersion: 'v1', ...stored }, 201), warnings: made.warnings } as Answer;
};

const deletePod = (request: ResourceRequest, namespace: string, name: string, state: KubeState): Answer => {
  const options: unknown =
    request.body === '' ? {} : parseObject(request.body, { kind: 'DeleteOptions', apiVersion: 'v1' });
  const fromBody = isJsonObject(options) ? options['gracePeriodSeconds'] : undefined;
  const grace = request.query.whole('gracePeriodSeconds') ?? (typeof fromBody === 'number' ? fromBody : undefined);
  const pod = state.endPod(namespace, name, grace);
  if (pod === undefined) throw notFound('pods', name);
  return json({ kind: 'Pod', apiVersion: 'v1', ...pod });
};

const patchTypes = /^application\/((strategic-merge|merge|json)-patch\+json|apply-patch\+(yaml|cbor))$/;

const handleItem = (request: ResourceRequest, resource: Kept, name: string, state: KubeState): Answer => {
  const { call } = request;
  const namespace = resource === 'namespaces' ? '' : (call.namespace ?? '');
  if (call.verb === 'get') {
    const object = state[resource].get(namespace, name);
    if (object === undefined) throw notFound(resource, name);
    return present(request, resource, object, state.now);
  }
  if (call.verb === 'create' || call.verb === 'unknown') throw methodNotAllowed();
  if (call.verb === 'patch' && !patchTypes.test(request.contentType?.split(';')[0]?.trim() ?? ''))
    throw unsupportedPatch();
  if (call.verb === 'delete' && resource === 'pods') return deletePod(request, namespace, name, state);
  throw notSupported(told(request));
};

const handleLog = (request: ResourceRequest, state: KubeState): Answer => {
  const { namespace = '', name = '', verb } = request.call;
  if (verb !== 'get') throw methodNotAllowed();
  const pod = state.pods.get(namespace, name);
  if (pod === undefined) throw notFound('pods', name);
  const answer = readLog(pod, request.query, state.now);
  if (answer.kind === 'no-node') return { kind: 'empty', code: 204 };
  return { kind: 'text', code: 200, text: answer.text, contentType: 'text/plain' };
};

const reviews: Readonly<Record<string, (request: ResourceRequest, state: KubeState) => unknown>> = {
  'authentication.k8s.io/selfsubjectreviews': ({ identity }, state) => selfReview(identity, state.now),
  'authorization.k8s.io/selfsubjectaccessreviews': ({ identity, body }) =>
    accessReview(
      identity,
      parseObject(body, { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1' }),
    ),
  'authorization.k8s.io/selfsubjectrulesreviews': ({ identity, body }) =>
    rulesReview(identity, parseObject(body, { kind: 'SelfSubjectRulesReview', apiVersion: 'authorization.k8s.io/v1' })),
};

/** There are no quotas here, but for the one of the fault. */
const listQuotas = ({ call, isFull }: ResourceRequest): Answer => {
  const { name, pods } = fullQuota;
  const amount = { pods: String(pods) };
  const quota = {
    metadata: { name, namespace: call.namespace },
    spec: { hard: amount },
    status: { hard: amount, used: amount },
  };
  return json({ kind: 'ResourceQuotaList', apiVersion: 'v1', metadata: {}, items: isFull ? [quota] : [] });
};

/** Answers a call on objects; throws StatusError for every other outcome. */
export const handleResource = (request: ResourceRequest, state: KubeState): Answer => {
  const { call } = request;
  const review = reviews[`${call.group}/${call.resource}`];
  if (review !== undefined && call.version === 'v1') {
    if (call.verb !== 'create') throw methodNotAllowed();
    return json(review(request, state), 201);
  }
  if (`${call.group}/${call.resource} ${call.verb}` === '/resourcequotas list') return listQuotas(request);
  if (call.group !== '' || call.version !== 'v1' || !isKept(call.resource)) {
    const isReal = call.group === '' ? otherResources.has(call.resource) : realGroups.test(call.group);
    throw isReal ? notSupported(told(request)) : noSuchResource();
  }
  if (call.subresource !== undefined) {
    if (call.resource === 'pods' && call.subresource === 'log') return handleLog(request, state);
    throw notSupported(told(request));
  }
  if (call.name !== undefined) return handleItem(request, call.resource, call.name, state);
  if (call.verb === 'list') return list(request, call.resource, state);
  if (call.verb === 'create' && call.resource === 'pods' && call.namespace !== undefined) {
    return createPod(request, call.namespace, state);
  }
  if (call.verb === 'update' || call.verb === 'patch' || call.verb === 'unknown') throw methodNotAllowed();
  throw notSupported(told(request));
};
