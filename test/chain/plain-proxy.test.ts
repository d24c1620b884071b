import assert from 'node:assert/strict';
import { textAt } from '../../src/core/kube/json.ts';
import { needNginx } from '../support/nginx.ts';
import { startPlainNginx, type PlainNginx } from './plain-nginx.ts';
import { names } from './kubernetes.ts';
import { useChain } from './shared.ts';
import { invoke } from './sql.ts';
import { linkTo, type Chain } from './support.ts';
import { unwrap } from './unwrap.ts';
import type { Link } from '../../src/sql/cluster-reader.ts';

const never = new AbortController().signal;
const patch = `/apis/apps/v1/namespaces/${names.shop}/deployments/${names.deployment}`;

describe("chain: a plain proxy, as the walkthrough's", () => {
  let chain: Chain;
  let plain: PlainNginx | undefined;
  let link: Link;
  before(async function () {
    const program = needNginx(this);
    chain = await useChain(this);
    plain = await startPlainNginx(program, chain.cluster.url, chain.proxyIdentity.tls);
    link = linkTo(chain.user, plain.url, { kind: 'token' }, chain.token);
  });
  after(async () => {
    await plain?.stop();
  });

  it('is told from ours, and lists the same pods by whole objects', async () => {
    const facts = unwrap(await chain.reader.probeEndpoint(link, never));
    assert.deepEqual(facts, { kubernetesVersion: chain.cluster.version });
    const page = unwrap(await chain.reader.podPage(link, { namespace: names.shop, limit: 4 }, never));
    assert.equal(page.view, 'full');
    const ours = unwrap(await chain.reader.podPage(chain.proxied, { namespace: names.shop, limit: 4 }, never));
    assert.deepEqual(
      page.rows.map(({ name, ready, status, restarts, node }) => ({ name, ready, status, restarts, node })),
      ours.rows.map(({ name, ready, status, restarts, node }) => ({ name, ready, status, restarts, node })),
    );
  });

  it('refuses logs before asking for what cannot come', async () => {
    const request = { tailLines: 10, previous: false };
    const log = await chain.reader.podLog(link, names.shop, names.gated, request, never);
    assert.equal(log.ok ? 'ok' : log.error.kind, 'refused');
  });

  it('leaves PATCH to those who can name its type', async () => {
    const headers = { Authorization: `Bearer ${chain.token}`, 'X-Kube-Patch': 'merge' };
    const url = link.endpoint.url + patch;
    const answer = await invoke(chain.gateway, chain.user, { url, method: 'PATCH', headers, payload: {} });
    assert.equal(answer.returnValue, 415);
    assert.equal(textAt(answer.result, 'reason'), 'UnsupportedMediaType');
  });
});
