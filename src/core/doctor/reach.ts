import type { TransportCause } from '../decode/catalogue/transport-causes.ts';
import { findHresult, readHresult } from '../decode/hresult.ts';
import type { Failure, SqlMessage } from '../failure.ts';
import type { DoctorAnswer } from './hands.ts';
import type { Called } from './probes.ts';

/**
 * How far a call came on its way. `silent`: nothing came back in time, which says nothing of where it was lost. `cut`: the
 * connection ended before an answer was whole. `not sent`: SQL Server refused to make the call.
 */
export type Reach =
  | { readonly stage: 'answered'; readonly answer: DoctorAnswer }
  | { readonly stage: 'answered'; readonly failure: Failure }
  | Lost;

/** A call that got no answer, and how far it came. */
export interface Lost {
  readonly stage: 'name' | 'tcp' | 'protocol' | 'certificate' | 'cut' | 'silent' | 'oversize' | 'not sent';
  readonly failure: Failure;
  readonly causes: readonly TransportCause[];
}

type Stage = Lost['stage'];

const stages: Readonly<Record<TransportCause, Stage>> = {
  'name-not-resolved': 'name',
  'cannot-connect': 'tcp',
  'no-reply': 'silent',
  aborted: 'cut',
  untrusted: 'certificate',
  'wrong-name': 'certificate',
  'out-of-date': 'certificate',
  'revocation-unknown': 'certificate',
  revoked: 'certificate',
  'bad-certificate': 'certificate',
  'wrong-usage': 'certificate',
  'tls-mismatch': 'protocol',
  'tls-failed': 'protocol',
  'client-certificate': 'protocol',
  'bad-answer': 'cut',
  'bad-request': 'not sent',
  'too-large': 'oversize',
  'headers-too-large': 'oversize',
  exhausted: 'not sent',
  cancelled: 'not sent',
  'web-proxy': 'tcp',
  forbidden: 'tcp',
  memory: 'not sent',
  redirected: 'cut',
  internal: 'not sent',
  unknown: 'cut',
};

/** Messages that say how far a call came without an HRESULT. */
const messages: Readonly<Record<number, Stage>> = {
  31611: 'oversize',
  31625: 'name',
  31629: 'silent',
};

/** Reads what a call came to. An HTTP answer of any kind means that name, port and TLS were good. */
export function readReach(called: Called): Reach {
  if (called.ok) return { stage: 'answered', answer: called.value };
  const failure = called.error;
  if (failure.kind === 'http' || failure.kind === 'no-result' || failure.kind === 'unexpected-answer')
    return { stage: 'answered', failure };
  if (failure.kind !== 'sql') return { stage: 'not sent', failure, causes: [] };
  return readErrors(failure.errors, failure);
}

function readErrors(errors: readonly SqlMessage[], failure: Failure): Reach {
  for (const { number, text } of errors) {
    if (number === 31608) {
      const value = findHresult(text);
      const causes = value === undefined ? (['unknown'] as const) : readHresult(value).causes;
      return { stage: stages[causes[0]], failure, causes };
    }
    // The answer was there, and was not JSON.
    if (number === 11558) return { stage: 'answered', failure };
    const stage = messages[number];
    if (stage !== undefined) return { stage, failure, causes: [] };
  }
  return { stage: 'not sent', failure, causes: [] };
}
