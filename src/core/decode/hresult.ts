import {
  observedInReports,
  ordinaryMeanings,
  secureFailureFlags,
  unobserved,
  wholeCodes,
  winHttpCodes,
  winsockCodes,
  type KnownCode,
} from './catalogue/hresults.ts';
import type { TransportCause } from './catalogue/transport-causes.ts';
import type { Sureness } from './terms.ts';

/** An HRESULT of Msg 31608, read. `causes` is never empty; the first is the one to mend first. */
export interface HresultReading {
  readonly value: number;
  /** Lower case, unpadded, as the message prints it. */
  readonly text: string;
  /** Names of codes or flags, joined by +. */
  readonly names: string;
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
  const sureness: Sureness = observedInReports.has(unsigned) ? 'observed' : unobserved;
  const known = single(unsigned);
  if (known !== undefined) return { value: unsigned, text, names: known.name, causes: [known.cause], sureness };
  const flags = flagsOf(unsigned);
  const [first, ...rest] = flags;
  if (first === undefined) return { value: unsigned, text, names: 'unknown', causes: ['unknown'], sureness: 'judged' };
  const names = flags.map((flag) => flag.name).join(' + ');
  return { value: unsigned, text, names, causes: [first.cause, ...rest.map((flag) => flag.cause)], sureness };
}

const win32Facility = 0x8007_0000;

function single(value: number): KnownCode | undefined {
  const isWin32 = (value & 0xffff_0000) >>> 0 === win32Facility;
  const code = value & 0xffff;
  const ranged = isWin32 ? (winHttpCodes[code] ?? winsockCodes[code]) : undefined;
  return ranged ?? ordinaryMeanings[value] ?? wholeCodes[value];
}

function flagsOf(value: number): typeof secureFailureFlags {
  const isWin32 = (value & 0xffff_0000) >>> 0 === win32Facility;
  const code = value & 0xffff;
  if (!isWin32 || code === 0 || code > 0x7f) return [];
  return secureFailureFlags.filter((flag) => (code & flag.bit) !== 0);
}
