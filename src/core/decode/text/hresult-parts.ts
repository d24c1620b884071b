import { readHresult } from '../hresult.ts';
import { spanOf, type Finding } from './finding.ts';
import { always, when, type Recogniser } from './recogniser.ts';

/** WinHTTP's and Winsock's codes stand in facility 7, as FACILITY_WIN32 (documented: HRESULT_FROM_WIN32). */
const fromWin32 = (code: number): number => (0x8007_0000 | code) >>> 0;

function finding(match: RegExpExecArray, value: number): Finding {
  const reading = readHresult(value);
  return {
    part: 'hresult',
    span: spanOf(match),
    label: `HRESULT ${reading.text} (${reading.names})`,
    reading: { kind: 'hresult', value },
  };
}

/** `0x80072ee7`, with or without `HRESULT:` in front; not the one that .NET gives every SqlException. */
export const hexHresults: Recogniser = when(['0x'], (text) =>
  [...text.matchAll(/(?:HRESULT[:=]?\s{0,2})?\b0x([89a-f][0-9a-f]{7})\b/gi)]
    .map((match) => finding(match, Number.parseInt(match[1] ?? '', 16)))
    .filter(({ reading }) => reading.kind === 'hresult' && reading.value !== 0x80131904),
);

/** Decimal, signed or not: -2147012889, 2147954407. Only values with the failure bit and nothing else of that length. */
export const decimalHresults: Recogniser = always((text) =>
  [...text.matchAll(/(?<![\w.-])(-?\d{7,10})(?![\w.])/g)].flatMap((match) => {
    const value = Number(match[1]);
    const isFailure = value < 0 ? value >= -0x8000_0000 : value >= 0x8000_0000 && value <= 0xffff_ffff;
    return isFailure && readHresult(value).names !== 'unknown' ? [finding(match, value >>> 0)] : [];
  }),
);

const win32 = (matches: Iterable<RegExpExecArray>): Finding[] =>
  [...matches].flatMap((match) => {
    const value = fromWin32(Number(match[1]));
    return readHresult(value).names === 'unknown' ? [] : [finding(match, value)];
  });

/** A code of WinHTTP or Winsock as all the text there is. */
export const loneWin32Code: Recogniser = always((text) => win32(text.matchAll(/^\s{0,99}(1[012]\d{3})\s{0,99}$/g)));

/** A code of WinHTTP or Winsock behind a word that says so. */
export const win32Codes: Recogniser = when(['winhttp', 'winsock', 'socket'], (text) =>
  win32(text.matchAll(/\b(?:WinHTTP|WinSock|sockets?)(?: error)?[ :=]{1,3}(1[012]\d{3})\b/gi)),
);
