/** A piece of a URL: its text without percent-encoding, and where it stands in what was read. */
interface UrlPart {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `name=value` in a query string. */
export interface QueryPart extends UrlPart {
  readonly name: string;
  readonly value: string;
}

/** What a path of the Kubernetes API addresses. `resource` is absent for what only describes the API itself. */
export interface ApiRequest {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** From `/api` or `/apis` to the end of the version. */
  readonly root: UrlPart;
  readonly namespace?: UrlPart;
  readonly resource?: UrlPart;
  /** Absent: a collection. */
  readonly name?: UrlPart;
  readonly subresource?: UrlPart;
  /** What stands behind the subresource. */
  readonly more: readonly UrlPart[];
}

const decoded = (text: string): string => {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const partsOf = (path: string, offset: number): readonly UrlPart[] => {
  const parts: UrlPart[] = [];
  let start = offset;
  for (const text of path.split('/')) {
    if (text !== '') parts.push({ text: decoded(text), start, end: start + text.length });
    start += text.length + 1;
  }
  return parts;
};

/** Subresources of a namespace itself; any other third part is a resource in it. */
const ofNamespace = ['status', 'finalize'];

const resourceOf = (parts: readonly UrlPart[]): Omit<ApiRequest, 'group' | 'version' | 'root'> => {
  const [first, second, third] = parts;
  const inside = first?.text === 'namespaces' && second !== undefined && third !== undefined;
  const namespaced = inside && !ofNamespace.includes(third.text);
  const [resource, name, subresource, ...more] = namespaced ? parts.slice(2) : parts;
  return {
    ...(namespaced ? { namespace: second } : {}),
    ...(resource === undefined ? {} : { resource }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
    more,
  };
};

/** Reads a path such as `/apis/apps/v1/namespaces/shop/deployments/web/scale`; undefined when it begins otherwise. */
export const readApiPath = (path: string, offset = 0): ApiRequest | undefined => {
  const parts = partsOf(path, offset);
  const [first] = parts;
  const grouped = first?.text === 'apis';
  if (first === undefined || (!grouped && first.text !== 'api')) return undefined;
  const last = parts[grouped ? 2 : 1];
  const group = grouped ? (parts[1]?.text ?? '') : '';
  const end = last?.end ?? offset + path.length;
  const root = { text: path.slice(first.start - offset, end - offset), start: first.start, end };
  return { group, version: last?.text ?? '', root, ...resourceOf(parts.slice(grouped ? 3 : 2)) };
};

/** Reads a query string without its `?`. */
export const readQuery = (query: string, offset = 0): readonly QueryPart[] =>
  query === ''
    ? []
    : [...query.matchAll(/[^&]+/gu)].map(({ 0: text, index }) => {
        const equals = text.indexOf('=');
        const name = equals < 0 ? text : text.slice(0, equals);
        return {
          text,
          name: decoded(name.replaceAll('+', ' ')),
          value: equals < 0 ? '' : decoded(text.slice(equals + 1).replaceAll('+', ' ')),
          start: offset + index,
          end: offset + index + text.length,
        };
      });
