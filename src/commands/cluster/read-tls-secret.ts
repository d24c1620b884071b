import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { Failure } from '../../core/failure.ts';
import { tlsSecret, type TlsSecret } from '../../core/kube/tls-secret.ts';
import type { CertificateFacts } from '../../core/pki/certificate-facts.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { CommandContext } from '../command.ts';

interface SecretWish {
  readonly title: string;
  readonly certificate: CertificateFacts;
  /** The whole chain. */
  readonly pem: string;
  /** Where the key most likely is. */
  readonly keyPath: string;
  readonly place: { readonly name: string; readonly namespace: string };
}

const refuse = (reason: string): { readonly ok: false; readonly error: Failure } => err({ kind: 'refused', reason });

/** Makes the Secret in memory. The key is never shown and kept nowhere, and whatever leaves us is cleared of it. */
export async function readTlsSecret(context: CommandContext, wish: SecretWish): Promise<Result<TlsSecret, Failure>> {
  let path = wish.keyPath;
  let bytes = await context.readFile(path);
  if (!bytes.ok) {
    const picked = await context.prompts.pickPath({
      kind: 'file',
      title: `${wish.title}: tls.key, the key of the server certificate`,
      button: 'Use This Key',
    });
    if (picked === undefined) return err({ kind: 'cancelled' });
    path = picked;
    bytes = await context.readFile(path);
  }
  if (!bytes.ok) return refuse(`${path} cannot be read (${bytes.error}). Choose the tls.key of this endpoint.`);
  const text = Buffer.from(bytes.value).toString('utf8');
  context.remember(text);
  const key = readKey(text);
  if (key === undefined) {
    return refuse(`${path} ${whatElse(text)}. Choose the tls.key beside tls.crt, as Create Certificates writes it.`);
  }
  if (!new X509Certificate(wish.certificate.der).checkPrivateKey(key)) {
    return refuse(
      `${path} is the key of another certificate. nginx would not start with it. Choose the one beside tls.crt.`,
    );
  }
  const secret = tlsSecret(wish.place, { certificate: wish.pem, key: text });
  context.remember(secret.data['tls.key']);
  return ok(secret);
}

/** By OpenSSL itself: the reader of core comes with all that encrypted keys need, and nginx could not read one anyway. */
function readKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}

function whatElse(text: string): string {
  if (text.includes('ENCRYPTED')) return 'is encrypted, and nginx has nobody to type the passphrase';
  if (text.includes('PRIVATE KEY-----')) return 'is damaged';
  return text.includes('CERTIFICATE-----')
    ? 'holds a certificate and no private key'
    : 'holds no private key in PEM form';
}
