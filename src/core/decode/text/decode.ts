import { redact } from '../../redact.ts';
import type { ExplainContext, Explanation } from '../explanation.ts';
import { bareAnswers, brokenStatuses, jsonAnswers, kubectlErrors } from './answer-parts.ts';
import { claim } from './claims.ts';
import { driverCodes, driverTimeouts, driverWords } from './driver-parts.ts';
import type { PartKind, Recogniser, Span } from './finding.ts';
import { decimalHresults, hexHresults, loneWin32Code, win32Codes } from './hresult-parts.ts';
import { explainFindings } from './explain-findings.ts';
import { noise } from './noise.ts';
import { proxyLogLines } from './proxy-log-parts.ts';
import { driverMessages, knownWords, loneNumber, messageHeads } from './sql-parts.ts';

/** A stretch of the text that was recognised. */
interface Part {
  readonly kind: PartKind;
  readonly span: Span;
  /** What it is, in a few words. */
  readonly label: string;
}

/** What a pasted text means. */
export interface Diagnosis {
  /** The text without its secrets: all spans count in it. */
  readonly text: string;
  /** In the order of the text. */
  readonly parts: readonly Part[];
  /** Root cause first. Empty when nothing in the text is an error. */
  readonly explanations: readonly Explanation[];
  /** In the order of the text. */
  readonly notUnderstood: readonly (Span & { readonly text: string })[];
}

/** The most telling forms first: they may hold what a later one would take for something of its own. */
const recognisers: readonly Recogniser[] = [
  loneWin32Code,
  loneNumber,
  jsonAnswers,
  proxyLogLines,
  messageHeads,
  ...driverMessages,
  brokenStatuses,
  kubectlErrors,
  knownWords,
  driverTimeouts,
  driverCodes,
  driverWords,
  ...bareAnswers,
  hexHresults,
  decimalHresults,
  win32Codes,
  ...noise,
];

/**
 * Reads whatever was pasted: output of SQL tools and drivers, a code, an answer, a log. Never throws. Secrets are taken out
 * before anything is read, so none can come back. `context` makes the sentences concrete.
 */
export function decode(pasted: string, context: Partial<ExplainContext> = {}): Diagnosis {
  const text = redact(pasted);
  const { findings, rest } = claim(text, recognisers);
  return {
    text,
    parts: findings.map(({ part, span, label }) => ({ kind: part, span, label: redact(label) })),
    explanations: explainFindings(findings, text, context),
    notUnderstood: rest.map((span) => ({ ...span, text: text.slice(span.start, span.end) })),
  };
}
