/** A login's or server role's SID: sa is 0x01, roles are their id, logins 16 bytes; made up but stable. */
export function serverSid(principalId: number): Uint8Array {
  if (principalId < 200) return Uint8Array.of(principalId);
  const sid = new Uint8Array(16).fill(0x5a);
  new DataView(sid.buffer).setUint32(12, principalId);
  return sid;
}
