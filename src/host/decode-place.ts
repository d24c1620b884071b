import type { Decoded } from '../core/decode/diagnosis.ts';
import type { ExplainContext } from '../core/decode/explanation.ts';
import { assumePlace, type Assumed, type LastUsed, type Place } from '../core/decode/read-for.ts';
import { decode } from '../core/decode/text/decode.ts';
import { knownFrom } from '../core/doctor/known.ts';
import type { DoctorRun } from '../core/doctor/report.ts';
import type { ServerFacts } from '../sql/cluster-reader.ts';
import { explainContext } from './explain.ts';
import type { Expiries } from './expiries.ts';
import type { ProfileStore } from './profile-store.ts';

/** What is known of the session when a text is decoded. */
interface Session {
  readonly profiles: Pick<ProfileStore, 'connections' | 'endpoints'>;
  readonly expiries: Pick<Expiries, 'certificate' | 'token'>;
  readonly factsOf: (connectionId: string) => ServerFacts | undefined;
  readonly lastUsed?: LastUsed;
  /** The doctor’s last run, of whatever endpoint. */
  readonly run?: DoctorRun;
  readonly now: Date;
}

/** Whose names a text was read with, and why those. */
export interface ReadFor {
  /** A plain sentence. */
  readonly assumed: string;
  readonly about: LastUsed;
}

/** What the doctor saw longer ago says nothing of an error that is pasted now. */
const freshMinutes = 30;

/** Decodes a text with what is known of the place that it is about. */
export function decodePasted(text: string, session: Session): Decoded & { readonly place?: ReadFor } {
  const { now, lastUsed, run } = session;
  const found = assumePlace(text, placesOf(session.profiles), lastUsed);
  if (found === undefined) return decode(text, { now });
  const { connection, endpoint } = found.place;
  const age = run === undefined ? Infinity : (now.getTime() - run.at.getTime()) / 60_000;
  const seen = age <= freshMinutes && run?.subject.endpoint.id === endpoint?.id ? run : undefined;
  const facts = session.factsOf(connection.id);
  const context: Partial<ExplainContext> = {
    ...explainContext({ ...found.place, ...(facts && { facts }) }),
    ...(endpoint && notedOf(endpoint, session.expiries)),
    ...(seen && knownFrom(seen)),
    now,
  };
  const about = { connectionId: connection.id, ...(endpoint && { endpointId: endpoint.id }) };
  return { ...decode(text, context), place: { about, assumed: sentence(found, seen) } };
}

/** Endpoints, and connections over which there are none or several. */
function placesOf(profiles: Session['profiles']): readonly Place[] {
  const all = profiles.endpoints();
  return profiles.connections().flatMap(({ profile: connection }) => {
    const own = all.filter(({ profile }) => profile.connectionId === connection.id);
    const over = own.map(({ profile: endpoint }) => ({ connection, endpoint }));
    return over.length === 1 ? over : [{ connection }, ...over];
  });
}

/** Dates that are known from earlier: of the certificate, and of the token. */
function notedOf(
  { id, url }: { readonly id: string; readonly url: string },
  expiries: Session['expiries'],
): Partial<ExplainContext> {
  const server = expiries.certificate(url)?.server;
  const until = expiries.token(id)?.until;
  return {
    ...(server && { certificate: { notBefore: new Date(server.from), notAfter: new Date(server.until) } }),
    ...(until !== undefined && { tokenExpires: new Date(until) }),
  };
}

function sentence({ place, why, word }: Assumed<Place>, seen: DoctorRun | undefined): string {
  const { connection, endpoint } = place;
  const name = [connection.name, ...(endpoint ? [endpoint.url.replace(/^https:\/\//, '')] : [])].join(' › ');
  const reason = {
    named: `because the text names ${word ?? ''}`,
    last: 'which was used last: the text names none',
    only: 'the only one there is',
  }[why];
  const doctor =
    seen && ` What the doctor saw there at ${seen.at.toISOString().slice(11, 16)} UTC is taken into account.`;
  return `Read for ${name}, ${reason}.${doctor ?? ''}`;
}
