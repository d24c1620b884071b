import type { IncomingMessage } from 'node:http';
import { isJsonObject, textAt, type JsonObject } from '../../core/kube/json.ts';
import { badRequest, notSupported, StatusError, unknownFormat } from './status-error.ts';

// The real server's own limit (documented: MaxRequestBodyBytes, 3 MB).
const largest = 3 * 1030 * 1030;

/** Reads a request's body to its end. */
export const readBody = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largest) {
      throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${largest}`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const mediaType = (contentType: string | undefined): string => contentType?.split(';')[0]?.trim().toLowerCase() ?? '';

/** Throws 415 for what the API cannot read. An absent type is taken for JSON. */
export const checkMediaType = (contentType: string | undefined): void => {
  const type = mediaType(contentType);
  if (type === 'application/yaml' || type === 'application/vnd.kubernetes.protobuf') {
    throw notSupported(`bodies in ${type}; send JSON`);
  }
  if (type !== '' && type !== 'application/json' && type !== '*/*') throw unknownFormat();
};

/** Shows the beginning of a body in an error, as the real server does: text of JSON objects, hexadecimal of the rest. */
const excerpt = (text: string): string => {
  if (text === '') return '<empty>';
  if (text.trimStart().startsWith('{')) return text.length > 30 ? `${text.slice(0, 30)} ...` : text;
  const hex = Buffer.from(text).toString('hex');
  return hex.length > 30 ? `${hex.slice(0, 30)} ...` : hex;
};

const parseProblem = (text: string): string => {
  const first = text.trimStart()[0];
  if (first === undefined) return 'unexpected end of JSON input';
  if (!'{["-0123456789tfn'.includes(first)) return `invalid character '${first}' looking for beginning of value`;
  return 'unexpected end of JSON input';
};

/** What a body is expected to be. */
export interface Expected {
  readonly kind: string;
  /** `v1`, or `group/v1`. */
  readonly apiVersion: string;
}

/** Parses a body into an object of the expected kind; kind and version may be left out. */
export const parseObject = (text: string, expected: Expected): JsonObject => {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    const why = `couldn't get version/kind; json parse error: ${parseProblem(text)} (${excerpt(text)})`;
    throw badRequest(`the object provided is unrecognized (must be of type ${expected.kind}): ${why}`);
  }
  if (!isJsonObject(value)) {
    const shape = Array.isArray(value) ? 'array' : typeof value;
    const why = `couldn't get version/kind; json parse error: json: cannot unmarshal ${shape} into Go value of type struct`;
    throw badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): ${why} (${excerpt(text)})`,
    );
  }
  checkKind(value, expected);
  return value;
};

const checkKind = (value: JsonObject, expected: Expected): void => {
  const kind = textAt(value, 'kind') ?? expected.kind;
  const apiVersion = textAt(value, 'apiVersion') ?? expected.apiVersion;
  if (kind === expected.kind && apiVersion === expected.apiVersion) return;
  const claimed = `${kind} in version ${JSON.stringify(apiVersion)} cannot be handled as a ${expected.kind}`;
  if (apiVersion === expected.apiVersion) {
    throw badRequest(`${claimed}: converting (v1.${kind}) to (core.${expected.kind}): unknown conversion`);
  }
  const scheme = 'in scheme "pkg/runtime/scheme.go:111"';
  throw badRequest(
    `${claimed}: no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} ${scheme}`,
  );
};
