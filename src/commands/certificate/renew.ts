import { planRenewal } from '../../core/certificates/file-plan.ts';
import { renewServerCertificate, type RenewalInput, type RenewedServer } from '../../core/certificates/renewal.ts';
import { checkKeyBits } from '../../core/certificates/request.ts';
import type { Failure } from '../../core/failure.ts';
import { readCertificateFile } from '../../core/pki/certificate-file.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { certificateTools } from '../../host/certificate-tools.ts';
import { passphraseKey } from '../../host/secrets.ts';
import type { CertificateWish } from '../../ids.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { refusedInput, unlessStopped } from './inputs.ts';

const title = 'Renew Server Certificate';

/** The files of a CA and its server certificate, wherever they lie. */
interface CertificateFiles {
  readonly folder: string;
  readonly authorityCertificate: Uint8Array;
  readonly authorityKey: Uint8Array;
  readonly serverCertificate: Uint8Array;
}

/** Issues the next server certificate from the files of a CA. */
export async function renewCertificate(context: CommandContext, wish: CertificateWish = {}): Promise<Outcome> {
  const url = wish.endpointId === undefined ? wish.url : context.profiles.endpoint(wish.endpointId)?.profile.url;
  const noted = url === undefined ? undefined : context.expiries.certificate(url)?.folder;
  const files = await findFiles(context, wish.folder ?? noted);
  if (!files?.ok) return files;
  const key = await chooseKey(context, files.value.folder);
  if (!key?.ok) return key;
  const renewed = await renew(context, { ...files.value, key: key.value });
  if (!renewed?.ok) return renewed;
  return await keep(context, { folder: files.value.folder, url, ...renewed.value });
}

/** From the folder where they were written, or on another computer from wherever the user has them. */
async function findFiles(
  context: CommandContext,
  noted: string | undefined,
): Promise<Result<CertificateFiles, Failure> | undefined> {
  const { prompts, files } = context;
  const folder =
    noted !== undefined && (await files.read(noted, 'ca.key')).ok
      ? noted
      : await prompts.pickPath({
          kind: 'folder',
          title: `${title}: folder with ca.crt, ca.key and tls.crt`,
          button: 'Use This Folder',
        });
  if (folder === undefined) return undefined;
  const [authorityCertificate, authorityKey, serverCertificate] = [
    await files.read(folder, 'ca.crt'),
    await files.read(folder, 'ca.key'),
    await files.read(folder, 'tls.crt'),
  ];
  if (!authorityCertificate.ok) return authorityCertificate;
  if (!authorityKey.ok) return authorityKey;
  if (!serverCertificate.ok) return serverCertificate;
  return ok({
    folder,
    authorityCertificate: authorityCertificate.value,
    authorityKey: authorityKey.value,
    serverCertificate: serverCertificate.value,
  });
}

async function chooseKey(
  context: CommandContext,
  folder: string,
): Promise<Result<RenewalInput['key'], Failure> | undefined> {
  const bits = checkKeyBits(context.keyBits());
  if (!bits.ok) return refusedInput(bits.error);
  const answer = await context.prompts.choose({
    place: { title, step: 1, of: 1 },
    prompt: `The key of the new certificate in ${folder}. Next: see what is written before it is.`,
    choices: [
      { label: 'A New Key', description: `recommended; RSA ${bits.value}`, value: 'new' },
      { label: 'The Same Key', description: 'for those who pin it', value: 'same' },
    ],
  });
  if (answer.kind !== 'value') return undefined;
  if (answer.value === 'new') return ok({ kind: 'new', bits: bits.value });
  const file = await context.files.read(folder, 'tls.key');
  return file.ok ? ok({ kind: 'same', file: file.value }) : file;
}

interface Renewal {
  readonly renewed: RenewedServer;
  readonly passphrase: string;
}

/** With the stored passphrase, or a typed one; a wrong one is asked for again. */
async function renew(
  context: CommandContext,
  input: Omit<RenewalInput, 'passphrase'>,
): Promise<Result<Renewal, Failure> | undefined> {
  const authority = readCertificateFile(input.authorityCertificate);
  const fingerprint = authority.ok ? authority.value[0].fingerprint256 : '';
  let passphrase = (await context.vault.get(passphraseKey(fingerprint))) ?? '';
  let wrong: string | undefined;
  for (;;) {
    if (passphrase !== '') {
      const used = passphrase;
      const renewed = await context.prompts.progress('Renewing the server certificate', (signal, report) => {
        report('reading the key of the CA');
        const tools = certificateTools(context.now());
        return unlessStopped(renewServerCertificate({ ...input, passphrase: used }, tools), signal);
      });
      if (renewed === undefined) return err({ kind: 'cancelled' });
      if (renewed.ok) return ok({ renewed: renewed.value, passphrase });
      if (renewed.error.field !== 'passphrase') return refusedInput(renewed.error);
      wrong = `${renewed.error.reason} `;
    }
    const answer = await context.prompts.text({
      place: { title, step: 1, of: 1 },
      prompt: `${wrong ?? ''}Passphrase of the CA key, from your vault. It is kept on this computer once it was right.`,
      secret: true,
      check: (text) => (text === '' ? 'Type the passphrase that the CA was made with.' : undefined),
    });
    if (answer.kind !== 'value') return undefined;
    passphrase = answer.value;
  }
}

interface Kept extends Renewal {
  readonly folder: string;
  readonly url: string | undefined;
}

async function keep(context: CommandContext, kept: Kept): Promise<Outcome> {
  const { folder, renewed, passphrase } = kept;
  const { authority, server, hosts, cutByAuthority } = renewed;
  const url = kept.url ?? `https://${hosts[0].value}`;
  const written = await context.files.write(title, folder, planRenewal(renewed, url));
  if (!written.ok) return written;
  await context.vault.store(passphraseKey(authority.fingerprint256), passphrase);
  await context.expiries.noteCertificate(url, {
    server: spanOf(server),
    authority: { ...spanOf(authority), limited: authority.constraints !== undefined },
    folder,
  });
  const until = server.validity.notAfter.toISOString().slice(0, 10);
  const cut = cutByAuthority ? ', when the CA ends too: create new certificates in time' : '';
  await context.prompts.tell(
    'info',
    `The server certificate for ${hosts[0].value} is good until ${until}${cut}. SHA-256 ${server.fingerprint256}. ` +
      'Next: the cluster admin replaces the proxy’s Secret with the new files; the CA and SQL Server stay as they are.',
  );
  return undefined;
}

const spanOf = ({
  fingerprint256,
  validity,
}: {
  readonly fingerprint256: string;
  readonly validity: { readonly notBefore: Date; readonly notAfter: Date };
}): { fingerprint256: string; from: number; until: number } => ({
  fingerprint256,
  from: validity.notBefore.getTime(),
  until: validity.notAfter.getTime(),
});
