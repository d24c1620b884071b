import assert from 'node:assert/strict';
import type { ClusterFailure } from '../../../../src/core/kube/cluster-failure.ts';
import { clusterFailureWords } from '../../../../src/core/kube/cluster-words.ts';

const status = {
  kind: 'Status',
  message: 'roles is forbidden: User "dev" cannot patch resource "roles". Really',
} as const;
const place = { context: 'prod-eu', doing: 'apply Role shop/reader' };

describe('failures between this computer and the cluster', () => {
  it('name context, object, the missing verb and who can help', () => {
    assert.equal(
      clusterFailureWords({ kind: 'forbidden', status }, place),
      'Context prod-eu may not do this. Could not apply Role shop/reader. roles is forbidden: User "dev" cannot patch resource "roles"; Really. Ask the cluster admin for exactly that, or hand over the run book.',
    );
  });

  it('say where the kubeconfig ran out', () => {
    assert.match(
      clusterFailureWords({ kind: 'unauthorized', status }, place),
      /prod-eu is not signed in.*\(401\)\. Renew the kubeconfig/,
    );
  });

  it('have words for every kind, ending with what to do', () => {
    const all: readonly ClusterFailure[] = [
      { kind: 'cancelled' },
      { kind: 'kubeconfig', reason: 'It is empty.' },
      { kind: 'sign-in', user: 'dev', detail: '' },
      { kind: 'unreachable', server: 'https://a', code: 'ECONNREFUSED', detail: 'connect ECONNREFUSED' },
      { kind: 'tls', server: 'https://a', code: 'CERT_HAS_EXPIRED', detail: 'certificate has expired' },
      { kind: 'unauthorized', status },
      { kind: 'forbidden', status },
      { kind: 'not-found', status },
      {
        kind: 'conflict',
        status: { ...status, details: { causes: [{ field: '.spec', message: 'conflict with "helm"' }] } },
      },
      { kind: 'invalid', status },
      { kind: 'unexpected', code: 500, status: { kind: 'Status' } },
    ];
    for (const failure of all) assert.match(clusterFailureWords(failure, place), /^\p{Lu}.*\.$/u);
    assert.match(all.map((failure) => clusterFailureWords(failure, place)).join('\n'), /\.spec: conflict with "helm"/);
  });
});
