import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  apiPath,
  apiQuery,
  isPathSegment,
  namespacePath,
  podEventsPath,
  podLogPath,
  podPath,
  podsPath,
  scalePath,
  selfSubjectReviewPath,
  tokenRequestPath,
} from '../../../../src/core/kube/path.ts';

describe('API paths', () => {
  it('tells the core group from the others', () => {
    assert.equal(podPath('shop', 'web-1'), '/api/v1/namespaces/shop/pods/web-1');
    assert.equal(namespacePath('shop'), '/api/v1/namespaces/shop');
    assert.equal(scalePath('deployments', 'shop', 'web'), '/apis/apps/v1/namespaces/shop/deployments/web/scale');
    assert.equal(selfSubjectReviewPath, '/apis/authentication.k8s.io/v1/selfsubjectreviews');
    assert.equal(tokenRequestPath('sqlkube', 'reader'), '/api/v1/namespaces/sqlkube/serviceaccounts/reader/token');
    assert.equal(apiPath({ group: 'batch', version: 'v1', resource: 'jobs' }), '/apis/batch/v1/jobs');
  });

  it('asks only for what is given', () => {
    assert.equal(podsPath(undefined), '/api/v1/pods');
    assert.equal(
      podsPath('shop', { limit: 500, continue: 'a+b=', includeObject: 'None' }),
      '/api/v1/namespaces/shop/pods?limit=500&continue=a%2Bb%3D&includeObject=None',
    );
    assert.equal(
      podLogPath('shop', 'web', { container: 'web', tailLines: 10, previous: true }),
      '/api/v1/namespaces/shop/pods/web/log?container=web&tailLines=10&previous=true',
    );
    assert.equal(
      podEventsPath('shop', 'web', { uid: 'u' }),
      '/api/v1/namespaces/shop/events?fieldSelector=' +
        'involvedObject.kind%3DPod%2CinvolvedObject.name%3Dweb%2CinvolvedObject.uid%3Du',
    );
  });

  it('refuses names that would lead elsewhere', () => {
    for (const name of ['', '.', '..', 'a/b', 'a%2Fb', 'a\nb', 'a\0']) {
      assert.equal(isPathSegment(name), false, JSON.stringify(name));
      assert.throws(() => podPath('shop', name), RangeError);
    }
  });

  it('keeps every value of a query', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
        (values) => {
          const query = apiQuery(values);
          assert.match(query, /^(\?[A-Za-z0-9\-._~%&=]+)?$/);
          assert.deepEqual(
            Object.fromEntries(
              query
                .slice(1)
                .split('&')
                .filter(Boolean)
                .map((pair) => pair.split('=').map(decodeURIComponent)),
            ),
            { ...values },
          );
        },
      ),
    );
  });
});
