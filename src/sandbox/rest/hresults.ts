import type { Evidence } from '../../core/rest/evidence.ts';

/** An HRESULT as Msg 31608 prints it (0x%x: lower case, unpadded), with the ground for choosing it. */
export interface Hresult {
  readonly value: number;
  readonly evidence: Evidence;
  readonly reason: string;
}

const of = (value: number, evidence: Evidence, reason: string): Hresult => ({ value, evidence, reason });

/** Transport faults. WinHTTP error n becomes 0x80070000 | n. */
export const hresults = {
  nameNotResolved: of(0x80072ee7, 'observed', 'WinHTTP 12007; several reports with this procedure, state 24'),
  cannotConnect: of(0x80072efd, 'observed', 'WinHTTP 12029; one public report'),
  connectTimeout: of(
    0x80072ee2,
    'documented',
    'WinHTTP 12002, TCP-level time-outs count too; not seen with this procedure',
  ),
  connectionLost: of(0x80072efe, 'documented', 'WinHTTP 12030: reset or terminated; not seen with this procedure'),
  invalidResponse: of(0x80072f78, 'documented', 'WinHTTP 12152: answer is not HTTP; not seen with this procedure'),
  secureChannel: of(
    0x80072f7d,
    'documented',
    'WinHTTP 12157: no common TLS version or cipher, or an alert; 12175 (0x80072f8f) and 0x80000000 are the other candidates',
  ),
  clientCertificate: of(
    0x80072f0c,
    'documented',
    'WinHTTP 12044: server wants a client certificate; not seen with this procedure',
  ),
  bodyTooLarge: of(
    0x80072f98,
    'inferred',
    'WinHTTP 12184: answer larger than an internal limit; what really happens over 100 MB is not published',
  ),
  urlNotParsed: of(0x80072ee5, 'documented', 'WinHTTP 12005: URL could not be parsed'),
} as const satisfies Record<string, Hresult>;

/**
 * WINHTTP_CALLBACK_STATUS_FLAG_* values. WinHTTP reports every certificate fault at once as a mask; that the mask is what
 * arrives in Msg 31608 is derived from three of three observed values (0x08, 0x18, 0x20).
 */
export const secureFailure = {
  invalidCertificate: 0x02,
  revoked: 0x04,
  untrustedRoot: 0x08,
  wrongName: 0x10,
  outOfDate: 0x20,
  wrongUsage: 0x40,
} as const;

/** Masks somebody saw in public: untrusted root, untrusted root and wrong name, out of date. */
const observedMasks: readonly number[] = [0x08, 0x18, 0x20];

/** The HRESULT for a mask of certificate faults. */
export function certificateHresult(mask: number): Hresult {
  return of(
    (0x80070000 | mask) >>> 0,
    observedMasks.includes(mask) ? 'observed' : 'derived',
    'WinHTTP secure-failure flags wrapped as HRESULT',
  );
}

/** As the message prints it. */
export function formatHresult({ value }: Hresult): string {
  return `0x${(value >>> 0).toString(16)}`;
}
