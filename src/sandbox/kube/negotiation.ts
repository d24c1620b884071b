import { noRepresentation, notAcceptable, notSupported } from './status-error.ts';

/** How the caller wants objects to be told. */
export type Representation = 'full' | 'table' | 'metadata' | 'metadata-list';

interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly weight: number;
}

const readClause = (text: string): Clause => {
  const [type = '', ...parts] = text.split(';').map((part) => part.trim());
  const parameters = new Map(
    parts.map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=').map((side) => side.trim());
      return [name.toLowerCase(), value];
    }),
  );
  return { type: type.toLowerCase(), parameters, weight: Number(parameters.get('q') ?? 1) };
};

const clausesOf = (accept: string | undefined): readonly Clause[] =>
  accept === undefined || accept.trim() === ''
    ? [readClause('*/*')]
    : accept
        .split(',')
        .map(readClause)
        .toSorted((left, right) => right.weight - left.weight);

const targets: Readonly<Record<string, Representation>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata-list',
};

/** What one clause asks for; undefined when this API cannot serve it. YAML and protobuf are real, but not in the stand-in. */
const offerFor = ({ type, parameters }: Clause): Representation | undefined => {
  if (type !== 'application/json' && type !== '*/*') return undefined;
  const as = parameters.get('as');
  if (as === undefined) return 'full';
  if (parameters.get('g') !== 'meta.k8s.io' || parameters.get('v') !== 'v1') return undefined;
  return targets[as];
};

const routed = new Set(['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', '*/*']);

/** Reads `Accept`, or throws one of the two 406 that the real server has: the router's, and the serializer's. */
export const negotiate = (accept: string | undefined, route: 'item' | 'list'): Representation => {
  const clauses = clausesOf(accept);
  if (!clauses.some(({ type }) => routed.has(type))) throw noRepresentation(route);
  for (const clause of clauses) {
    const offer = offerFor(clause);
    if (offer !== undefined) return offer;
  }
  if (clauses.some(({ type }) => type === 'application/yaml' || type.endsWith('.protobuf'))) {
    throw notSupported('answers in YAML or protobuf; ask for JSON');
  }
  throw notAcceptable();
};

/** Logs are text whatever is asked for, but asking for text is refused (observed: the serializers do not know it). */
export const negotiateLog = (accept: string | undefined): void => {
  const types = clausesOf(accept).map(({ type }) => type);
  if (types.some((type) => routed.has(type))) return;
  throw types.includes('text/plain') ? notAcceptable() : noRepresentation('log');
};
