import { randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { freshKey, testKey } from '../../../support/keys.ts';

interface Signer {
  readonly pem: string;
  readonly subject: forge.pki.CertificateField[];
  readonly key: KeyObject;
}

/** What one server certificate of a test is like; the rest is ordinary. */
export interface LeafOptions {
  readonly hosts?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly clientOnly?: boolean;
}

export interface Leaf {
  readonly cert: string;
  readonly key: string;
}

const day = 24 * 60 * 60 * 1000;
export const fromNow = (days: number): Date => new Date(Date.now() + days * day);

function forgeKeys(key: KeyObject): forge.pki.rsa.PrivateKey {
  return forge.pki.privateKeyFromPem(key.export({ type: 'pkcs8', format: 'pem' }).toString());
}

function blank(key: forge.pki.rsa.PrivateKey, notBefore: Date, notAfter: Date): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
  certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
  certificate.validity.notBefore = notBefore;
  certificate.validity.notAfter = notAfter;
  return certificate;
}

/** A root of our own making. */
export async function makeAuthority(name: string): Promise<Signer> {
  const { privateKey } = await freshKey();
  const key = forgeKeys(privateKey);
  const subject = [{ name: 'commonName', value: name }];
  const certificate = blank(key, fromNow(-30), fromNow(300));
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ]);
  certificate.sign(key, forge.md.sha256.create());
  return { pem: forge.pki.certificateToPem(certificate), subject, key: privateKey };
}

/** A server certificate for `kube.test` unless told otherwise. */
export async function makeLeaf(authority: Signer, options: LeafOptions = {}): Promise<Leaf> {
  const { privateKey } = await testKey();
  const certificate = blank(forgeKeys(privateKey), options.notBefore ?? fromNow(-1), options.notAfter ?? fromNow(90));
  const hosts = options.hosts ?? ['kube.test'];
  certificate.setSubject([{ name: 'commonName', value: hosts[0] }]);
  certificate.setIssuer(authority.subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'extKeyUsage', serverAuth: options.clientOnly !== true, clientAuth: options.clientOnly === true },
    {
      name: 'subjectAltName',
      altNames: hosts.map((host) => (/^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host })),
    },
  ]);
  certificate.sign(forgeKeys(authority.key), forge.md.sha256.create());
  return {
    cert: forge.pki.certificateToPem(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** A server certificate that signed itself, without basic constraints, as `openssl req -x509` users make it. */
export async function makeSelfSigned(host: string): Promise<Leaf> {
  const { privateKey } = await testKey();
  const key = forgeKeys(privateKey);
  const subject = [{ name: 'commonName', value: host }];
  const certificate = blank(key, fromNow(-1), fromNow(90));
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }]);
  certificate.sign(key, forge.md.sha256.create());
  return {
    cert: forge.pki.certificateToPem(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
