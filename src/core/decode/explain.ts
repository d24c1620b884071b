import type { Failure } from '../failure.ts';
import {
  anyOtherCertificate,
  anyOtherUnreachable,
  certificateCodes,
  unreachableCodes,
} from './catalogue/driver-codes.ts';
import { otherFailures } from './catalogue/other-failures.ts';
import { callLine } from './evidence.ts';
import { explainHttp } from './explain-http.ts';
import { explainSql } from './explain-sql.ts';
import type { Entry, ExplainContext, Explanation } from './explanation.ts';
import { namesOf, word, type Names } from './wording.ts';

/** A failure in words: what is, why, what to do, by whom, and how sure that is. Total: every failure has an explanation. */
export function explain(failure: Failure, context: ExplainContext): Explanation {
  const tell = (entry: Entry, names: Names = {}, evidence: readonly string[] = []): Explanation =>
    word(entry, { ...namesOf(context), ...names }, evidence);
  switch (failure.kind) {
    case 'cancelled':
      return tell(otherFailures.cancelled);
    case 'unreachable':
      return explainUnreachable(failure, tell);
    case 'server-certificate':
      return explainCertificate(failure, tell);
    case 'login':
      return failure.errors.length > 0
        ? explainSql(failure.errors, { ...context, login: failure.user })
        : tell(otherFailures.login, { server: failure.server, user: failure.user });
    case 'timeout':
      return tell(otherFailures[`timeout-${failure.stage}`], { seconds: String(failure.seconds) });
    case 'connection-lost':
      return tell(otherFailures['connection-lost'], { server: failure.server, detail: failure.detail }, [
        failure.detail,
      ]);
    case 'sql':
      return explainSql(failure.errors, context, failure.call);
    case 'http':
      return explainHttp(failure, context);
    case 'no-result':
      return tell(otherFailures['no-result'], { code: String(failure.code) }, [
        `HTTP ${failure.code}, Content-Type ${failure.contentType ?? 'absent'}, no result in the envelope`,
        callLine(failure.call),
      ]);
    case 'unexpected-answer':
      return tell(otherFailures['unexpected-answer'], { expected: failure.expected, seen: failure.seen }, [
        `Expected ${failure.expected}, got ${failure.seen}`,
        callLine(failure.call),
      ]);
    case 'list-expired':
      return tell(otherFailures['list-expired'], {}, [callLine(failure.call)]);
    case 'refused':
      return { ...tell(otherFailures.cancelled), ...sentences(failure.reason), actions: [] };
  }
}

/** A reason is written as sentences: the first is the headline, the last says what to do, what is between says why. */
function sentences(reason: string): Pick<Explanation, 'headline' | 'why' | 'fix'> {
  const [headline = reason, ...rest] = reason.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  return { headline: headline.replace(/\.$/, ''), why: rest.slice(0, -1).join(' '), fix: rest.at(-1) ?? '' };
}

/** A code comes from outside and may be called like something that every object has. */
const own = (table: Readonly<Record<string, Entry>>, key: string): Entry | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

type Tell = (entry: Entry, names?: Names, evidence?: readonly string[]) => Explanation;

function explainUnreachable(failure: Extract<Failure, { kind: 'unreachable' }>, tell: Tell): Explanation {
  // OpenSSL's own codes (ERR_SSL_…) all mean that the two sides did not understand each other.
  const key = failure.code.startsWith('ERR_SSL_') ? 'EPROTO' : failure.code;
  const names = { server: failure.server, code: failure.code, detail: failure.detail };
  return tell(own(unreachableCodes, key) ?? anyOtherUnreachable, names, [`${failure.code}: ${failure.detail}`]);
}

function explainCertificate(failure: Extract<Failure, { kind: 'server-certificate' }>, tell: Tell): Explanation {
  const names = { server: failure.server, code: failure.code, detail: failure.detail };
  const evidence = [`${failure.code}: ${failure.detail}`];
  if (failure.fingerprint256 !== undefined) evidence.push(`SHA-256 fingerprint shown: ${failure.fingerprint256}`);
  const told = tell(own(certificateCodes, failure.code) ?? anyOtherCertificate, names, evidence);
  // Without the certificate there is nothing to compare and pin.
  return failure.pem === undefined
    ? { ...told, actions: told.actions.filter((action) => action !== 'pin-certificate') }
    : told;
}
