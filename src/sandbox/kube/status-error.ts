import { notSupportedText } from '../not-supported.ts';
import { quoted } from './go-json.ts';

/** One entry of `details.causes`. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

interface Details {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly Cause[];
}

/** Ends the handling of a request with a `Status` object; all wordings were observed on kube-apiserver 1.36.3. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Details | undefined;
  /** A fresh continue token, for an expired list. */
  readonly next: string | undefined;

  constructor(code: number, reason: string, message: string, more: { details?: Details; next?: string } = {}) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = more.details;
    this.next = more.next;
  }

  /** The body of the answer. */
  toStatus(): unknown {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.next === undefined ? {} : { continue: this.next },
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

const serializers = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** A bad or expired token. */
export const unauthorized = (): StatusError => new StatusError(401, 'Unauthorized', 'Unauthorized');

/** The request as such is wrong. */
export const badRequest = (message: string): StatusError => new StatusError(400, 'BadRequest', message);

/** There is no such object. */
export const notFound = (kind: string, name: string): StatusError =>
  new StatusError(404, 'NotFound', `${kind} ${quoted(name)} not found`, { details: { name, kind } });

/** There is no such resource in the API. */
export const noSuchResource = (): StatusError =>
  new StatusError(404, 'NotFound', 'the server could not find the requested resource', { details: {} });

/** The quota that the fault `quota` puts into every namespace. */
export const fullQuota = { name: 'pods', pods: 10 } as const;

/** A quota that is used up; worded as kube-apiserver 1.36 does (observed). */
export const quotaExceeded = (pod: string): StatusError =>
  new StatusError(
    403,
    'Forbidden',
    `pods ${quoted(pod)} is forbidden: exceeded quota: ${fullQuota.name}, requested: pods=1, used: pods=${fullQuota.pods}, limited: pods=${fullQuota.pods}`,
    { details: { name: pod, kind: 'pods' } },
  );

/** The resource does not know this verb. */
export const methodNotAllowed = (): StatusError =>
  new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {
    details: {},
  });

/** An object of this name exists. */
export const alreadyExists = (kind: string, name: string): StatusError =>
  new StatusError(409, 'AlreadyExists', `${kind} ${quoted(name)} already exists`, { details: { name, kind } });

/** A route that has no serializer for what was asked. */
export const notAcceptable = (): StatusError =>
  new StatusError(406, 'NotAcceptable', `only the following media types are accepted: ${serializers}`);

/** The same, said by the router, which knows what else the route could send. */
export const noRepresentation = (route: 'item' | 'list' | 'log'): StatusError => {
  const watch = ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';
  const all = { item: serializers, list: `${serializers}${watch}`, log: `text/plain, ${serializers}` }[route];
  const message = `406: Not Acceptable\n\nAvailable representations: ${all}`;
  return new StatusError(406, 'NotAcceptable', message, { details: {} });
};

/** A body in a media type that is not read. */
export const unknownFormat = (): StatusError =>
  new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${serializers}`,
  );

/** A PATCH in a media type that is no patch. */
export const unsupportedPatch = (): StatusError =>
  new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', { details: {} });

/** An object that breaks rules; one cause is told as it is, several in brackets. */
export const invalid = (kind: string, name: string, causes: readonly Cause[], group?: string): StatusError => {
  const told = causes.map(({ field, message }) => `${field}: ${message}`);
  const list = told.length === 1 ? (told[0] ?? '') : `[${told.join(', ')}]`;
  const qualified = group === undefined ? kind : `${kind}.${group}`;
  return new StatusError(422, 'Invalid', `${qualified} ${quoted(name)} is invalid: ${list}`, {
    details: {
      ...(name === '' ? {} : { name }),
      ...(group === undefined ? {} : { group }),
      ...(kind === '' ? {} : { kind }),
      causes,
    },
  });
};

/** A continue token from before the last compaction; `next` goes on from there, inconsistently. */
export const expired = (next: string): StatusError =>
  new StatusError(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
      'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
      'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
      'deleted between the time the first chunk was returned and now may show up in the list.',
    { next },
  );

/** What the real API can and the stand-in cannot: never a guess. */
export const notSupported = (what: string): StatusError =>
  new StatusError(501, 'NotImplemented', notSupportedText(what));
