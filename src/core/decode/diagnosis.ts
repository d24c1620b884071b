import type { Explanation } from './explanation.ts';
import { rankOfSureness, type Action, type Link, type Owner, type Sureness } from './terms.ts';
import type { PartKind, Span } from './text/finding.ts';

/** Something to run elsewhere, as text to copy. */
interface Script {
  readonly language: 'sql' | 'shell' | 'powershell';
  /** The machine it is for, in words. */
  readonly on: string;
  readonly text: string;
}

/** One thing to do, to confirm a cause or to mend it. `text` is a Markdown sentence. */
export interface Step {
  readonly text: string;
  /** Done by a command of ours. */
  readonly action?: Action;
  readonly script?: Script;
}

/** One thing that can be behind what was seen. */
export interface Cause {
  /** Stable, `link.what`; tests and reports refer to it. */
  readonly code: string;
  /** A Markdown sentence. */
  readonly text: string;
  readonly link: Link;
  readonly owner: Owner;
  /** How sure it is that this cause shows itself this way. */
  readonly sureness: Sureness;
  readonly source: string;
  /** What is known of this case that speaks for or against it; a plain sentence. */
  readonly because?: string;
  /** Never empty. */
  readonly confirm: readonly Step[];
  /** Never empty. */
  readonly fixes: readonly Step[];
}

/**
 * `certain`: observed, and nothing else shows itself this way. `most likely`: the first cause stands out, the others show
 * themselves the same way. `one of these`: nothing that SQL Server says tells the first ones apart. `unknown`: no cause known.
 */
export type Confidence = (typeof confidences)[number];

/** From sure to unsure. */
export const confidences = ['certain', 'most likely', 'one of these', 'unknown'] as const;

/** A stretch of the text that was recognised. */
interface Part {
  readonly kind: PartKind;
  readonly span: Span;
  /** What it is, in a few words. */
  readonly label: string;
}

/** A failure in words, with everything that can be behind it. `why` says what it means, `fix` what to do first. */
export interface Diagnosis extends Explanation {
  /** Stable name of what was seen: `msg.31643`, `transport.untrusted`, `http.403` … */
  readonly code: string;
  /** The link that broke, by the first cause. */
  readonly link: Link;
  /** Most likely first; all that show themselves this way. */
  readonly causes: readonly Cause[];
  readonly confidence: Confidence;
}

/** What a pasted text means: the root of the trouble, and what the text was made of. */
export interface Decoded {
  /** The text without its secrets: all spans count in it. */
  readonly text: string;
  /** In the order of the text. */
  readonly parts: readonly Part[];
  /** Root cause first; those behind it follow from it or stand beside it. Empty when nothing in the text is an error. */
  readonly diagnoses: readonly Diagnosis[];
  /** In the order of the text. */
  readonly notUnderstood: readonly (Span & { readonly text: string })[];
}

/** The causes that nothing tells apart from the first one: a set, of which the first is not a guess. */
export function candidates({ causes, confidence }: Pick<Diagnosis, 'causes' | 'confidence'>): readonly Cause[] {
  const [first] = causes;
  if (first === undefined) return [];
  if (confidence !== 'one of these') return [first];
  return causes.filter((cause) => equallyLikely(cause, first));
}

/** Whether two causes are as likely as each other: as sure, and nothing known of this case speaks for or against either. */
export const equallyLikely = (one: Cause, other: Cause): boolean =>
  rankOfSureness(one.sureness) === rankOfSureness(other.sureness) && one.because === other.because;

/** How a list of causes begins. */
export const confidenceInWords: Readonly<Record<Confidence, string>> = {
  certain: 'Cause',
  'most likely': 'Most likely',
  'one of these': 'Most likely one of these, which SQL Server cannot tell apart',
  unknown: 'No cause is known',
};
