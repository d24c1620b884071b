import { dirname, join } from 'node:path';
import type { Failure } from '../../core/failure.ts';
import { readCertificateFile } from '../../core/pki/certificate-file.ts';
import type { CertificateFacts } from '../../core/pki/certificate-facts.ts';
import { coversHost } from '../../core/pki/coverage.ts';
import { parseHostName } from '../../core/pki/host-name.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { CommandContext } from '../command.ts';
import type { ChosenEndpoint } from './which-endpoint.ts';

/** The server certificate that a proxy shows. */
export interface ServerCertificate {
  readonly path: string;
  readonly facts: CertificateFacts;
  /** The whole file: leaf, then CA. */
  readonly pem: string;
  /** Names and addresses in it that a proxy can serve, the endpoint's own first. */
  readonly hosts: readonly string[];
}

const refuse = (reason: string): { readonly ok: false; readonly error: Failure } => err({ kind: 'refused', reason });

/** Where it may be without asking: where it was last, where it was made, beside the CA that the set-up trusts. */
function guesses({ expiries }: CommandContext, { url, record, cluster }: ChosenEndpoint): readonly string[] {
  const folders = [
    expiries.certificate(url)?.folder,
    record?.authority === undefined ? undefined : dirname(record.authority),
  ];
  const paths = [cluster.certificate, ...folders.map((folder) => folder && join(folder, 'tls.crt'))];
  return [...new Set(paths.filter((path) => path !== undefined && path !== ''))] as string[];
}

/** The certificate of the endpoint, found or picked; undefined when the user backed out. */
export async function chooseCertificate(
  context: CommandContext,
  endpoint: ChosenEndpoint,
  title: string,
): Promise<Result<ServerCertificate, Failure>> {
  for (const path of guesses(context, endpoint)) {
    const read = await readServerCertificate(context, endpoint.host, path);
    if (read.ok) return read;
  }
  const picked = await context.prompts.pickPath({
    kind: 'file',
    title: `${title}: tls.crt, the server certificate for ${endpoint.host}`,
    button: 'Use This Certificate',
  });
  return picked === undefined
    ? err({ kind: 'cancelled' })
    : await readServerCertificate(context, endpoint.host, picked);
}

async function readServerCertificate(
  { readFile, now }: CommandContext,
  host: string,
  path: string,
): Promise<Result<ServerCertificate, Failure>> {
  const bytes = await readFile(path);
  if (!bytes.ok) return refuse(`${path} cannot be read (${bytes.error}). Choose the tls.crt of this endpoint.`);
  const read = readCertificateFile(bytes.value);
  if (!read.ok) return refuse(`${path} ${read.error.reason}. ${read.error.fix}`);
  const [facts] = read.value;
  if (facts.basic?.ca === true) {
    return refuse(`${path} begins with a CA certificate. The proxy shows the server certificate: choose tls.crt.`);
  }
  const wanted = parseHostName(host);
  const names = facts.names ?? [];
  if (!wanted.ok || !coversHost(names, wanted.value)) {
    return refuse(
      `${path} is not for ${host}: SQL Server would refuse it. Create certificates for this endpoint, or choose another file.`,
    );
  }
  if (facts.validity.notAfter <= now()) {
    return refuse(`${path} ended on ${facts.validity.notAfter.toISOString().slice(0, 10)}. Renew it first.`);
  }
  const usable = names.flatMap(({ kind, value }) => (kind !== 'other' && parseHostName(value).ok ? [value] : []));
  const own = wanted.value.value;
  return ok({
    path,
    facts,
    pem: read.value.map(({ pem }) => pem.trimEnd()).join('\n') + '\n',
    hosts: [own, ...usable.filter((value) => value !== own)],
  });
}
