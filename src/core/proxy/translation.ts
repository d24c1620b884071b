/**
 * The two headers by which SQL Server asks for what the procedure cannot say itself, and what they become. One source for
 * the nginx configuration and the sandbox's proxy. Media types: Kubernetes API concepts (documented), each verified through
 * nginx against kube-apiserver 1.36 (observed).
 */

/** What `X-Kube-View` may ask for. */
export const views = ['table', 'metadata', 'text'] as const;
export type View = (typeof views)[number];

/** What `X-Kube-Patch` may say. */
export const patches = ['merge', 'strategic', 'json', 'apply'] as const;
export type Patch = (typeof patches)[number];

/** Upstream `Content-Type` of a PATCH. Apply takes YAML only, and JSON is YAML. */
export const patchTypes: Readonly<Record<Patch, string>> = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

/**
 * Upstream `Accept`. `PartialObjectMetadata` has a kind of its own for lists, so that view depends on the path; text is
 * `*`/`*` because the API server answers 406 to `text/plain` even where it sends text (observed).
 */
export function acceptFor(view: View, metadataKind: string): string {
  switch (view) {
    case 'table':
      return 'application/json;as=Table;g=meta.k8s.io;v=v1';
    case 'metadata':
      return `application/json;as=${metadataKind};g=meta.k8s.io;v=v1`;
    case 'text':
      return '*/*';
  }
}

/** Of a single object. */
export const metadataKindOfObject = 'PartialObjectMetadata';

/** Of a list. */
export const metadataKindOfList = 'PartialObjectMetadataList';
