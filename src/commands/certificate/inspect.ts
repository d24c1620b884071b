import { basename, dirname } from 'node:path';
import { checkHosts } from '../../core/certificates/hosts.ts';
import { inspectCertificates } from '../../core/certificates/inspection.ts';
import type { EndpointProfile } from '../../core/connection.ts';
import type { Failure } from '../../core/failure.ts';
import { readCertificate, type CertificateFacts } from '../../core/pki/certificate-facts.ts';
import { readCertificateFile } from '../../core/pki/certificate-file.ts';
import { toPem } from '../../core/pki/pem.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { readServedCertificates, verifiesWith } from '../../host/served-certificate.ts';
import type { CertificateWish } from '../../ids.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { refusedInput } from './inputs.ts';

const title = 'Inspect Certificate';

type Source = { readonly kind: 'endpoint'; readonly endpoint: EndpointProfile } | { readonly kind: 'file' };

/** Shows a file, or what an endpoint serves right now. */
export async function inspectCertificate(context: CommandContext, wish: CertificateWish = {}): Promise<Outcome> {
  const source = await choose(context, wish.endpointId);
  if (source === undefined) return undefined;
  if (source.kind === 'endpoint') return await inspectServed(context, source.endpoint);
  const path = wish.path ?? (await context.prompts.pickPath({ kind: 'file', title, button: 'Inspect' }));
  return path === undefined ? undefined : await inspectFile(context, path);
}

async function choose(context: CommandContext, endpointId: string | undefined): Promise<Source | undefined> {
  const endpoints = context.profiles.endpoints().map(({ profile }) => profile);
  const named = endpoints.find(({ id }) => id === endpointId);
  if (named !== undefined) return { kind: 'endpoint', endpoint: named };
  if (endpoints.length === 0) return { kind: 'file' };
  const answer = await context.prompts.choose<Source>({
    place: { title, step: 1, of: 1 },
    prompt: 'A file, or what an endpoint serves right now.',
    choices: [
      ...endpoints.map((endpoint) => ({
        label: endpoint.url,
        description: 'as served to this computer',
        value: { kind: 'endpoint' as const, endpoint },
      })),
      { label: 'A File…', description: 'PEM or DER', value: { kind: 'file' } },
    ],
  });
  return answer.kind === 'value' ? answer.value : undefined;
}

async function inspectFile(context: CommandContext, path: string): Promise<Outcome> {
  const file = await context.files.read(dirname(path), basename(path));
  if (!file.ok) return file;
  const certificates = readCertificateFile(file.value);
  if (!certificates.ok) {
    return refusedInput({ ...certificates.error, reason: `${path} ${certificates.error.reason}.` });
  }
  const trusted = await authorityIn(context, dirname(path));
  const text = inspectCertificates(certificates.value, { now: context.now(), trusted });
  await context.open(`${basename(path)}.inspection.txt`, `${path}\n\n${text}`);
  return undefined;
}

async function inspectServed(context: CommandContext, { id, url }: EndpointProfile): Promise<Outcome> {
  const { hostname, port } = new URL(url);
  const from = { host: hostname, port: port === '' ? 443 : Number(port) };
  const noted = context.expiries.certificate(url);
  const read = await context.prompts.progress(
    `Asking ${from.host}:${from.port} for its certificate`,
    async (signal) => {
      const served = await readServedCertificates(from, signal);
      if (!served.ok) return served;
      const facts = readAll(served.value.certificates);
      if (!facts.ok) return facts;
      const trusted = noted?.folder === undefined ? [] : await authorityIn(context, noted.folder);
      const [authority] = trusted;
      const verified = authority && (await verifiesWith(from, toPem('CERTIFICATE', authority.der), signal));
      return ok({ facts: facts.value, protocol: served.value.protocol, trusted, verified });
    },
  );
  if (!read.ok) return read;
  const { facts, protocol, trusted, verified } = read.value;
  const [server] = facts;
  const span = { from: server.validity.notBefore.getTime(), until: server.validity.notAfter.getTime() };
  await context.expiries.noteCertificate(url, { ...noted, server: { ...span, fingerprint256: server.fingerprint256 } });
  const host = checkHosts({ url });
  const text = inspectCertificates(facts, {
    now: context.now(),
    trusted,
    ...(host.ok && { host: host.value[0] }),
  });
  const told =
    verified === undefined
      ? []
      : [
          `With our CA for it: ${verified.verified ? 'verified by OpenSSL on this computer' : `refused by OpenSSL on this computer (${verified.reason})`}`,
        ];
  const head = [
    `What ${from.host}:${from.port} serves to this computer over ${protocol}. SQL Server may be led elsewhere by its own DNS.`,
    ...told,
    '',
    '',
  ];
  await context.open(`${from.host}-${from.port}.inspection.txt`, head.join('\n') + text);
  context.log.info(`Inspected the certificate of endpoint ${id}`);
  return undefined;
}

type Certificates = readonly [CertificateFacts, ...CertificateFacts[]];

function readAll(ders: readonly [Uint8Array, ...Uint8Array[]]): Result<Certificates, Failure> {
  const [first, ...others] = ders.map((der) => readCertificate(der));
  if (first?.ok) return ok([first.value, ...others.flatMap((read) => (read.ok ? [read.value] : []))]);
  const reason = 'The certificate that was served cannot be read. It is damaged. Replace it on the proxy.';
  return err({ kind: 'refused', reason });
}

/** The CA that lies beside the files, if it does. */
async function authorityIn(context: CommandContext, folder: string): Promise<readonly CertificateFacts[]> {
  const file = await context.files.read(folder, 'ca.crt');
  const read = file.ok ? readCertificateFile(file.value) : undefined;
  return read?.ok ? read.value.filter(({ basic }) => basic?.ca === true) : [];
}
