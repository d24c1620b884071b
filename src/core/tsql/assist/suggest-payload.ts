import { readApiPath } from '../../kube/api-request.ts';
import type { Suggestion } from './suggestion.ts';

interface Skeleton {
  readonly label: string;
  readonly detail: string;
  /** Fits calls whose resource, or subresource, is this. */
  readonly resource: string;
  readonly methods: readonly string[];
  readonly snippet: string;
}

const lines = (...text: readonly string[]): string => text.join('\n');

/** Bodies by what they are for. Names and numbers are placeholders; nothing in them needs doubling of quotes. */
const skeletons: readonly Skeleton[] = [
  {
    label: 'Pod',
    detail: 'one container',
    resource: 'pods',
    methods: ['POST'],
    snippet: lines(
      '{',
      '  "apiVersion": "v1",',
      '  "kind": "Pod",',
      '  "metadata": { "name": "${1:from-sql-server}" \\},',
      '  "spec": { "containers": [ { "name": "main", "image": "${2:nginx:1.29}" \\} ] \\}',
      '\\}',
    ),
  },
  {
    label: 'Deployment',
    detail: 'one container, some replicas',
    resource: 'deployments',
    methods: ['POST', 'PUT'],
    snippet: lines(
      '{',
      '  "apiVersion": "apps/v1",',
      '  "kind": "Deployment",',
      '  "metadata": { "name": "${1:web}" \\},',
      '  "spec": {',
      '    "replicas": ${2:2},',
      '    "selector": { "matchLabels": { "app": "$1" \\} \\},',
      '    "template": {',
      '      "metadata": { "labels": { "app": "$1" \\} \\},',
      '      "spec": { "containers": [ { "name": "main", "image": "${3:nginx:1.29}" \\} ] \\}',
      '    \\}',
      '  \\}',
      '\\}',
    ),
  },
  {
    label: 'Scale',
    detail: 'number of replicas, by PUT',
    resource: 'scale',
    methods: ['PUT'],
    snippet:
      '{"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": {"name": "${1:web}", "namespace": "${2:default}"\\}, "spec": {"replicas": ${3:2}\\}\\}',
  },
  {
    label: 'replicas',
    detail: 'number of replicas, by PATCH',
    resource: 'scale',
    methods: ['PATCH'],
    snippet: '{"spec": {"replicas": ${1:2}\\}\\}',
  },
  {
    label: 'restart',
    detail: 'as kubectl rollout restart, by PATCH',
    resource: 'deployments',
    methods: ['PATCH'],
    snippet:
      '{"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": "${1:2026-01-01T00:00:00Z}"\\}\\}\\}\\}\\}',
  },
  {
    label: 'Namespace',
    detail: 'a new namespace',
    resource: 'namespaces',
    methods: ['POST'],
    snippet: '{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "${1:team-a}"\\}\\}',
  },
  {
    label: 'SelfSubjectAccessReview',
    detail: 'may I do this',
    resource: 'selfsubjectaccessreviews',
    methods: ['POST'],
    snippet:
      '{"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {"resourceAttributes": {"namespace": "${1:default}", "verb": "${2|list,get,create,update,patch,delete|}", "resource": "${3:pods}"\\}\\}\\}',
  },
  {
    label: 'SelfSubjectReview',
    detail: 'who am I',
    resource: 'selfsubjectreviews',
    methods: ['POST'],
    snippet: '{"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"\\}',
  },
  {
    label: 'TokenRequest',
    detail: 'a token for a service account',
    resource: 'token',
    methods: ['POST'],
    snippet:
      '{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": ${1:3600}\\}\\}',
  },
  {
    label: 'DeleteOptions',
    detail: 'what becomes of what it owns',
    resource: '',
    methods: ['DELETE'],
    snippet:
      '{"apiVersion": "v1", "kind": "DeleteOptions", "propagationPolicy": "${1|Background,Foreground,Orphan|}"\\}',
  },
];

/** Bodies for an empty payload: those that fit the call, as far as its method and URL are known, else all. */
export const suggestPayload = (
  content: string,
  start: number,
  call: { readonly method?: string; readonly url?: string },
): readonly Suggestion[] => {
  if (content.trim() !== '') return [];
  const [, path = ''] = /^https:\/\/[^/?#]*([^?#]*)/iu.exec(call.url ?? '') ?? [];
  const request = readApiPath(path);
  const meant = request?.subresource?.text ?? request?.resource?.text;
  const fits = ({ resource, methods }: Skeleton): boolean =>
    (call.method === undefined || methods.includes(call.method)) &&
    (meant === undefined || resource === '' || resource === meant);
  const fitting = skeletons.filter(fits);
  return (fitting.length > 0 ? fitting : skeletons).map(({ label, detail, snippet }) => ({
    kind: 'payload',
    label,
    detail,
    insert: { snippet },
    span: { start, end: start + content.length },
  }));
};
