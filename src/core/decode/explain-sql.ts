import type { CallFacts, SqlMessage } from '../failure.ts';
import type { SqlEntry } from './catalogue/sql-entry.ts';
import { anyOtherMessage, sqlMessages } from './catalogue/sql-messages.ts';
import { transportCauses, trustSteps } from './catalogue/transport-causes.ts';
import { callLine, messageLine } from './evidence.ts';
import type { Entry, ExplainContext, Explanation, Sureness } from './explanation.ts';
import { findHresult, readHresult } from './hresult.ts';
import { fill, namesOf, word, type Names } from './wording.ts';

const transportMessage = 31608;

/** Errors that SQL Server raised. The root cause is the first that the catalogue knows; what follows is evidence. */
export function explainSql(errors: readonly SqlMessage[], context: ExplainContext, call?: CallFacts): Explanation {
  const root = errors.find((error) => error.number === transportMessage || entryFor(error, context) !== undefined);
  const evidence = [...errors.map(messageLine), ...(call === undefined ? [] : [callLine(call)])];
  const error = root ?? errors[0];
  const names = {
    ...namesOf(context),
    number: String(error?.number ?? 0),
    message: error?.text ?? '',
    trust: trustOn(context.hostPlatform),
  };
  if (error === undefined) return word(anyOtherMessage, names, evidence);
  if (error.number === transportMessage) return explainTransport(error, names, evidence);
  return word(entryFor(error, context) ?? anyOtherMessage, names, evidence);
}

function trustOn(platform: string | undefined): string {
  if (platform === 'Linux' || platform === 'Windows') return trustSteps[platform];
  return `On Linux: ${trustSteps.Linux} On Windows: ${trustSteps.Windows}`;
}

function entryFor(error: SqlMessage, context: ExplainContext): SqlEntry | undefined {
  return sqlMessages.find(
    (entry) =>
      entry.number === error.number &&
      (entry.state === undefined || entry.state === error.state) &&
      (entry.engineEdition === undefined || entry.engineEdition === context.engineEdition),
  );
}

const byStrength: readonly Sureness[] = ['observed', 'documented', 'derived', 'judged'];
const weaker = (left: Sureness, right: Sureness): Sureness =>
  byStrength.indexOf(left) > byStrength.indexOf(right) ? left : right;

/** Msg 31608: the HRESULT decides, and several certificate flags may be set in it at once. */
function explainTransport(error: SqlMessage, names: Names, evidence: readonly string[]): Explanation {
  const value = findHresult(error.text);
  if (value === undefined) return word(transportCauses.unknown, { ...names, hresult: error.text }, evidence);
  const reading = readHresult(value);
  const [first, ...further] = reading.causes;
  const withCode = { ...names, hresult: reading.text };
  const explained = word(transportCauses[first], withCode, [...evidence, `${reading.text} = ${reading.names}`]);
  const also = further.map((cause) => transportCauses[cause]);
  return {
    ...explained,
    sureness: reading.sureness === 'observed' ? 'observed' : weaker(explained.sureness, reading.sureness),
    why: [explained.why, ...also.map((entry: Entry) => `Also: ${fill(entry.headline, withCode, 'markdown')}.`)].join(
      ' ',
    ),
    fix: [explained.fix, ...also.map((entry: Entry) => fill(entry.fix, withCode, 'markdown'))].join(' '),
  };
}
