import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createCertificateSet, type CertificateSet } from '../../../src/core/certificates/certificate-set.ts';
import { checkCertificateInput } from '../../../src/core/certificates/request.ts';
import { certificateTools } from '../../../src/host/certificate-tools.ts';
import type { TestApi } from '../../../src/wiring.ts';
import { extension, onlyEndpoint } from './extension.ts';

const passphrase = 'planted passphrase of the suite';

describe('certificates in the extension host', () => {
  let api: TestApi;
  let folder: string;
  let set: CertificateSet;

  before(async () => {
    ({ api } = await extension());
    folder = await mkdtemp(join(tmpdir(), 'sqlkube-certificates-'));
    const request = checkCertificateInput({ url: 'https://k8s.corp.example:8443' }, new Date());
    assert.ok(request.ok);
    const made = await createCertificateSet(request.value, passphrase, certificateTools(new Date()));
    assert.ok(made.ok);
    set = made.value;
    await writeFile(join(folder, 'ca.crt'), set.authority.pem);
    await writeFile(join(folder, 'tls.crt'), set.server.pem);
    await writeFile(join(folder, 'tls.key'), set.serverKeyFile);
  });
  after(async () => await rm(folder, { recursive: true, force: true }));

  const shown = (): string => vscode.window.activeTextEditor?.document.getText() ?? '';

  it('are inspected from a file, as a read-only document of the shipped bundle', async () => {
    await vscode.commands.executeCommand('sqlkube.certificate.inspect', { path: join(folder, 'tls.crt') });
    assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'sqlkube');
    assert.ok(shown().includes(set.server.fingerprint256));
    assert.match(shown(), /Certificate 2 of 2, from ca\.crt beside it/);
    assert.match(shown(), /permitted k8s\.corp\.example/);
    assert.ok(!shown().includes('PRIVATE KEY'));
  });

  it('are inspected as an endpoint serves them, and their end is known from then on', async () => {
    await vscode.commands.executeCommand('sqlkube.sandbox.start');
    try {
      const { endpointId, stored } = onlyEndpoint(api);
      await vscode.commands.executeCommand('sqlkube.certificate.inspect', { endpointId });
      assert.match(shown(), new RegExp(`^What ${new URL(stored.profile.url).host} serves to this computer over TLS`));
      assert.match(shown(), /Issuer +CN=SQL Kube sandbox: proxy/);
      const [line] = api.model.expiryOf(onlyEndpoint(api));
      assert.match(line?.text ?? '', /^certificate good until \d{4}-\d\d-\d\d$/);
      assert.ok((await api.sandbox.inject('expired')).ok);
      await vscode.commands.executeCommand('sqlkube.certificate.inspect', { endpointId });
      assert.match(shown(), /certificate\/expired/);
      assert.match(api.model.expiryOf(onlyEndpoint(api))[0]?.text ?? '', /^certificate ended /);
    } finally {
      await vscode.commands.executeCommand('sqlkube.sandbox.stop');
    }
  });
});
