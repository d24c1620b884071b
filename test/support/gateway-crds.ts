import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot, madeOnce } from './cache.ts';
import { findProgram, skipFor } from './needs.ts';

// The first release that has TLSRoute in v1 of its standard channel.
const gatewayApi = 'sigs.k8s.io/gateway-api@v1.5.1';

/** The folder with the published custom resource definitions of the Gateway API; they come with its Go module. */
export async function gatewayDefinitions(context: Mocha.Context): Promise<string> {
  const go = findProgram('go') ?? skipFor(context, 'Go');
  return await madeOnce(path.join(cacheRoot, 'gateway-api', 'v1.5.1'), async (target) => {
    // Outside every module: this one is not built, only read.
    const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-go-'));
    try {
      const { stdout } = await promisify(execFile)(go, ['mod', 'download', '-json', gatewayApi], { cwd: folder });
      const { Dir } = JSON.parse(stdout) as { Dir: string };
      const source = path.join(Dir, 'config', 'crd', 'standard');
      const files = (await readdir(source)).filter((file) => /_(gateways|gatewayclasses|tlsroutes)\.yaml$/.test(file));
      for (const file of files) await copyFile(path.join(source, file), path.join(target, file));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
