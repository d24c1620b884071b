import { createCertificateSet } from '../../src/core/certificates/certificate-set.ts';
import { checkCertificateInput } from '../../src/core/certificates/request.ts';
import { certificateTools } from '../../src/host/certificate-tools.ts';

/** PEM of a CA and of one certificate that it issued, with its key. */
export interface IssuedIdentity {
  readonly ca: string;
  readonly tls: { readonly cert: string; readonly key: string };
}

/** Of every CA that is made here. */
export const passphrase = 'a passphrase for the chain';

/** What the product makes for a proxy: a CA that may vouch for these hosts only, and the proxy's certificate from it. */
export async function issueIdentity([first, ...others]: readonly [string, ...string[]]): Promise<IssuedIdentity> {
  const request = checkCertificateInput({ url: `https://${first}`, dnsNames: others }, new Date());
  if (!request.ok) throw new Error(request.error[0].reason);
  const set = await createCertificateSet(request.value, passphrase, certificateTools(new Date()));
  if (!set.ok) throw new Error(set.error.reason);
  return { ca: set.value.authority.pem, tls: { cert: set.value.server.pem, key: set.value.serverKeyFile } };
}
