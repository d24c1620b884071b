import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decodeAccessReview,
  decodeRulesReview,
  decodeSelfReview,
  isAllowed,
} from '../../../../src/core/kube/access.ts';
import { readKubeStatus } from '../../../../src/core/kube/status.ts';
import { tokenClaims } from '../../../../src/core/kube/token.ts';

const jwt = (payload: unknown): string =>
  ['{"alg":"none"}', JSON.stringify(payload), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');

describe('answers about access', () => {
  it('reads the rules and asks them', () => {
    const review = {
      kind: 'SelfSubjectRulesReview',
      status: {
        incomplete: true,
        resourceRules: [
          { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] },
          { verbs: ['*'], apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['web'] },
        ],
      },
    };
    const decoded = decodeRulesReview(review);
    assert.equal(decoded?.incomplete, true);
    const may = (verb: string, group: string, resource: string, name?: string): boolean =>
      isAllowed(decoded.rules, { verb, group, resource, ...(name === undefined ? {} : { name }) });
    assert.equal(may('list', '', 'pods'), true);
    assert.equal(may('get', '', 'pods/log'), true);
    assert.equal(may('delete', '', 'pods'), false);
    assert.equal(may('list', 'apps', 'pods'), false);
    assert.equal(may('patch', 'apps', 'deployments', 'web'), true);
    assert.equal(may('patch', 'apps', 'deployments', 'other'), false);
    assert.equal(may('patch', 'apps', 'deployments'), false);
  });

  it('reads who and whether', () => {
    const self = { kind: 'SelfSubjectReview', status: { userInfo: { username: 'me', groups: ['a', 5, 'b'] } } };
    assert.deepEqual(decodeSelfReview(self), { user: 'me', groups: ['a', 'b'] });
    const review = { kind: 'SelfSubjectAccessReview', status: { allowed: true, reason: 'RBAC' } };
    assert.deepEqual(decodeAccessReview(review), { allowed: true, reason: 'RBAC' });
    assert.deepEqual(decodeAccessReview({ kind: 'SelfSubjectAccessReview', status: { allowed: 'yes' } }), {
      allowed: false,
    });
    for (const decode of [decodeRulesReview, decodeAccessReview, decodeSelfReview]) {
      fc.assert(fc.property(fc.jsonValue(), (value) => decode(value) === undefined));
    }
  });
});

describe('claims of a token', () => {
  it('reads a service account token', () => {
    const claims = tokenClaims(
      jwt({
        aud: ['https://kubernetes.default.svc'],
        exp: 1_800_000_000,
        iat: 1_799_996_400,
        iss: 'https://kubernetes.default.svc',
        sub: 'system:serviceaccount:sqlkube:reader',
        'kubernetes.io': { namespace: 'sqlkube', serviceaccount: { name: 'reader' } },
      }),
    );
    assert.equal(claims?.expiresAt, 1_800_000_000_000);
    assert.equal(claims.namespace, 'sqlkube');
    assert.equal(claims.serviceAccount, 'reader');
    assert.deepEqual(claims.audiences, ['https://kubernetes.default.svc']);
  });

  it('reads an old token by its subject alone', () => {
    const claims = tokenClaims(jwt({ aud: 'one', sub: 'system:serviceaccount:shop:web' }));
    assert.deepEqual(claims, {
      audiences: ['one'],
      subject: 'system:serviceaccount:shop:web',
      namespace: 'shop',
      serviceAccount: 'web',
    });
  });

  it('takes nothing else for a token', () => {
    for (const text of ['', 'abc', 'a.b', 'a.b.c', 'a.b.c.d', jwt([1]), jwt('x'), '..', 'é.é.é']) {
      assert.equal(tokenClaims(text), undefined, text);
    }
    fc.assert(fc.property(fc.string(), (text) => void tokenClaims(text)));
  });
});

describe('Status objects', () => {
  it('keeps what has the right type and drops the rest', () => {
    const status = readKubeStatus({
      kind: 'Status',
      code: 422,
      message: 5,
      reason: 'Invalid',
      details: { name: 'x', kind: null, causes: [{ field: 'spec', message: 'm', reason: 7 }, 'no'] },
      metadata: { continue: 'next' },
    });
    assert.deepEqual(status, {
      kind: 'Status',
      code: 422,
      reason: 'Invalid',
      details: { name: 'x', causes: [{ message: 'm', field: 'spec' }, {}] },
      metadata: { continue: 'next' },
    });
  });

  it('is undefined for anything else', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => readKubeStatus(value) === undefined));
  });
});
