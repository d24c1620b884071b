/**
 * What makes, reads and judges certificates: a bundle of its own, since node-forge comes with it, loaded by wiring for the
 * first command that needs it.
 */
export { createCertificateSet } from './core/certificates/certificate-set.ts';
export { fileNames, planCertificateSet, planRenewal } from './core/certificates/file-plan.ts';
export { checkHosts } from './core/certificates/hosts.ts';
export { inspectCertificates } from './core/certificates/inspection.ts';
export { renewServerCertificate } from './core/certificates/renewal.ts';
export { checkCertificateInput, checkKeyBits } from './core/certificates/request.ts';
export { readCertificateFile } from './core/pki/certificate-file.ts';
export { readCertificate } from './core/pki/certificate-facts.ts';
export { checkPassphrase, generatePassphrase } from './core/pki/passphrase.ts';
export { toPem } from './core/pki/pem.ts';
export { certificateTools, randomBytes } from './host/certificate-tools.ts';
export { readServedCertificates, verifiesWith } from './host/served-certificate.ts';
