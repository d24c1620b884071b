import { createCertificateSet, type CertificateSet } from '../../core/certificates/certificate-set.ts';
import { planCertificateSet } from '../../core/certificates/file-plan.ts';
import { checkCertificateInput } from '../../core/certificates/request.ts';
import { err } from '../../core/result.ts';
import { certificateTools } from '../../host/certificate-tools.ts';
import type { CertificateNote } from '../../host/expiries.ts';
import { passphraseKey } from '../../host/secrets.ts';
import type { CertificateWish } from '../../ids.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { askCertificates, emptyCertificateDraft, hostInput, type CertificateDraft } from './form.ts';
import { refusedInput, unlessStopped } from './inputs.ts';

const title = 'Create Certificates';

/** Asks, makes a CA and a server certificate, and writes their files. */
export async function createCertificates(context: CommandContext, wish: CertificateWish = {}): Promise<Outcome> {
  const { endpointId, limited = true } = wish;
  const url = endpointId === undefined ? wish.url : context.profiles.endpoint(endpointId)?.profile.url;
  // Without limits it is made anew, where the other one lies.
  const before = limited || url === undefined ? undefined : context.expiries.certificate(url)?.folder;
  const folder = wish.folder ?? before;
  const initial = {
    ...emptyCertificateDraft,
    limited,
    ...(url !== undefined && { url, typesUrl: false }),
    ...(folder !== undefined && { folder }),
  };
  const draft = await askCertificates({ context, url, folder }, title, initial);
  return draft === undefined ? undefined : await create(context, draft);
}

async function create(context: CommandContext, draft: CertificateDraft): Promise<Outcome> {
  const input = {
    ...hostInput(draft),
    nameConstraints: draft.limited,
    authorityLife: { days: draft.years * 365 },
    keyBits: context.keyBits(),
  };
  const request = checkCertificateInput(input, context.now());
  if (!request.ok) return refusedInput(request.error[0]);
  const [{ value: host }] = request.value.hosts;
  const made = await context.prompts.progress(`Creating certificates for ${host}`, (signal, report) => {
    report(`making two keys of ${request.value.keyBits} bits`);
    const tools = certificateTools(context.now());
    return unlessStopped(createCertificateSet(request.value, draft.passphrase, tools), signal);
  });
  if (made === undefined) return err({ kind: 'cancelled' });
  if (!made.ok) return refusedInput({ fix: 'Start again with another one.', ...made.error });
  const written = await context.files.write(title, draft.folder, planCertificateSet(made.value));
  if (!written.ok) return written;
  await context.vault.store(passphraseKey(made.value.authority.fingerprint256), draft.passphrase);
  await context.expiries.noteCertificate(draft.url, noteOf(made.value, draft.folder));
  await tell(context, made.value, draft.folder);
  return undefined;
}

const noteOf = ({ server, authority, constraints }: CertificateSet, folder: string): CertificateNote => ({
  server: {
    fingerprint256: server.fingerprint256,
    from: server.validity.notBefore.getTime(),
    until: server.validity.notAfter.getTime(),
  },
  authority: {
    fingerprint256: authority.fingerprint256,
    from: authority.validity.notBefore.getTime(),
    until: authority.validity.notAfter.getTime(),
    limited: constraints !== undefined,
  },
  folder,
});

async function tell(context: CommandContext, set: CertificateSet, folder: string): Promise<void> {
  const { authority, server, hosts } = set;
  const words =
    `Certificates for ${hosts[0].value} are in ${folder}. CA SHA-256 ${authority.fingerprint256}; server certificate SHA-256 ` +
    `${server.fingerprint256}. Next: the DBA trusts ca.crt on SQL Server’s host, the cluster admin gives tls.crt and tls.key to the proxy.`;
  const pressed = await context.prompts.tell('info', words, 'Open README');
  if (pressed === undefined) return;
  const readme = await context.files.read(folder, 'README.txt');
  if (readme.ok) await context.open('README.txt', Buffer.from(readme.value).toString('utf8'));
}
