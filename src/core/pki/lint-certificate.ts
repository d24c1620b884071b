import { expiryOf } from './expiry.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import type { CertificateFinding, LintRule, LintSubject } from './lint.ts';
import { isSelfIssued } from './chain.ts';
import { authorityDays } from './validity.ts';

type Found = Omit<CertificateFinding, 'certificate'>;

/** Runs a look at one certificate over the whole chain. */
const each =
  (look: (facts: CertificateFacts, subject: LintSubject, certificate: number) => Found | undefined): LintRule =>
  (subject) =>
    subject.chain.path.flatMap((facts, certificate) => {
      const found = look(facts, subject, certificate);
      return found === undefined ? [] : [{ ...found, certificate }];
    });

const weakHash = each((facts) => {
  // Nobody checks the signature of a root: it is trusted by being in the store.
  if (!/SHA1|MD5/.test(facts.signature) || isSelfIssued(facts)) return undefined;
  const message = `It is signed with ${facts.signature}, which current TLS stacks refuse.`;
  return { code: 'certificate/sha1', severity: 'error', message, fix: 'Issue it again with SHA-256.' };
});

const shortKey = each(({ key }) => {
  const least = key.algorithm.startsWith('RSA') || key.algorithm === 'DSA' ? 2048 : 224;
  if (key.bits === undefined || key.bits >= least) return undefined;
  const message = `Its ${key.algorithm} key has ${key.bits} bits; ${least} are the least that TLS stacks accept.`;
  return { code: 'certificate/short-key', severity: 'error', message, fix: 'Issue it again with a longer key.' };
});

const day = 86_400_000;

const tooLongLife = each(({ validity, basic }) => {
  const days = Math.round((validity.notAfter.getTime() - validity.notBefore.getTime()) / day);
  const ca = basic?.ca === true;
  // 398 days: CA/Browser Forum ballot SC31, which strict stacks also ask of private server certificates.
  const most = ca ? authorityDays : 398;
  if (days <= most) return undefined;
  const fix = ca ? 'Make the next CA for five years at most.' : 'Issue it again for 397 days, and renew on time.';
  const message = `It lives ${days} days; ${most} are the most that ${ca ? 'a private CA should' : 'strict clients accept'}.`;
  return { code: 'certificate/too-long-life', severity: ca ? 'information' : 'warning', message, fix };
});

const date = (moment: Date): string => `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const outsideItsLife = each(({ validity }, { now }, certificate) => {
  const expiry = expiryOf(validity, now);
  const renew = certificate === 0 ? 'Renew it.' : 'Make a new CA, and give it to SQL Server before the proxy uses it.';
  switch (expiry.stage) {
    case 'expired':
      return error('expired', `It expired on ${date(validity.notAfter)}.`, renew);
    case 'not-yet-valid':
      return error('not-yet-valid', `It is valid only from ${date(validity.notBefore)}.`, 'Check the clocks, or wait.');
    case 'renew':
    case 'ends-soon': {
      const severity = expiry.stage === 'renew' ? 'information' : 'warning';
      const message = `It ends on ${date(validity.notAfter)}, in ${expiry.daysLeft} days.`;
      return { code: 'certificate/renew', severity, message, fix: renew };
    }
    case 'good':
      return undefined;
  }
});

const error = (code: 'expired' | 'not-yet-valid', message: string, fix: string): Found => ({
  code: `certificate/${code}`,
  severity: 'error',
  message,
  fix,
});

const unknownCritical = each(({ unknownCritical: ids }) => {
  if (ids.length === 0) return undefined;
  const message = `It has critical extensions that TLS stacks may not know: ${ids.join(', ')}.`;
  return { code: 'certificate/unknown-critical', severity: 'warning', message, fix: 'Issue it again without them.' };
});

/** Rules about each certificate of the chain by itself. */
export const certificateRules: readonly LintRule[] = [weakHash, shortKey, tooLongLife, outsideItsLife, unknownCritical];
