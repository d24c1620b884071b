/** What the certificate commands do: a bundle of its own, node-forge with it, read when one of them runs. */
export { createCertificates } from './create.ts';
export { inspectCertificate } from './inspect.ts';
export { offerReissue, verifiedWithLimits } from './reissue.ts';
export { renewCertificate } from './renew.ts';
export { reviewExpiry } from './review.ts';
