import type { CertificateFacts } from '../pki/certificate-facts.ts';
import type { FilePlan, PlannedFile } from '../files/planned-file.ts';
import type { CertificateSet } from './certificate-set.ts';
import { readme } from './readme.ts';
import type { RenewedServer } from './renewal.ts';

/** Names of the files of a certificate set. */
export const fileNames = {
  authority: 'ca.crt',
  authorityKey: 'ca.key',
  server: 'tls.crt',
  serverKey: 'tls.key',
  readme: 'README.txt',
} as const;

const open = { mode: 0o644, secret: false } as const;
const closed = { mode: 0o600, secret: true } as const;

/** The files of a new CA and its first server certificate. */
export function planCertificateSet(set: CertificateSet): FilePlan {
  const { authority, server } = set;
  return {
    files: [
      {
        ...closed,
        path: fileNames.authorityKey,
        content: set.authorityKeyFile,
        title: 'private key of the CA, encrypted',
        loss: 'Certificates of the CA that this key belongs to can never be renewed again.',
      },
      serverKeyFile(set.serverKeyFile),
      {
        ...open,
        path: fileNames.authority,
        content: authority.pem,
        title: 'CA certificate',
        loss: 'Hosts that trust the old CA, such as SQL Server’s, need the new one before they can call the endpoint.',
      },
      serverFile(server.pem, authority.pem),
      readmeFile(readme({ ...set, serversOnly: true })),
    ],
  };
}

/** The files that change when the server certificate is renewed. */
export function planRenewal(renewed: RenewedServer, url: string): FilePlan {
  const { authority, server, serverKeyFile: key } = renewed;
  const { constraints } = authority;
  const text = readme({
    url,
    hosts: renewed.hosts,
    authority,
    server,
    serversOnly: isForServersOnly(authority),
    ...(constraints === undefined ? {} : { constraints }),
  });
  return {
    files: [
      ...(key === undefined ? [] : [serverKeyFile(key)]),
      serverFile(server.pem, authority.pem),
      readmeFile(text),
    ],
  };
}

const isForServersOnly = ({ basic, extendedKeyUsage: purposes }: CertificateFacts): boolean =>
  basic?.pathLength === 0 && purposes?.length === 1 && purposes[0] === 'serverAuth';

const serverKeyFile = (content: string): PlannedFile => ({
  ...closed,
  path: fileNames.serverKey,
  content,
  title: 'private key of the server certificate',
  loss: 'The server certificate that this key belongs to cannot be served any more.',
});

const serverFile = (leaf: string, authority: string): PlannedFile => ({
  ...open,
  path: fileNames.server,
  // The leaf first, then what issued it: nginx sends the file as it is.
  content: leaf + authority,
  title: 'server certificate, then the CA',
  loss: 'The proxy goes on with the old certificate until its Secret is replaced.',
});

const readmeFile = (content: string): PlannedFile => ({
  ...open,
  path: fileNames.readme,
  content,
  title: 'what these files are',
  loss: 'The old text is gone.',
});
