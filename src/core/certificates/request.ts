import {
  authorityDays,
  authorityDefaultDays,
  nestedIn,
  serverDays,
  validityFrom,
  validityUntil,
  type Validity,
} from '../pki/validity.ts';
import { err, ok, type Result } from '../result.ts';
import { checkHosts, type HostInput, type Hosts } from './hosts.ts';
import { inputProblem, type InputProblem } from '../input-problem.ts';

/** How long a certificate should live. */
export type Life = { readonly days: number } | { readonly until: Date };

/** What "Create Certificates…" asks for, as typed. Everything but the URL has a default. */
export interface CertificateInput extends HostInput {
  /** Stands as `O` in both certificates. */
  readonly organization?: string;
  /** On unless said otherwise; a TLS stack that refuses them is the reason to switch them off. */
  readonly nameConstraints?: boolean;
  readonly authorityLife?: Life;
  readonly serverLife?: Life;
  readonly keyBits?: number;
}

/** RSA sizes that are offered. */
export const keySizes = [2048, 3072, 4096] as const;

/** One of {@link keySizes}. */
export type KeyBits = (typeof keySizes)[number];

/** A checked input: nothing in it can make a certificate that contradicts itself. */
export interface CertificateRequest {
  /** The endpoint's URL as given; for the README only. */
  readonly url: string;
  readonly hosts: Hosts;
  readonly organization: string;
  readonly nameConstraints: boolean;
  readonly authorityLife: Validity;
  /** Within `authorityLife`. */
  readonly serverLife: Validity;
  readonly keyBits: KeyBits;
}

/** Checks everything and tells all problems at once, each with its field. `now` decides what is past. */
export function checkCertificateInput(
  input: CertificateInput,
  now: Date,
): Result<CertificateRequest, readonly [InputProblem, ...InputProblem[]]> {
  const hosts = checkHosts(input);
  const organization = checkOrganization(input.organization ?? 'SQL Kube');
  const authority = checkLife(input.authorityLife ?? { days: authorityDefaultDays }, now, ca);
  const server = checkLife(input.serverLife ?? { days: serverDays }, now, leaf);
  const keyBits = checkKeyBits(input.keyBits ?? 2048);
  if (hosts.ok && organization.ok && authority.ok && server.ok && keyBits.ok) {
    return ok({
      url: input.url.trim(),
      hosts: hosts.value,
      organization: organization.value,
      nameConstraints: input.nameConstraints ?? true,
      authorityLife: authority.value,
      serverLife: nestedIn(server.value, authority.value),
      keyBits: keyBits.value,
    });
  }
  const single = [organization, authority, server, keyBits].flatMap((part) => (part.ok ? [] : [part.error]));
  const problems: InputProblem[] = [...(hosts.ok ? [] : hosts.error), ...single];
  const [first, ...others] = problems;
  if (first === undefined) throw new Error('A part failed without a problem.');
  return err([first, ...others]);
}

// Letters of any script, and signs that mean nothing to a shell, to YAML, to T-SQL or in a distinguished name's text.
const plainText = /^[\p{L}\p{M}\p{N} ._-]+$/u;

function checkOrganization(text: string): Result<string, InputProblem> {
  const trimmed = text.normalize('NFC').trim();
  const fix = 'Use up to 64 letters, digits, blanks, dots, hyphens and underscores.';
  if (trimmed === '') return err(inputProblem('organization', 'The organization is empty.', fix));
  if (Array.from(trimmed).length > 64) {
    return err(inputProblem('organization', 'The organization is longer than 64 characters.', fix));
  }
  if (!plainText.test(trimmed)) {
    return err(inputProblem('organization', 'The organization has characters that are not allowed.', fix));
  }
  return ok(trimmed);
}

interface LifeRule {
  readonly field: 'authorityLife' | 'serverLife';
  readonly what: string;
  readonly most: number;
}

const ca: LifeRule = { field: 'authorityLife', what: 'The CA', most: authorityDays };
const leaf: LifeRule = { field: 'serverLife', what: 'The server certificate', most: serverDays };

function checkLife(life: Life, now: Date, { field, what, most }: LifeRule): Result<Validity, InputProblem> {
  const problem = (reason: string, fix: string): Result<never, InputProblem> =>
    err(inputProblem(field, `${what} ${reason}.`, fix));
  if ('days' in life) {
    const { days } = life;
    return Number.isInteger(days) && days >= 1 && days <= most
      ? ok(validityFrom(now, days))
      : problem(`cannot live ${days} days`, `Give a whole number of days from 1 to ${most}.`);
  }
  const end = life.until.getTime();
  if (Number.isNaN(end)) return problem('has no readable end', 'Give a date such as 2027-06-30.');
  if (end <= now.getTime()) return problem('would end in the past', 'Give a date in the future.');
  const validity = validityUntil(now, life.until);
  return validity.notAfter <= validityFrom(now, most).notAfter
    ? ok(validity)
    : problem(`would live longer than ${most} days`, 'Give an earlier date.');
}

/** The size as one that is made here. Field: `keyBits`. */
export function checkKeyBits(bits: number): Result<KeyBits, InputProblem> {
  const size = keySizes.find((known) => known === bits);
  if (size !== undefined) return ok(size);
  const reason = `RSA keys of ${bits} bits are not made here.`;
  return err(inputProblem('keyBits', reason, `Choose ${keySizes.join(', ')}; 2048 is fast and strong enough.`));
}
