import { redact } from '../../redact.ts';
import type { Decoded } from '../diagnosis.ts';
import type { ExplainContext } from '../explanation.ts';
import { bareAnswers, brokenStatuses, jsonAnswers, kubectlErrors } from './answer-parts.ts';
import { claim } from './claims.ts';
import { driverCodes, driverTimeouts, driverWords } from './driver-parts.ts';
import type { Recogniser } from './finding.ts';
import { decimalHresults, hexHresults, loneWin32Code, win32Codes } from './hresult-parts.ts';
import { explainFindings } from './explain-findings.ts';
import { noise } from './noise.ts';
import { proxyLogLines } from './proxy-log-parts.ts';
import { driverMessages, knownWords, loneNumber, messageHeads } from './sql-parts.ts';

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
 * before anything is read, so none can come back. `context` makes the
 * sentences concrete and ranks the causes by what is known of the case.
 */
export function decode(pasted: string, context: Partial<ExplainContext> = {}): Decoded {
  const text = redact(pasted);
  const { findings, rest } = claim(text, recognisers);
  return {
    text,
    parts: findings.map(({ part, span, label }) => ({ kind: part, span, label: redact(label) })),
    diagnoses: explainFindings(findings, text, context),
    notUnderstood: rest.map((span) => ({ ...span, text: text.slice(span.start, span.end) })),
  };
}
