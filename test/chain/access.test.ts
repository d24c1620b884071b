import assert from 'node:assert/strict';
import { decodeAccessReview, decodeRulesReview, decodeSelfReview, isAllowed } from '../../src/core/kube/access.ts';
import { textAt } from '../../src/core/kube/json.ts';
import {
  selfSubjectAccessReviewPath,
  selfSubjectReviewPath,
  selfSubjectRulesReviewPath,
  tokenRequestPath,
} from '../../src/core/kube/path.ts';
import { tokenClaims } from '../../src/core/kube/token.ts';
import { quoteIdentifier, quoteLiteral, sql, type SqlText } from '../../src/core/tsql/quoting.ts';
import { expiredToken, names } from './kubernetes.ts';
import { useChain } from './shared.ts';
import { invoke, runSql, type Invoked } from './sql.ts';
import { linkTo, type Chain } from './support.ts';
import { refusalOf, unwrap } from './unwrap.ts';

const never = new AbortController().signal;
const review = (group: string, kind: string, spec: object = {}): object => ({ apiVersion: `${group}/v1`, kind, spec });

describe('chain: access', () => {
  let chain: Chain;
  before(async function () {
    chain = await useChain(this);
  });

  const post = async (path: string, payload: object): Promise<Invoked> =>
    await invoke(chain.gateway, chain.user, {
      url: chain.nginx.url + path,
      method: 'POST',
      credential: chain.nginx.url,
      payload,
    });

  it('lists what RBAC allows, and is told user, verb and resource of what it does not', async () => {
    unwrap(await chain.reader.podPage(chain.proxied, { namespace: names.shop, limit: 5 }, never));
    const refusal = refusalOf(await chain.reader.podPage(chain.proxied, { namespace: names.closed, limit: 5 }, never));
    assert.equal(refusal.code, 403);
    assert.equal(refusal.status?.reason, 'Forbidden');
    assert.equal(
      refusal.status.message,
      `pods is forbidden: User "${names.user}" cannot list resource "pods" in API group "" in the namespace "closed"`,
    );
  });

  it('asks who it is', async () => {
    const answer = await post(selfSubjectReviewPath, review('authentication.k8s.io', 'SelfSubjectReview'));
    assert.equal(answer.code, 201);
    assert.equal(decodeSelfReview(answer.result)?.user, names.user);
  });

  it('asks whether it may, and learns which binding lets it', async () => {
    const mayList = async (resource: string): Promise<ReturnType<typeof decodeAccessReview>> => {
      const resourceAttributes = { namespace: names.shop, verb: 'list', resource };
      const body = review('authorization.k8s.io', 'SelfSubjectAccessReview', { resourceAttributes });
      return decodeAccessReview((await post(selfSubjectAccessReviewPath, body)).result);
    };
    const pods = await mayList('pods');
    assert.equal(pods?.allowed, true);
    assert.match(pods.reason ?? '', new RegExp(names.binding));
    assert.equal((await mayList('secrets'))?.allowed, false);
  });

  it('asks for all that it may', async () => {
    const body = review('authorization.k8s.io', 'SelfSubjectRulesReview', { namespace: names.shop });
    const rules = decodeRulesReview((await post(selfSubjectRulesReviewPath, body)).result)?.rules ?? [];
    assert.ok(isAllowed(rules, { verb: 'get', group: '', resource: 'pods/log' }));
    assert.ok(!isAllowed(rules, { verb: 'list', group: '', resource: 'secrets' }));
  });

  it('renews its own token through SQL Server, and the new one works', async () => {
    const path = tokenRequestPath(names.shop, names.account);
    const request = (expirationSeconds: number): object =>
      review('authentication.k8s.io', 'TokenRequest', { expirationSeconds });
    const tooShort = await post(path, request(599));
    assert.equal(tooShort.returnValue, 422);
    const answer = await post(path, request(600));
    assert.equal(answer.code, 201);
    const token = textAt(answer.result, 'status', 'token') ?? '';
    const claims = tokenClaims(token);
    assert.equal(claims?.subject, names.user);
    assert.equal((claims.expiresAt ?? 0) - (claims.issuedAt ?? 0), 600_000);
    const link = linkTo(chain.user, chain.nginx.url, { kind: 'token' }, token);
    unwrap(await chain.reader.podPage(link, { namespace: names.shop, limit: 5 }, never));
  });

  it('says 401 for a token that is bad, expired or missing where one is needed', async () => {
    const expired = await expiredToken(chain.cluster, chain.token);
    for (const token of ['not-a-token', expired, `${chain.token.slice(0, -8)}AAAAAAAA`]) {
      const link = linkTo(chain.user, chain.nginx.url, { kind: 'token' }, token);
      const refusal = refusalOf(await chain.reader.namespaces(link, never));
      assert.equal(refusal.code, 401);
      assert.equal(refusal.status?.reason, 'Unauthorized');
      assert.ok(!JSON.stringify(refusal).includes(token), 'the failure must not carry the token');
    }
    const anonymous = linkTo(chain.user, chain.nginx.url, { kind: 'none' });
    const refusal = refusalOf(await chain.reader.namespaces(anonymous, never));
    assert.equal(refusal.code, 403);
    assert.match(refusal.status?.message ?? '', /User "system:anonymous"/);
  });

  it('signs in with what the credential holds now', async () => {
    const alter = (token: string): SqlText => {
      const secret = quoteLiteral(JSON.stringify({ Authorization: `Bearer ${token}` }));
      const name = quoteIdentifier(chain.nginx.url);
      return sql`ALTER DATABASE SCOPED CREDENTIAL ${name} WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = ${secret};`;
    };
    const asUser = await chain.gateway.run(chain.user, { text: alter('bad'), parameters: [] }, never);
    assert.ok(!asUser.ok && asUser.error.kind === 'sql', 'a login without CONTROL may not alter a credential');
    await runSql(chain.gateway, chain.administrator, alter('bad'));
    try {
      assert.equal(refusalOf(await chain.reader.namespaces(chain.proxied, never)).code, 401);
    } finally {
      await runSql(chain.gateway, chain.administrator, alter(chain.token));
    }
    unwrap(await chain.reader.namespaces(chain.proxied, never));
  });

  it('may not call without the grant', async () => {
    const run = async (text: SqlText): Promise<void> => {
      await runSql(chain.gateway, chain.administrator, text);
    };
    await run(sql`REVOKE EXECUTE ANY EXTERNAL ENDPOINT FROM chain_user;`);
    try {
      const answer = await chain.reader.namespaces(chain.proxied, never);
      assert.ok(!answer.ok && answer.error.kind === 'sql');
      assert.equal(answer.error.errors[0]?.number, 8189);
    } finally {
      await run(sql`GRANT EXECUTE ANY EXTERNAL ENDPOINT TO chain_user;`);
    }
    unwrap(await chain.reader.namespaces(chain.proxied, never));
  });
});
