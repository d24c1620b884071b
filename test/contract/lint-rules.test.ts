import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { argumentFor } from '../../src/core/tsql/calls/call.ts';
import { findCalls } from '../../src/core/tsql/calls/call-finder.ts';
import { listAt, textAt } from '../../src/core/kube/json.ts';
import { removedVersions } from '../../src/core/kube/removed-versions.ts';
import { resourceKinds } from '../../src/core/kube/resources.ts';
import { fullClusterNeed } from '../support/cluster-build.ts';
import { callApi } from '../support/cluster-http.ts';
import type { ApiAnswer, ApiRequest, ApiTarget } from '../support/cluster-http.ts';
import { skipFor } from '../support/needs.ts';
import { pod } from './kube-cases.ts';
import { startReal } from './kube-servers.ts';
import type { ContractServer } from './kube-servers.ts';

/** What the API server answers to the marked example of a rule's help page; the other one must succeed. */
const refused: Readonly<Record<string, number>> = {
  'path-group': 404,
  'path-plural': 404,
  'path-namespace': 404,
  'path-cluster-scoped': 404,
  'api-version-removed': 404,
  'post-to-item': 405,
  'put-to-collection': 405,
  'payload-elsewhere': 400,
  'payload-missing': 400,
  'accept-not-kubernetes': 406,
  'patch-without-type': 415,
};

/** The request that SQL Server would send for the example under a heading. */
const exampleOf = (rule: string, heading: string): ApiRequest => {
  const text = readFileSync(new URL(`../../docs/rules/${rule}.md`, import.meta.url), 'utf8');
  const sql = new RegExp(`## ${heading}\\n\\n\`\`\`sql\\n([\\s\\S]*?)\`\`\``, 'u').exec(text)?.[1] ?? '';
  const [call] = findCalls(sql);
  assert.ok(call, `${rule} has no call under ${heading}`);
  const value = (parameter: string): string | undefined => {
    const constant = argumentFor(call, parameter)?.value?.constant;
    return constant?.kind === 'text' ? constant.value : undefined;
  };
  const { pathname, search } = new URL(value('@url') ?? '');
  const headers = JSON.parse(value('@headers') ?? '{}') as Record<string, string>;
  // What the proxy makes of it.
  const patch = headers['X-Kube-Patch'];
  return {
    method: value('@method') ?? 'POST',
    path: pathname + search,
    ...(value('@payload') === undefined ? {} : { body: value('@payload') }),
    headers: {
      ...(headers['Accept'] === undefined ? {} : { accept: headers['Accept'] }),
      ...(patch === undefined ? {} : { 'content-type': `application/${patch}-patch+json` }),
    },
  };
};

describe('what the lint rules say of Kubernetes', function () {
  this.timeout(600_000);
  let server: ContractServer | undefined;
  let admin: ApiTarget;

  const make = async (path: string, body: object): Promise<void> => {
    const answer = await callApi(admin, { method: 'POST', path, body });
    assert.ok(answer.code === 201 || answer.code === 409, answer.text);
  };
  const ask = (request: ApiRequest): Promise<ApiAnswer> => callApi(admin, request);

  before(async function () {
    server = await startReal();
    if (server === undefined) skipFor(this, fullClusterNeed);
    admin = server.targets.admin;
    await make('/api/v1/namespaces', { metadata: { name: 'shop' } });
    for (const namespace of ['shop', 'default']) {
      await make(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: 'default' } });
      await make(`/api/v1/namespaces/${namespace}/pods`, pod('web'));
    }
  });

  after(() => server?.close());

  it('is true of the built-in kinds: plural, group, version, kind and scope', async () => {
    for (const { group, version, plural, kind, namespaced } of resourceKinds) {
      const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
      const { json } = await ask({ path: root });
      const found = listAt(json, 'resources').find((one) => textAt(one, 'name') === plural) as
        { readonly kind: string; readonly namespaced: boolean } | undefined;
      assert.deepEqual([found?.kind, found?.namespaced], [kind, namespaced], `${root} ${plural}`);
    }
  });

  it('is true of the versions that are gone', async () => {
    for (const [version, , plurals] of removedVersions)
      for (const plural of plurals) assert.equal((await ask({ path: `/apis/${version}/${plural}` })).code, 404);
  });

  for (const [rule, code] of Object.entries(refused))
    it(`is true of ${rule}: ${code}`, async () => {
      const bad = await ask(exampleOf(rule, 'Marked'));
      assert.equal(bad.code, code, bad.text);
      const good = await ask(exampleOf(rule, 'Instead'));
      // 422 means that the object was read, and is not to the liking of this cluster's other objects.
      assert.ok(good.code < 300 || good.code === 409 || good.code === 422, good.text);
    });

  it('is true of names: 422', async () => {
    for (const name of ['Web', 'web_1', '-web', 'web-', 'a..b', 'x'.repeat(254)]) {
      const answer = await ask({ method: 'POST', path: '/api/v1/namespaces/shop/pods', body: pod(name) });
      assert.equal(answer.code, 422, name);
    }
    const dotted = { metadata: { name: 'a.b' }, spec: { ports: [{ port: 80 }] } };
    assert.equal((await ask({ method: 'POST', path: '/api/v1/namespaces/shop/services', body: dotted })).code, 422);
  });

  it('is true of unknown query parameters and fields: they are ignored', async () => {
    const all = await ask({ path: '/api/v1/namespaces/shop/pods?labelselector=app%3Dnone' });
    assert.equal(listAt(all.json, 'items').length, 1);
    const spelled = {
      ...pod('misspelt'),
      spec: { containers: [{ name: 'c', image: 'x', imagePullPolicey: 'Always' }] },
    };
    const written = await ask({ method: 'POST', path: '/api/v1/namespaces/shop/pods', body: spelled });
    assert.equal(written.code, 201);
    assert.match(String(written.headers['warning']), /unknown field/u);
    const strict = '/api/v1/namespaces/shop/pods?fieldValidation=Strict';
    assert.equal((await ask({ method: 'POST', path: strict, body: spelled })).code, 400);
  });

  it('is true of a DELETE of a collection: all are gone', async () => {
    assert.equal((await ask(exampleOf('delete-collection', 'Marked'))).code, 200);
    const left = listAt((await ask({ path: '/api/v1/namespaces/shop/pods' })).json, 'items');
    assert.ok(left.every((one) => textAt(one, 'metadata', 'deletionTimestamp') !== undefined));
  });
});
