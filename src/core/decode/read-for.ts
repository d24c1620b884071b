import type { ConnectionProfile, EndpointProfile } from '../connection.ts';
import { readEndpointUrl } from '../rest/endpoint-url.ts';
import { parseServerName } from '../server-name.ts';

/** A connection, or an endpoint with the connection that it is called over. */
export interface Place {
  readonly connection: ConnectionProfile;
  readonly endpoint?: EndpointProfile;
}

/** What was used last, by ids. */
export interface LastUsed {
  readonly connectionId: string;
  readonly endpointId?: string;
}

/** The place that a text is read for, and why that one. */
export interface Assumed<P extends Place> {
  readonly place: P;
  /** `named`: the text holds `word`, which is the place’s; `last`: it was used last; `only`: there is no other. */
  readonly why: 'named' | 'last' | 'only';
  readonly word?: string;
}

/**
 * Whose error a text is: the place that it names by URL, host, credential or SQL Server’s name; among those it names alike, and
 * where it names none, the one that was used last. Undefined where nothing tells.
 */
export function assumePlace<P extends Place>(
  text: string,
  places: readonly P[],
  last?: LastUsed,
): Assumed<P> | undefined {
  const lower = text.toLowerCase();
  const named = places.map((place) => ({ place, ...namedIn(lower, place) }));
  const most = Math.max(0, ...named.map(({ points }) => points));
  const best = most === 0 ? [] : named.filter(({ points }) => points === most);
  const among = best.length === 0 ? places : best.map(({ place }) => place);
  const place = usedLast(among, last) ?? ofOneConnection(among);
  if (place === undefined) return undefined;
  const word = best.find((one) => one.place === place)?.word;
  if (word !== undefined) return { place, why: 'named', word };
  return { place, why: ofOneConnection(places) === place ? 'only' : 'last' };
}

function usedLast<P extends Place>(places: readonly P[], last: LastUsed | undefined): P | undefined {
  if (last === undefined) return undefined;
  const used = places.find(({ endpoint }) => endpoint !== undefined && endpoint.id === last.endpointId);
  return used ?? ofOneConnection(places.filter(({ connection }) => connection.id === last.connectionId));
}

/** Of places over one connection the only one, or the connection itself, when it is among them. */
function ofOneConnection<P extends Place>(places: readonly P[]): P | undefined {
  const [first, second] = places;
  if (first === undefined || second === undefined) return first;
  const isOne = places.every(({ connection }) => connection.id === first.connection.id);
  return isOne ? places.find(({ endpoint }) => endpoint === undefined) : undefined;
}

interface Named {
  readonly points: number;
  readonly word?: string;
}

/** How much of a place a text names; `word` is the most telling name, as the profile spells it. */
function namedIn(lower: string, { connection, endpoint }: Place): Named {
  const url = endpoint === undefined ? undefined : readEndpointUrl(endpoint.url);
  const server = parseServerName(connection.server);
  const host = url?.ok === true ? url.value.host : undefined;
  const port = url?.ok === true ? url.value.port : undefined;
  const credential = endpoint?.authentication.kind === 'credential' ? endpoint.authentication.name : undefined;
  const one = (points: number, ...words: readonly (string | undefined)[]): Named => {
    const word = words.find((name) => name !== undefined && isIn(lower, name));
    return word === undefined ? { points: 0 } : { points, word };
  };
  const found = [
    // The longer one, where one URL is the beginning of another.
    one(16 + (endpoint?.url.length ?? 0) / 10_000, endpoint?.url),
    one(8, host === undefined ? undefined : `${host}:${port}`),
    one(4, host),
    // A credential is often named as the URL, and then says no more than that.
    one(credential?.startsWith('https://') === true ? 0 : 4, credential),
    one(1, server.ok ? server.value.host : undefined),
  ].filter(({ points }) => points > 0);
  const [first] = found;
  const points = found.reduce((sum, named) => sum + named.points, 0);
  return first?.word === undefined ? { points: 0 } : { points, word: first.word };
}

/** A name stands in a text on its own: not within a longer name or address. */
function isIn(lower: string, name: string): boolean {
  const wanted = name.toLowerCase();
  if (wanted.length < 3) return false;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const before = lower.charAt(at - 1);
    const after = lower.slice(at + wanted.length, at + wanted.length + 2);
    if (!/[\w.-]/.test(before) && !/^(?:[\w-]|\.\w)/.test(after)) return true;
  }
  return false;
}
