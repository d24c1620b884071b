/** A Secret of type `kubernetes.io/tls`. Lives in memory only: no file of ours ever holds one. */
export interface TlsSecret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly type: 'kubernetes.io/tls';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly data: { readonly 'tls.crt': string; readonly 'tls.key': string };
}

/** What `kubectl create secret tls` makes of the same two PEM texts, with our label. */
export const tlsSecret = (
  place: { readonly name: string; readonly namespace: string },
  pem: { readonly certificate: string; readonly key: string },
): TlsSecret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'kubernetes.io/tls',
  metadata: { ...place, labels: { 'app.kubernetes.io/managed-by': 'sqlkube' } },
  data: { 'tls.crt': base64(pem.certificate), 'tls.key': base64(pem.key) },
});

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
