import { sqlMessages } from '../../decode/catalogue/sql-messages.ts';
import { explain } from '../../decode/explain.ts';
import { readHresult } from '../../decode/hresult.ts';
import type { Span } from '../calls/span.ts';

/** Our own errors and those of the neighbourhood; a bare number in code could mean anything, so only these are told. */
const transport = 31608;
const known = new Set([transport, ...sqlMessages.map(({ number }) => number)]);

const word = /0x[0-9a-f]{8}\b|(?:\bMsg\s+)?\b\d{3,5}\b/giu;

const told = (number: number, text: string): string => {
  const message = { number, state: 1, class: 16, text };
  const { headline, why, fix, owner } = explain({ kind: 'sql', errors: [message] }, { sqlServerName: 'SQL Server' });
  return `${headline}.\n\n${why}\n\n${fix} (${owner})`;
};

const lineAround = (document: string, offset: number): Span => {
  const start = document.lastIndexOf('\n', offset - 1) + 1;
  const end = document.indexOf('\n', offset);
  return { start, end: end < 0 ? document.length : end };
};

/** An HRESULT of Msg 31608, or the number of a message, at a place of the document. `bare` numbers are told only where they are ours. */
export const describeError = (
  document: string,
  offset: number,
): { readonly markdown: string; readonly span: Span } | undefined => {
  const line = lineAround(document, offset);
  // A line of a million characters is data, and no place for an error.
  if (line.end - line.start > 2000) return undefined;
  for (const match of document.slice(line.start, line.end).matchAll(word)) {
    const span = { start: line.start + match.index, end: line.start + match.index + match[0].length };
    if (offset < span.start || offset > span.end) continue;
    if (/^0x/iu.test(match[0])) {
      const reading = readHresult(Number.parseInt(match[0].slice(2), 16));
      if (reading.names === 'unknown') return undefined;
      const text = `HRESULT: ${match[0]}`;
      return { span, markdown: `\`${reading.text}\` ${reading.names}\n\n${told(transport, text)}` };
    }
    const number = Number(/\d+$/u.exec(match[0])?.[0]);
    const ours = number >= 31_600 && number <= 31_699;
    if (!known.has(number) || (!ours && number !== 11_558 && !/^Msg/iu.test(match[0]))) return undefined;
    if (number === transport)
      return {
        span,
        markdown: `**Msg ${number}**: nobody answered the call. The HRESULT in it tells why: put the mouse on that.`,
      };
    return { span, markdown: `**Msg ${number}**: ${told(number, '')}` };
  }
  return undefined;
};
