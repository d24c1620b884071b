/** Numbers of MS-TDS that more than one file needs. Names follow the specification; evidence class: documented. */

/** MS-TDS 2.2.3.1.1. */
export const packetType = {
  batch: 0x01,
  rpc: 0x03,
  response: 0x04,
  attention: 0x06,
  bulkLoad: 0x07,
  transactionManager: 0x0e,
  login7: 0x10,
  sspi: 0x11,
  prelogin: 0x12,
} as const;

/** MS-TDS 2.2.3.1.2. */
export const packetStatus = {
  endOfMessage: 0x01,
  ignore: 0x02,
  resetConnection: 0x08,
  resetConnectionSkipTransaction: 0x10,
} as const;

/** Bytes before the payload of every packet. */
export const packetHeaderLength = 8;

/** The packet size in force until LOGIN7 has negotiated one. */
export const defaultPacketSize = 4096;

/** MS-TDS 2.2.7.6, DONE status bits. */
export const doneStatus = { more: 0x01, error: 0x02, count: 0x10, attention: 0x20 } as const;

/** As LOGIN7 and LOGINACK write them, highest byte first. */
export const tdsVersion = { v73A: 0x730a0003, v73B: 0x730b0003, v74: 0x74000004, v80: 0x08000000 } as const;

/** What PRELOGIN and LOGINACK say of the product: major, minor and build of SQL Server 2025 CU7. */
export const productVersion = { major: 17, minor: 0, build: 4065 } as const;

/** SQL_Latin1_General_CP1_CI_AS: LCID 0x0409, sort id 52, code page 1252. */
export const serverCollation: Uint8Array = Uint8Array.of(0x09, 0x04, 0xd0, 0x00, 0x34);

/** Bytes that break MS-TDS. The connection cannot be trusted any more and is closed. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
