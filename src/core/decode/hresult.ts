import type { HresultRow } from './catalogue/hresult-row.ts';
import { observedInReports, secureFailureFlags } from './catalogue/secure-failure-flags.ts';
import { genericCodes, securityCodes, systemCodes } from './catalogue/security-codes.ts';
import type { TransportCause } from './catalogue/transport-causes.ts';
import { winHttpCodes } from './catalogue/winhttp-codes.ts';
import { winsockCodes } from './catalogue/winsock-codes.ts';
import type { Sureness } from './terms.ts';

/** An HRESULT of Msg 31608, read. `causes` is never empty; the first is the one to mend first. */
export interface HresultReading {
  readonly value: number;
  /** Lower case, unpadded, as the message prints it. */
  readonly text: string;
  /** Names of codes or flags, joined by +. */
  readonly names: string;
  /** What they mean, in words; empty when the code is not known. */
  readonly meaning: string;
  /** Where that is documented. */
  readonly sources: readonly string[];
  readonly causes: readonly [TransportCause, ...TransportCause[]];
  readonly sureness: Sureness;
}

/** The HRESULT in a message's text. */
export function findHresult(text: string): number | undefined {
  const digits = /\b0x([0-9a-f]{1,8})\b/i.exec(text)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/**
 * Reads an HRESULT in the order that fits the reports: WinHTTP's range, certificate flags before any Win32 name (0x80070008
 * is an unknown CA, not memory), Winsock, then whole codes. That flags come through as Win32 codes is derived: all three
 * published values fit.
 */
export function readHresult(value: number): HresultReading {
  const unsigned = value >>> 0;
  const text = `0x${unsigned.toString(16)}`;
  const single = byCode.get(unsigned);
  const rows = single === undefined ? flagsOf(unsigned) : [single];
  const [first, ...rest] = rows;
  if (first === undefined) {
    return {
      value: unsigned,
      text,
      names: 'unknown',
      meaning: '',
      sources: [],
      causes: ['unknown'],
      sureness: 'judged',
    };
  }
  return {
    value: unsigned,
    text,
    names: rows.map(({ name }) => name).join(' + '),
    meaning: rows.map(({ meaning }) => meaning).join('; '),
    sources: [...new Set(rows.map(({ source }) => source))],
    causes: [first.cause, ...rest.map(({ cause }) => cause)],
    sureness: observedInReports.has(unsigned) ? 'observed' : 'derived',
  };
}

const win32Facility = 0x8007_0000;

/** HRESULT_FROM_WIN32 (documented). */
const fromWin32 = (code: number): number => (win32Facility | code) >>> 0;

/** Rows whose code is a Win32 number stand in facility 7. */
const byCode: ReadonlyMap<number, HresultRow> = new Map([
  ...[...winHttpCodes, ...winsockCodes, ...systemCodes].map((row) => [fromWin32(row.code), row] as const),
  // Three of the generic ones look like flags and are better read as what Windows calls them (judged).
  ...[...securityCodes, ...genericCodes].map((row) => [row.code, row] as const),
]);

function flagsOf(value: number): typeof secureFailureFlags {
  const isWin32 = (value & 0xffff_0000) >>> 0 === win32Facility;
  const code = value & 0xffff;
  if (!isWin32 || code === 0 || code > 0x7f) return [];
  return secureFailureFlags.filter((flag) => (code & flag.code) !== 0);
}
