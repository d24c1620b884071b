import type { Failure } from '../../failure.ts';
import { certificateCodes, unreachableCodes } from '../catalogue/driver-codes.ts';
import { spanOf, type Finding, type Span } from './finding.ts';
import { eachLine, when, type Recogniser } from './recogniser.ts';

const finding = (span: Span, label: string, failure: Failure): Finding => ({
  part: 'driver',
  span,
  label,
  reading: { kind: 'failure', failure },
});

const codes = [...Object.keys(unreachableCodes), ...Object.keys(certificateCodes)];
const codeWord = new RegExp(String.raw`\b(?:${codes.join('|')}|ERR_SSL_[A-Z0-9_]{1,60})\b`);
/** Behind Node's system errors: `connect ECONNREFUSED 10.0.0.5:1433`, `getaddrinfo ENOTFOUND sql01`. */
const systemTarget = /\b(?:connect|getaddrinfo|read|write) E[A-Z_]{3,20} ([\w.:[\]-]{1,255})/;
const driverTarget = /Failed to connect to ([\w.:\\[\]-]{1,255}?)(?: -| in |\s|$)/;

/** Error codes of Node, OpenSSL and tedious for the way to SQL Server itself, a line each. */
export const driverCodes: Recogniser = eachLine(
  [...codes, 'ERR_SSL_'].map((code) => code.toLowerCase()),
  (line, span, text) => {
    const code = codeWord.exec(line)?.[0];
    if (code === undefined) return undefined;
    const server =
      driverTarget.exec(line)?.[1] ?? targetBefore(text, span) ?? systemTarget.exec(line)?.[1] ?? 'SQL Server';
    const isCertificate = Object.hasOwn(certificateCodes, code);
    const kind = isCertificate ? 'server-certificate' : 'unreachable';
    return finding(span, `Driver: ${code}`, { kind, server, code, detail: line.trim() });
  },
);

/** Errors that are printed with their fields name the server in an earlier line. */
function targetBefore(text: string, { start }: Span): string | undefined {
  return driverTarget.exec(text.slice(Math.max(0, start - 2000), start))?.[1];
}

/** What other drivers say in words where Node has a code, in lower case. Documented in the drivers' sources. */
const connectWords: readonly { readonly words: string; readonly code: string; readonly only?: RegExp }[] = [
  { words: 'target machine actively refused it', code: 'ECONNREFUSED' },
  { words: 'connection refused', code: 'ECONNREFUSED', only: /connection refused(?!\) while)/i },
  { words: '0x274d', code: 'ECONNREFUSED' },
  { words: 'temporary failure in name resolution', code: 'EAI_AGAIN' },
  { words: 'no such host', code: 'ENOTFOUND' },
  { words: 'name or service not known', code: 'ENOTFOUND' },
  { words: 'unknownhostexception', code: 'ENOTFOUND' },
  { words: 'adaptive server is unavailable or does not exist', code: '20009' },
  { words: 'error locating server/instance specified', code: 'EINSTLOOKUP' },
  { words: 'issued by an authority that is not trusted', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  { words: 'unable to find valid certification path', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  {
    words: 'certificate verify failed',
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    only: /certificate verify failed:? ?(?:\(?self.signed|unable to get)/i,
  },
  { words: 'x509: certificate signed by unknown authority', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  { words: 'signed certificate', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', only: / self.signed certificate$/i },
  { words: 'an existing connection was forcibly closed', code: 'ECONNRESET' },
  { words: 'the server was not found or was not accessible', code: 'ESOCKET' },
];

/** The same failures in the words of ODBC, JDBC, Python, Go and .NET, a line each. */
export const driverWords: Recogniser = eachLine(
  connectWords.map(({ words }) => words),
  (line, span) => {
    const lower = line.toLowerCase();
    const known = connectWords.find(({ words, only }) => lower.includes(words) && (only?.test(line) ?? true));
    if (known === undefined) return undefined;
    const isCertificate = Object.hasOwn(certificateCodes, known.code) || known.code.startsWith('UNABLE');
    const server = driverTarget.exec(line)?.[1] ?? 'SQL Server';
    const kind = isCertificate ? 'server-certificate' : 'unreachable';
    return finding(span, 'Driver, in words', { kind, server, code: known.code, detail: line.trim() });
  },
);

const timeouts: readonly { readonly pattern: RegExp; readonly stage: 'connect' | 'query' }[] = [
  { pattern: /(?:\b\w{1,30}Error: )?Failed to connect to \S{1,255} in (\d{1,9})ms[^\r\n]{0,200}/g, stage: 'connect' },
  {
    pattern: /(?:\b\w{1,30}Error: )?(?:Timeout: )?Request failed to complete in (\d{1,9})ms[^\r\n]{0,200}/g,
    stage: 'query',
  },
];

/** tedious' time-outs, which name their milliseconds. */
export const driverTimeouts: Recogniser = when(['failed to connect to ', 'request failed to complete'], (text) =>
  timeouts
    .flatMap(({ pattern, stage }) =>
      [...text.matchAll(pattern)].map((match) =>
        finding(spanOf(match), 'Driver: time-out', { kind: 'timeout', stage, seconds: Number(match[1]) / 1000 }),
      ),
    )
    .sort((left, right) => left.span.start - right.span.start),
);
