import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PasswordHash } from './state.ts';

/** Salted, so that equal passwords look different. The sandbox lives for minutes on loopback: a slow hash would only slow logins. */
export function hashPassword(password: string): PasswordHash {
  const salt = randomBytes(16).toString('hex');
  return { salt, digest: digest(password, salt) };
}

/** Takes the same time for every wrong password. */
export function matchesPassword(password: string, { salt, digest: expected }: PasswordHash): boolean {
  return timingSafeEqual(Buffer.from(digest(password, salt), 'hex'), Buffer.from(expected, 'hex'));
}

function digest(password: string, salt: string): string {
  return createHash('sha256').update(salt).update(password, 'utf16le').digest('hex');
}

/** Windows' complexity rule, which SQL Server on Linux also follows: eight characters of three kinds out of four. */
export function isStrongPassword(password: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length;
  return password.length >= 8 && kinds >= 3;
}
