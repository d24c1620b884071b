import { causes } from './catalogue/causes.ts';
import type { CauseEntry, CauseRef, StepEntry } from './cause.ts';
import { equallyLikely, type Cause, type Confidence, type Diagnosis, type Step } from './diagnosis.ts';
import type { Entry, ExplainContext } from './explanation.ts';
import { rankOfSureness, weaker, type Sureness } from './terms.ts';
import { weigh } from './weigh.ts';
import { fill, word, type Names } from './wording.ts';

/** What was seen, and all that an entry needs to become a diagnosis. */
export interface Symptom {
  /** Stable, such as `msg.31643`. */
  readonly code: string;
  readonly entry: Entry;
  /** Entries of what was seen at the same time; their causes follow. */
  readonly also?: readonly Entry[];
  /** How sure the reading itself is, where it may be less sure than the entry’s causes. */
  readonly reading?: Sureness;
  readonly names: Names;
  readonly evidence: readonly string[];
  readonly context: ExplainContext;
}

/** A symptom with its causes, ranked by how sure each is and by what is known of the case. */
export function diagnose({
  code,
  entry,
  also = [],
  reading = 'observed',
  names,
  evidence,
  context,
}: Symptom): Diagnosis {
  const all = [entry, ...also].flatMap((one) => one.causes.map((ref) => toCause(ref, one, names)));
  const ranked = rank(unique(all.map((cause) => ({ ...cause, sureness: weaker(cause.sureness, reading) }))), context);
  const [first] = ranked;
  const told = word(entry, names, evidence);
  return {
    ...told,
    code,
    link: first?.link ?? 'sql-server',
    // The entry speaks of the usual case; what is known of this one may point elsewhere.
    owner: first?.because === undefined ? told.owner : first.owner,
    causes: ranked,
    confidence: confidenceOf(ranked, told.sureness),
  };
}

function toCause(ref: CauseRef, entry: Entry, names: Names): Cause {
  if (typeof ref === 'string') return filled(ref, causes[ref], 'judged', entry, names);
  if ('link' in ref) {
    const own: CauseEntry = { ...ref, text: entry.why, owner: entry.owner, fixes: [entry.fix] };
    return filled(ref.code, own, entry.sureness, entry, names);
  }
  const [code, sureness] = ref;
  return filled(code, causes[code], sureness, entry, names);
}

function filled(code: string, cause: CauseEntry, sureness: Sureness, { source }: Entry, names: Names): Cause {
  const { text, link, owner, confirm, fixes } = cause;
  const step = (one: StepEntry): Step => toStep(one, names);
  return {
    code,
    // Where no name is known, “the endpoint” may begin the sentence.
    text: fill(text, names, 'markdown').replace(/^the /, 'The '),
    link,
    owner,
    sureness,
    source: sureness === 'judged' ? 'Our judgement' : source,
    confirm: confirm.map(step),
    fixes: fixes.map(step),
  };
}

function toStep(entry: StepEntry, names: Names): Step {
  if (typeof entry === 'string') return { text: fill(entry, names, 'markdown') };
  const text = fill(entry[0], names, 'markdown');
  if (entry.length === 2) return { text, action: entry[1] };
  const [, language, on, script] = entry;
  return { text, script: { language, on: fill(on, names, 'plain'), text: fill(script, names, 'script') } };
}

const unique = (all: readonly Cause[]): readonly Cause[] =>
  [...new Map(all.toReversed().map((cause) => [cause.code, cause])).values()].toReversed();

function rank(all: readonly Cause[], context: ExplainContext): readonly Cause[] {
  const weighed = all.map((cause) => ({ cause, weight: weigh(cause.code, cause.link, context) }));
  weighed.sort(
    (left, right) =>
      (right.weight?.points ?? 0) - (left.weight?.points ?? 0) ||
      rankOfSureness(left.cause.sureness) - rankOfSureness(right.cause.sureness),
  );
  return weighed.map(({ cause, weight }) => (weight === undefined ? cause : { ...cause, because: weight.because }));
}

function confidenceOf([first, second]: readonly Cause[], reading: Sureness): Confidence {
  if (first === undefined) return 'unknown';
  if (second === undefined) return weaker(first.sureness, reading) === 'observed' ? 'certain' : 'most likely';
  return equallyLikely(first, second) ? 'one of these' : 'most likely';
}
