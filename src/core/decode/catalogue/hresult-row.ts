import type { TransportCause } from './transport-causes.ts';

/** A code of Windows: what it is called, what that means, and what it comes down to in Msg 31608. */
export interface HresultRow {
  /** A Win32 number, or a whole HRESULT. */
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
  readonly cause: TransportCause;
  /** Where name and meaning are documented. What it means in this message is derived unless somebody saw it. */
  readonly source: string;
}

/** Makes rows of one source. */
export const hresultRow =
  (source: string) =>
  (code: number, name: string, cause: TransportCause, meaning: string): HresultRow => ({
    code,
    name,
    meaning,
    cause,
    source,
  });
