import { candidates, confidenceInWords, type Diagnosis } from '../../src/core/decode/diagnosis.ts';
import { explain } from '../../src/core/decode/explain.ts';
import { checkOf } from '../../src/core/doctor/checks.ts';
import type { Finding } from '../../src/core/doctor/finding.ts';
import { firstBroken } from '../../src/core/doctor/summary.ts';
import { causesTitle, headlineOf } from '../../src/core/doctor/words.ts';
import { pairs, singles, type ExpectedFault } from '../fixtures/faults/expected.ts';
import { FaultWorld } from './fault-world.ts';

/** One line of the table: what had to be said, and what the doctor and the decoder said. */
interface FaultRow {
  readonly fault: string;
  readonly expected: string;
  readonly doctor: string;
  readonly decoder: string;
  readonly ok: boolean;
}

/** A row with everything that is wrong with it, in sentences. */
export interface JudgedRow {
  readonly row: FaultRow;
  readonly problems: readonly string[];
}

/** Brings about every fault alone and in pairs, one after the other, and judges what is said of each. */
export async function faultTable(told: (row: JudgedRow) => void = () => undefined): Promise<readonly JudgedRow[]> {
  const world = new FaultWorld();
  const rows: JudgedRow[] = [];
  const add = async (name: string, expected: ExpectedFault, names: readonly string[]): Promise<void> => {
    const judged = await judge(world, name, expected, names);
    rows.push(judged);
    told(judged);
  };
  try {
    for (const expected of singles) await add(expected.fault, expected, [expected.fault]);
    for (const [first, second] of pairs) await add(`${first} + ${second}`, singleOf(first), [first, second]);
  } finally {
    await world.close();
  }
  return rows;
}

function singleOf(name: string): ExpectedFault {
  const found = singles.find(({ fault }) => fault === name);
  if (found === undefined) throw new Error(`The pair names ${name}, which is no single fault.`);
  return found;
}

async function judge(
  world: FaultWorld,
  name: string,
  expected: ExpectedFault,
  names: readonly string[],
): Promise<JudgedRow> {
  const { findings, failure, context } = await world.break(expected, names);
  const broken = expected.isWarning ? findings.find(({ outcome }) => outcome === 'warn') : firstBroken(findings);
  const told = failure === undefined ? undefined : explain(failure, context);
  const problems = [...doctorProblems(expected, broken, findings), ...decoderProblems(expected, told)];
  return {
    problems,
    row: {
      fault: name,
      expected: `${expected.check}: ${expected.doctor.join(' | ')}; error: ${expected.same.join(' | ')} (${expected.evidence})`,
      doctor: broken === undefined ? 'nothing is broken' : `${broken.check}: ${codesOf(broken).join(' | ')}`,
      decoder:
        told === undefined
          ? 'no error'
          : `${told.confidence}: ${candidates(told)
              .map(({ code }) => code)
              .join(' | ')}`,
      ok: problems.length === 0,
    },
  };
}

const codesOf = ({ causes = [] }: Finding): readonly string[] => causes.map(({ code }) => code);

/** The doctor names the first broken link, who mends it and how, and leaves open no more and no less than it must. */
function doctorProblems(
  expected: ExpectedFault,
  broken: Finding | undefined,
  findings: readonly Finding[],
): readonly string[] {
  if (broken === undefined) return ['The doctor finds nothing broken.'];
  const { link } = checkOf(broken.check);
  const left = codesOf(broken);
  const headline = headlineOf(broken);
  const isHedged =
    expected.evidence === 'observed' ||
    expected.isSeen === true ||
    /most likely/i.test(`${headline} ${causesTitle(broken)}`);
  return [
    ...(broken.check === expected.check ? [] : [`The doctor stops at ${broken.check} and not at ${expected.check}.`]),
    ...(link === expected.link ? [] : [`The doctor names the link ${link} and not ${expected.link}.`]),
    ...(broken.owner === expected.owner
      ? []
      : [`The doctor sends it to ${broken.owner} and not to ${expected.owner}.`]),
    ...expected.doctor.filter((code) => !left.includes(code)).map((code) => `The doctor does not name ${code}.`),
    ...(expected.doctor.length === 1 && left.length > 1 ? [`The doctor leaves open ${left.join(', ')}.`] : []),
    ...(isHedged || expected.isWarning ? [] : [`The doctor is too sure: “${headline}”.`]),
    ...((broken.fixes ?? []).length > 0 ? [] : ['The doctor says nothing of how to mend it.']),
    ...((broken.evidence ?? []).length > 0 ? [] : ['The doctor shows no evidence.']),
    ...(expected.isWarning && firstBroken(findings) ? ['The doctor calls broken what works.'] : []),
  ];
}

/** The decoder’s top cause is the injected one, or one of a set that holds it; what has the same symptom is listed. */
function decoderProblems({ cause, same, evidence }: ExpectedFault, told: Diagnosis | undefined): readonly string[] {
  if (told === undefined) return ['The fault shows no error.'];
  const top = candidates(told).map(({ code }) => code);
  const all = told.causes.map(({ code }) => code);
  const words = confidenceInWords[told.confidence];
  return [
    ...(top.includes(cause) ? [] : [`The decoder’s top is ${top.join(', ')} and not ${cause}.`]),
    ...same.filter((code) => !all.includes(code)).map((code) => `The decoder does not list ${code}.`),
    ...(evidence === 'observed' || /most likely/i.test(words) ? [] : [`The decoder is too sure: “${words}”.`]),
    ...(same.length > 1 && told.confidence === 'certain' ? ['The decoder guesses one of several.'] : []),
  ];
}
