/** A system's or OpenSSL's own code where there is one, else the message: short, for a sentence. */
export function errorWord(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.message;
}
