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
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Entry, ExplainContext } from './explanation.ts';
import { namesOf, type Names } from './wording.ts';

/** A failure in words: what is, why, what to do, by whom, and how sure that is. Total: every failure has a diagnosis. */
export function explain(failure: Failure, context: ExplainContext): Diagnosis {
  const tell: Tell = (code, entry, names = {}, evidence = []) =>
    diagnose({ code, entry, names: { ...namesOf(context), ...names }, evidence, context });
  switch (failure.kind) {
    case 'cancelled':
      return tell('cancelled', otherFailures.cancelled);
    case 'unreachable':
      return explainUnreachable(failure, tell);
    case 'server-certificate':
      return explainCertificate(failure, tell);
    case 'login':
      return failure.errors.length > 0
        ? explainSql(failure.errors, { ...context, login: failure.user })
        : tell('login', otherFailures.login, { server: failure.server, user: failure.user });
    case 'timeout':
      return tell(`timeout.${failure.stage}`, otherFailures[`timeout-${failure.stage}`], {
        seconds: String(failure.seconds),
      });
    case 'connection-lost':
      return tell(
        'connection-lost',
        otherFailures['connection-lost'],
        { server: failure.server, detail: failure.detail },
        [failure.detail],
      );
    case 'sql':
      return explainSql(failure.errors, context, failure.call);
    case 'http':
      return explainHttp(failure, context);
    case 'no-result':
      return tell('no-result', otherFailures['no-result'], { code: String(failure.code) }, [
        `HTTP ${failure.code}, Content-Type ${failure.contentType ?? 'absent'}, no result in the envelope`,
        callLine(failure.call),
      ]);
    case 'unexpected-answer':
      return tell(
        'unexpected-answer',
        otherFailures['unexpected-answer'],
        { expected: failure.expected, seen: failure.seen },
        [`Expected ${failure.expected}, got ${failure.seen}`, callLine(failure.call)],
      );
    case 'list-expired':
      return tell('list-expired', otherFailures['list-expired'], {}, [callLine(failure.call)]);
    case 'refused':
      return refusal(failure.reason, tell('refused', otherFailures.cancelled));
  }
}

/** A refusal is its own only cause. */
function refusal(reason: string, told: Diagnosis): Diagnosis {
  const said = sentences(reason);
  const causes = told.causes.map((cause) => ({
    ...cause,
    code: 'vscode.refused',
    text: said.why === '' ? `${said.headline}.` : said.why,
    fixes: [{ text: said.fix === '' ? `${said.headline}.` : said.fix }],
  }));
  return { ...told, ...said, causes, actions: [] };
}

/** A reason is written as sentences: the first is the headline, the last says what to do, what is between says why. */
function sentences(reason: string): Pick<Diagnosis, 'headline' | 'why' | 'fix'> {
  const [headline = reason, ...rest] = reason.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  return { headline: headline.replace(/\.$/, ''), why: rest.slice(0, -1).join(' '), fix: rest.at(-1) ?? '' };
}

/** A code comes from outside and may be called like something that every object has. */
const own = (table: Readonly<Record<string, Entry>>, key: string): Entry | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

type Tell = (code: string, entry: Entry, names?: Names, evidence?: readonly string[]) => Diagnosis;

function explainUnreachable(failure: Extract<Failure, { kind: 'unreachable' }>, tell: Tell): Diagnosis {
  // OpenSSL's own codes (ERR_SSL_…) all mean that the two sides did not understand each other.
  const key = failure.code.startsWith('ERR_SSL_') ? 'EPROTO' : failure.code;
  const names = { server: failure.server, code: failure.code, detail: failure.detail };
  return tell(`driver.${key}`, own(unreachableCodes, key) ?? anyOtherUnreachable, names, [
    `${failure.code}: ${failure.detail}`,
  ]);
}

function explainCertificate(failure: Extract<Failure, { kind: 'server-certificate' }>, tell: Tell): Diagnosis {
  const names = { server: failure.server, code: failure.code, detail: failure.detail };
  const evidence = [`${failure.code}: ${failure.detail}`];
  if (failure.fingerprint256 !== undefined) evidence.push(`SHA-256 fingerprint shown: ${failure.fingerprint256}`);
  const told = tell(
    `driver.${failure.code}`,
    own(certificateCodes, failure.code) ?? anyOtherCertificate,
    names,
    evidence,
  );
  // Without the certificate there is nothing to compare and pin.
  return failure.pem === undefined
    ? { ...told, actions: told.actions.filter((action) => action !== 'pin-certificate') }
    : told;
}
