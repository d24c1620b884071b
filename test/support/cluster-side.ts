import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { planCertificateSet } from '../../src/core/certificates/file-plan.ts';
import type { CertificateSet } from '../../src/core/certificates/certificate-set.ts';
import { testSet } from './certificates.ts';

/** Certificates of a host in a folder, as Create Certificates leaves them. */
export async function certificateFolder(folder: string, url: string): Promise<CertificateSet> {
  const set = await testSet({ url });
  await mkdir(folder, { recursive: true });
  for (const { path: name, content, mode } of planCertificateSet(set).files) {
    await writeFile(path.join(folder, name), content, { mode });
  }
  return set;
}
