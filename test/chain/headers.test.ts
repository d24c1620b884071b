import assert from 'node:assert/strict';
import { decodeSelfReview } from '../../src/core/kube/access.ts';
import { textAt } from '../../src/core/kube/json.ts';
import { namespacesPath, selfSubjectReviewPath } from '../../src/core/kube/path.ts';
import { startEchoUpstream, type Arrival, type EchoUpstream } from '../support/echo-upstream.ts';
import { needNginx, startNginx, type RunningNginx } from '../support/nginx.ts';
import { issueIdentity } from './certificates.ts';
import { names } from './kubernetes.ts';
import { useChain } from './shared.ts';
import { invoke, type Invoked } from './sql.ts';
import type { Chain } from './support.ts';

const impersonation = { 'Impersonate-User': 'admin', 'Impersonate-Group': 'system:masters' };
const selfReview = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };

describe('chain: headers that must not arrive', () => {
  let chain: Chain;
  let upstream: EchoUpstream | undefined;
  let nginx: RunningNginx | undefined;
  before(async function () {
    const program = needNginx(this);
    chain = await useChain(this);
    const identity = await issueIdentity(['kubernetes.default.svc']);
    upstream = await startEchoUpstream(identity.tls);
    nginx = await startNginx(program, {
      hosts: ['localhost'],
      tls: chain.proxyIdentity.tls,
      upstream: { address: `127.0.0.1:${upstream.port}`, ca: identity.ca },
    });
  });
  after(async () => {
    await nginx?.stop();
    await upstream?.close();
  });

  const whoAmI = async (url: string, headers: Readonly<Record<string, string>>): Promise<Invoked> =>
    await invoke(chain.gateway, chain.user, {
      url: url + selfSubjectReviewPath,
      method: 'POST',
      credential: url,
      headers,
      payload: selfReview,
    });

  it('is still the service account to the real API server when SQL Server asks to be somebody else', async () => {
    const answer = await whoAmI(chain.nginx.url, impersonation);
    assert.equal(answer.code, 201);
    assert.equal(decodeSelfReview(answer.result)?.user, names.user);
    // The same headers without the proxy between: SQL Server does send them, and Kubernetes does heed them.
    const direct = await whoAmI(chain.direct.endpoint.url, impersonation);
    assert.equal(direct.returnValue, 403);
    assert.match(textAt(direct.result, 'message') ?? '', /cannot impersonate/);
  });

  /** What the echo behind the same configuration received. */
  const arrivalOf = async (headers: Readonly<Record<string, string>>, path = namespacesPath()): Promise<Arrival> => {
    assert.ok(nginx !== undefined && upstream !== undefined);
    upstream.arrivals.length = 0;
    const answer = await invoke(chain.gateway, chain.user, { url: nginx.url + path, headers });
    assert.equal(answer.code, 200);
    const [arrival, ...more] = upstream.arrivals;
    assert.ok(arrival !== undefined && more.length === 0);
    return arrival;
  };

  const unwanted = {
    ...impersonation,
    'Impersonate-Uid': '0',
    'Impersonate-Extra-Scopes': 'all',
    'X-Remote-User': 'admin',
    'X-Remote-Group': 'system:masters',
    'X-Remote-Extra-Scopes': 'all',
    'X-Forwarded-For': '10.0.0.1',
    Cookie: 'session=1',
    Upgrade: 'SPDY/3.1',
    Connection: 'Upgrade',
    'X-HTTP-Method-Override': 'DELETE',
    'X-HTTP-Method': 'DELETE',
    'X-Method-Override': 'DELETE',
    'X-Anything': 'else',
  };

  it('sends upstream nothing but the headers that the configuration names', async () => {
    const arrival = await arrivalOf({ ...unwanted, Authorization: 'Bearer secret' });
    assert.equal(arrival.method, 'GET');
    assert.deepEqual(arrival.headers.map(([name]) => name).sort(), [
      'accept',
      'authorization',
      'content-type',
      'host',
      'user-agent',
    ]);
    const all = JSON.stringify(arrival.headers);
    for (const value of ['admin', 'system:masters', 'session=1', 'SPDY', 'DELETE', '10.0.0.1', 'else']) {
      assert.ok(!all.includes(value), `${value} arrived: ${all}`);
    }
  });

  it('keeps its own headers to itself', async () => {
    const arrival = await arrivalOf({ 'X-Kube-View': 'table', Accept: 'application/json' });
    assert.ok(arrival.headers.every(([name]) => !name.startsWith('x-')));
    const accept = arrival.headers.find(([name]) => name === 'accept')?.[1];
    assert.equal(accept, 'application/json;as=Table;g=meta.k8s.io;v=v1');
  });
});
