import { err, ok, type Result } from '../result.ts';
import type { RandomBytes } from './certificate.ts';

/** Why a text is refused as passphrase. Never quotes it. */
export interface PassphraseProblem {
  readonly kind: 'passphrase';
  readonly reason: string;
  readonly fix: string;
}

/** Fewest characters of a passphrase for a CA key; the file may travel, and whoever has it can guess offline. */
const fewest = 12;

/** OpenSSL's own buffer for passphrases (PEM_BUFSIZE), so that its tools can read what is written here. Bytes. */
const most = 1024;

/** Checks a typed passphrase for a new key file. Returned in composed form (NFC), as most keyboards type it. */
export function checkPassphrase(text: string): Result<string, PassphraseProblem> {
  const refuse = (reason: string, fix: string): Result<never, PassphraseProblem> =>
    err({ kind: 'passphrase', reason, fix });
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) {
    return refuse(
      'The passphrase holds a line break or another control character.',
      'Use characters that can be typed.',
    );
  }
  if (text !== text.trim()) {
    return refuse('The passphrase begins or ends with a blank.', 'Leave the blank out; vaults tend to cut it off.');
  }
  if (Array.from(text).length < fewest) {
    return refuse(`The passphrase is shorter than ${fewest} characters.`, 'Use a longer one, or have one generated.');
  }
  const composed = text.normalize('NFC');
  if (Buffer.byteLength(composed) >= most) {
    return refuse(`The passphrase is longer than ${most - 1} bytes.`, 'Use a shorter one; openssl could not read it.');
  }
  return ok(composed);
}

// Crockford's 32 symbols in lower case: none that looks like another, and 32 divides 256, so that every symbol is as likely.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A passphrase of 30 random characters in groups of five: 150 bits, no character that a shell treats specially. */
export function generatePassphrase(random: RandomBytes): string {
  const characters = Array.from(random(30), (byte) => alphabet[byte & 31] ?? '').join('');
  return characters.match(/.{5}/g)?.join('-') ?? '';
}
