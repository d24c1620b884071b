import type { Failure } from '../../failure.ts';
import { certificateCodes, unreachableCodes } from '../catalogue/driver-codes.ts';
import { spanOf, type Finding, type Recogniser } from './finding.ts';

const finding = (match: RegExpExecArray, label: string, failure: Failure): Finding => ({
  part: 'driver',
  span: spanOf(match),
  label,
  reading: { kind: 'failure', failure },
});

const codes = [...Object.keys(unreachableCodes), ...Object.keys(certificateCodes)].join('|');
const codeWord = new RegExp(String.raw`\b(?:${codes}|ERR_SSL_[A-Z0-9_]{1,60})\b`);
/** Behind Node's system errors: `connect ECONNREFUSED 10.0.0.5:1433`, `getaddrinfo ENOTFOUND sql01`. */
const systemTarget = /\b(?:connect|getaddrinfo|read|write) E[A-Z_]{3,20} ([\w.:[\]-]{1,255})/;
const driverTarget = /Failed to connect to ([\w.:\\[\]-]{1,255}?)(?: -| in |\s|$)/;

/** Error codes of Node, OpenSSL and tedious for the way to SQL Server itself, a line each. */
export const driverCodes: Recogniser = (text) => {
  const elsewhere = driverTarget.exec(text)?.[1];
  return [...text.matchAll(/[^\r\n]{1,4000}/g)].flatMap((match) => {
    const line = match[0];
    const code = codeWord.exec(line)?.[0];
    if (code === undefined) return [];
    const server = driverTarget.exec(line)?.[1] ?? elsewhere ?? systemTarget.exec(line)?.[1] ?? 'SQL Server';
    const isCertificate = Object.hasOwn(certificateCodes, code);
    const kind = isCertificate ? 'server-certificate' : 'unreachable';
    return [finding(match, `Driver: ${code}`, { kind, server, code, detail: line.trim() })];
  });
};

/** What other drivers say in words where Node has a code. Documented in the drivers' sources. */
const connectWords: readonly { readonly words: RegExp; readonly code: string }[] = [
  { words: /target machine actively refused it|Connection refused(?!\) while)|0x274D\b/i, code: 'ECONNREFUSED' },
  { words: /Temporary failure in name resolution/i, code: 'EAI_AGAIN' },
  { words: /No such host is known|Name or service not known|UnknownHostException|no such host/i, code: 'ENOTFOUND' },
  { words: /Adaptive Server is unavailable or does not exist/i, code: '20009' },
  { words: /Error Locating Server\/Instance Specified/i, code: 'EINSTLOOKUP' },
  {
    words: /certificate chain was issued by an authority that is not trusted/i,
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  },
  { words: / self.signed certificate$/i, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  { words: /unable to find valid certification path/i, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  { words: /certificate verify failed:? ?(?:\(?self.signed|unable to get)/i, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  { words: /x509: certificate signed by unknown authority/i, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
];

/** The same failures in the words of ODBC, JDBC, Python and Go, a line each. */
export const driverWords: Recogniser = (text) =>
  [...text.matchAll(/[^\r\n]{10,4000}/g)].flatMap((match) => {
    const known = connectWords.find(({ words }) => words.test(match[0]));
    if (known === undefined) return [];
    const kind =
      Object.hasOwn(certificateCodes, known.code) || known.code.startsWith('UNABLE')
        ? 'server-certificate'
        : 'unreachable';
    const detail = match[0].trim();
    const server = driverTarget.exec(match[0])?.[1] ?? 'SQL Server';
    return [finding(match, 'Driver, in words', { kind, server, code: known.code, detail })];
  });

const timeouts: readonly { readonly pattern: RegExp; readonly stage: 'connect' | 'query' }[] = [
  { pattern: /(?:\b\w{1,30}Error: )?Failed to connect to \S{1,255} in (\d{1,9})ms[^\r\n]{0,200}/g, stage: 'connect' },
  {
    pattern: /(?:\b\w{1,30}Error: )?(?:Timeout: )?Request failed to complete in (\d{1,9})ms[^\r\n]{0,200}/g,
    stage: 'query',
  },
];

/** tedious' time-outs, which name their milliseconds. */
export const driverTimeouts: Recogniser = (text) =>
  timeouts
    .flatMap(({ pattern, stage }) =>
      [...text.matchAll(pattern)].map((match) =>
        finding(match, 'Driver: time-out', { kind: 'timeout', stage, seconds: Number(match[1]) / 1000 }),
      ),
    )
    .sort((left, right) => left.span.start - right.span.start);
