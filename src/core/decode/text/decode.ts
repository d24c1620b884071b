import { redact } from '../../redact.ts';
import type { Decoded } from '../diagnosis.ts';
import type { ExplainContext } from '../explanation.ts';
import { bareAnswers, brokenStatuses, jsonAnswers, kubectlErrors } from './answer-parts.ts';
import { readerOf, type Reader } from './claims.ts';
import { driverCodes, driverTimeouts, driverWords } from './driver-parts.ts';
import type { Recogniser } from './recogniser.ts';
import { decimalHresults, hexHresults, loneWin32Code, win32Codes } from './hresult-parts.ts';
import { explainFindings } from './explain-findings.ts';
import { noise } from './noise.ts';
import { pages } from './page-parts.ts';
import { proxyLogLines } from './proxy-log-parts.ts';
import { driverMessages, knownWords, loneNumber, messageHeads } from './sql-parts.ts';

/** The most telling forms first: they may hold what a later one would take for something of its own. */
const recognisers: readonly Recogniser[] = [
  loneWin32Code,
  loneNumber,
  jsonAnswers,
  proxyLogLines,
  pages,
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

/** Made by the first text. */
let read: Reader | undefined;

/**
 * Reads whatever was pasted: output of SQL tools and drivers, a code, an answer, a log. Never throws. Secrets are taken out
 * before anything is read, so none can come back. `context` makes the
 * sentences concrete and ranks the causes by what is known of the case.
 */
export function decode(pasted: string, context: Partial<ExplainContext> = {}): Decoded {
  const text = redact(pasted);
  read ??= readerOf(recognisers);
  const { findings, rest } = read(text);
  const clean = once(redact);
  return {
    text,
    parts: findings.map(({ part, span, label }) => ({ kind: part, span, label: clean(label) })),
    diagnoses: explainFindings(findings, text, context),
    notUnderstood: rest.map((span) => ({ ...span, text: text.slice(span.start, span.end) })),
  };
}

/** The same function, asked once for each text: a log has few labels, and many of each. */
function once(made: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text) ?? made(text);
    known.set(text, found);
    return found;
  };
}
