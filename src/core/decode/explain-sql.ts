import type { CallFacts, SqlMessage } from '../failure.ts';
import type { SqlEntry } from './catalogue/sql-entry.ts';
import { anyOtherMessage, sqlMessages } from './catalogue/sql-messages.ts';
import { transportCauses } from './catalogue/transport-causes.ts';
import { callLine, messageLine } from './evidence.ts';
import { diagnose, type Symptom } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Entry, ExplainContext } from './explanation.ts';
import { findHresult, readHresult } from './hresult.ts';
import { weaker } from './terms.ts';
import { fill, namesOf, type Names } from './wording.ts';

const transportMessage = 31608;

/** Errors that SQL Server raised. The root cause is the first that the catalogue knows; what follows is evidence. */
export function explainSql(errors: readonly SqlMessage[], context: ExplainContext, call?: CallFacts): Diagnosis {
  const root = errors.find((error) => error.number === transportMessage || entryFor(error, context) !== undefined);
  const evidence = [...errors.map(messageLine), ...(call === undefined ? [] : [callLine(call)])];
  const error = root ?? errors[0];
  const names = {
    ...namesOf(context),
    number: String(error?.number ?? 0),
    message: error?.text ?? '',
  };
  const tell: Tell = (symptom) =>
    diagnose({
      ...symptom,
      names: { ...names, ...symptom.names },
      evidence: [...evidence, ...(symptom.evidence ?? [])],
      context,
    });
  if (error === undefined) return tell({ code: 'msg.none', entry: anyOtherMessage });
  if (error.number === transportMessage) return explainTransport(error, names, tell);
  const entry = entryFor(error, context);
  const state = entry?.state === undefined ? '' : `.${entry.state}`;
  return tell({ code: `msg.${error.number}${state}`, entry: entry ?? anyOtherMessage });
}

function entryFor(error: SqlMessage, context: ExplainContext): SqlEntry | undefined {
  return sqlMessages.find(
    (entry) =>
      entry.number === error.number &&
      (entry.state === undefined || entry.state === error.state) &&
      (entry.text?.test(error.text) ?? true) &&
      (entry.engineEdition === undefined || entry.engineEdition === context.engineEdition),
  );
}

type Tell = (symptom: Pick<Symptom, 'code' | 'entry'> & Partial<Symptom>) => Diagnosis;

/** Msg 31608: the HRESULT decides, and several certificate flags may be set in it at once. */
function explainTransport(error: SqlMessage, names: Names, tell: Tell): Diagnosis {
  const value = findHresult(error.text);
  if (value === undefined) {
    return tell({ code: 'transport.unknown', entry: transportCauses.unknown, names: { hresult: error.text } });
  }
  const reading = readHresult(value);
  const [first, ...further] = reading.causes;
  const withCode = { ...names, hresult: reading.text };
  const also = further.map((cause) => transportCauses[cause]);
  const explained = tell({
    code: `transport.${first}`,
    entry: transportCauses[first],
    also,
    reading: reading.sureness,
    names: { hresult: reading.text, meaning: reading.meaning },
    evidence: [`${reading.text} = ${reading.names}${reading.meaning === '' ? '' : `: ${reading.meaning}`}`],
  });
  return {
    ...explained,
    sureness: reading.sureness === 'observed' ? 'observed' : weaker(explained.sureness, reading.sureness),
    why: [explained.why, ...also.map((entry: Entry) => `Also: ${fill(entry.headline, withCode, 'markdown')}.`)].join(
      ' ',
    ),
    fix: [explained.fix, ...also.map((entry: Entry) => fill(entry.fix, withCode, 'markdown'))].join(' '),
  };
}
