import { isJsonObject, listAt, textAt } from '../../src/core/kube/json.ts';
import type { ApiAnswer } from '../support/cluster-http.ts';

const headerNames = ['content-type', 'cache-control', 'x-content-type-options', 'warning'];

// What may differ: times, identifiers, addresses, tokens, and the words of column descriptions.
const ageColumns = new Set(['Age', 'IP']);

const tableShape = (table: unknown): unknown => {
  const columns = listAt(table, 'columnDefinitions');
  const hidden = columns.flatMap((column, index) => (ageColumns.has(textAt(column, 'name') ?? '') ? [index] : []));
  return {
    columns: columns.map((column) => (isJsonObject(column) ? { ...column, description: '' } : column)),
    rows: listAt(table, 'rows').map((row) => ({
      cells: listAt(row, 'cells').map((cell, index) => (hidden.includes(index) ? '*' : cell)),
      object: objectShape((row as { object: unknown }).object),
    })),
  };
};

const objectShape = (object: unknown): unknown =>
  isJsonObject(object)
    ? {
        kind: object['kind'],
        apiVersion: object['apiVersion'],
        name: textAt(object, 'metadata', 'name'),
        parts: Object.keys(object).sort(),
      }
    : object;

const listMetadata = (metadata: unknown): unknown =>
  isJsonObject(metadata)
    ? { ...metadata, resourceVersion: typeof metadata['resourceVersion'], continue: typeof metadata['continue'] }
    : metadata;

const reviewShape = (body: Readonly<Record<string, unknown>>): unknown => {
  const status = isJsonObject(body['status']) ? body['status'] : {};
  const { userInfo, resourceRules, ...rest } = status;
  return {
    kind: body['kind'],
    apiVersion: body['apiVersion'],
    user: textAt(userInfo, 'username'),
    groups: listAt(userInfo, 'groups'),
    rules: listAt(status, 'resourceRules')
      .map((rule) => JSON.stringify(rule))
      .sort(),
    // Paths beyond resources depend on what else is installed.
    status: resourceRules === undefined ? rest : 'rules',
  };
};

const bodyShape = (body: unknown): unknown => {
  if (!isJsonObject(body)) return body;
  const kind = textAt(body, 'kind') ?? '';
  if (kind === 'Status') return body;
  if (kind === 'Table')
    return {
      kind,
      apiVersion: body['apiVersion'],
      metadata: listMetadata(body['metadata']),
      ...(tableShape(body) as object),
    };
  if (kind.endsWith('Review')) return reviewShape(body);
  if (kind === 'EventList') return { kind, apiVersion: body['apiVersion'], parts: Object.keys(body) };
  if (kind === 'NamespaceList') return { kind, apiVersion: body['apiVersion'], parts: Object.keys(body) };
  if (Array.isArray(body['items'])) {
    return {
      kind,
      apiVersion: body['apiVersion'],
      metadata: listMetadata(body['metadata']),
      items: body['items'].map(objectShape),
    };
  }
  if (kind === '') return { fields: Object.keys(body) };
  return objectShape(body);
};

// Where only the beginning of a message is the contract's, the rest is the parser's.
const shortened = (body: unknown, begins: string | undefined): unknown =>
  begins !== undefined && isJsonObject(body) && textAt(body, 'message')?.startsWith(begins) === true
    ? { ...body, message: begins }
    : body;

// A log's text is each server's own; that there is some is not.
const textShape = (answer: ApiAnswer): unknown =>
  answer.headers['content-type'] === 'text/plain' ? { isEmpty: answer.text === '' } : answer.text;

/** What of an answer must be the same on both servers. */
export const answerShape = (answer: ApiAnswer, begins?: string): unknown => ({
  code: answer.code,
  headers: Object.fromEntries(headerNames.map((name) => [name, answer.headers[name]])),
  body: answer.json === undefined ? textShape(answer) : bodyShape(shortened(answer.json, begins)),
});
