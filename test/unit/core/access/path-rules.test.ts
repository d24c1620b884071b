import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dangers, type DangerName } from '../../../../src/core/access/danger.ts';
import type { Access, AccessScope, Grant } from '../../../../src/core/access/grant.ts';
import { grantVerbs } from '../../../../src/core/access/grant.ts';
import { allows, pathRules, requestFilter } from '../../../../src/core/access/path-rules.ts';
import { chooseAccess, type AccessChoice } from '../../../../src/core/access/presets.ts';
import { policyRules } from '../../../../src/core/access/roles.ts';
import { classifyTarget } from '../../../../src/core/proxy/target.ts';
import { rbacAllows, readRequest } from '../../../support/api-request.ts';

const account = { namespace: 'sql', name: 'sqlkube' };
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const namespaceNames = ['shop', 'pods', 'status'];
const objectNames = ['web', 'we.b', 'wexb', 'namespaces', 'shop'];
const resources = ['pods', 'deployments', 'secrets', 'namespaces', 'podsx'];
const subresources = ['log', 'scale', 'status', 'exec', 'finalize'];
const roots = ['/api/v1', '/apis/apps/v1', '/apis/apps/v1beta1', '/api/v2', '/apis/x.example/v1', '/apis/xzexample/v1'];

/** Every path that can be made of these words, and then some. */
const paths = [
  ...roots.flatMap((root) =>
    ['', ...namespaceNames.map((name) => `/namespaces/${name}`)].flatMap((place) =>
      [...resources, 'status', 'exec'].flatMap((resource) => [
        `${root}${place}/${resource}`,
        ...objectNames.flatMap((name) => [
          `${root}${place}/${resource}/${name}`,
          ...subresources.map((sub) => `${root}${place}/${resource}/${name}/${sub}`),
          `${root}${place}/${resource}/${name}/log/more`,
        ]),
      ]),
    ),
  ),
  ...roots.flatMap((root) => [root, `${root}/watch/pods`, `${root}/proxy/nodes/n`, `${root}/namespaces`]),
  ...['/', '/api', '/apis', '/openapi/v3', '/metrics', '/logs', '/debug/pprof', '/apis/apps'],
];

const probes = new Set([
  ...['/version', '/healthz', '/livez', '/readyz'].flatMap((path) => [`GET ${path}`, `HEAD ${path}`]),
  'POST /apis/authentication.k8s.io/v1/selfsubjectreviews',
  'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  'POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
]);

/** Each request with what the API server makes of it; the reading does not depend on the access. */
const requests = [...new Set([...paths, ...[...probes].map((probe) => probe.split(' ')[1] ?? '')])].flatMap((target) =>
  methods.map((method) => ({
    method,
    target,
    isProbe: probes.has(`${method} ${target}`),
    info: classifyTarget(target) === 'api' ? readRequest(method, target) : undefined,
  })),
);

/** What the proxy must do by the Roles, with nothing taken from how the proxy does it. */
function expected(access: Access, { isProbe, info }: (typeof requests)[number]): boolean {
  const namespaces = access.scope.kind === 'cluster' ? undefined : access.scope.namespaces;
  return isProbe || (info !== undefined && rbacAllows(policyRules(access), namespaces, info));
}

const scope: fc.Arbitrary<AccessScope> = fc.oneof(
  fc.constant({ kind: 'cluster' } as const),
  fc.record({
    kind: fc.constant('namespaces' as const),
    namespaces: fc.uniqueArray(fc.constantFrom('shop', 'pods', 'status'), { minLength: 1 }),
  }),
);
const names = fc.uniqueArray(fc.constantFrom(...objectNames), { minLength: 1, maxLength: 3 });
const grant: fc.Arbitrary<Grant> = fc.record(
  {
    verbs: fc.uniqueArray(fc.constantFrom(...grantVerbs), { minLength: 1 }),
    group: fc.constantFrom('', 'apps', 'x.example'),
    resource: fc.constantFrom(...resources),
    subresource: fc.constantFrom(...subresources),
    names,
  },
  { requiredKeys: ['verbs', 'group', 'resource'] },
);
const deployments = fc.uniqueArray(fc.constantFrom('web', 'we.b'), { minLength: 1 });
const confirmed = Object.keys(dangers) as DangerName[];
const choice: fc.Arbitrary<AccessChoice> = fc.oneof(
  fc.record({ kind: fc.constantFrom('see-pods', 'read-logs', 'deploy-pods', 'delete-pods') }),
  fc.record({ kind: fc.constantFrom('scale', 'restart'), deployments }),
  fc.record({
    kind: fc.constant('custom' as const),
    grants: fc.array(grant, { minLength: 1, maxLength: 2 }),
    confirmed: fc.constant(confirmed),
  }),
);
const wish = fc.record({
  account: fc.constant(account),
  scope,
  choices: fc.array(choice, { minLength: 1, maxLength: 3 }),
});

describe('the proxy and the roles of one access', () => {
  it('allow exactly the same requests, the probe set aside', function () {
    this.timeout(60_000);
    let checked = 0;
    fc.assert(
      fc.property(wish, (wanted) => {
        const access = chooseAccess(wanted);
        fc.pre(access.ok);
        const isAllowed = requestFilter(pathRules(access.value));
        checked += 1;
        for (const request of requests) {
          const wanting = expected(access.value, request);
          if (isAllowed(request.method, request.target) !== wanting) {
            assert.fail(`${request.method} ${request.target}: the roles say ${wanting}, the proxy ${!wanting}`);
          }
        }
      }),
      { numRuns: 40 },
    );
    assert.ok(checked >= 20, `only ${checked} accesses were valid`);
  });

  it('allow something, and refuse something, for each verb', () => {
    for (const verb of grantVerbs) {
      const made = chooseAccess({
        account,
        scope: { kind: 'namespaces', namespaces: ['shop'] },
        choices: [{ kind: 'custom', grants: [{ verbs: [verb], group: 'apps', resource: 'deployments' }], confirmed }],
      });
      assert.ok(made.ok);
      const isAllowed = requestFilter(pathRules(made.value));
      const taken = methods.flatMap((method) =>
        ['', '/web'].filter((name) => isAllowed(method, `/apis/apps/v1/namespaces/shop/deployments${name}`)),
      );
      assert.ok(taken.length > 0, verb);
      assert.ok(taken.length < 3, verb);
    }
  });

  it('refuse every other spelling of an allowed path', () => {
    const made = chooseAccess({
      account,
      scope: { kind: 'namespaces', namespaces: ['shop'] },
      choices: [{ kind: 'see-pods' }],
    });
    assert.ok(made.ok);
    const open = '/api/v1/namespaces/shop/pods';
    assert.equal(allows(made.value, 'GET', open), true);
    assert.equal(allows(made.value, 'GET', `${open}?limit=5&labelSelector=a%3Db`), true);
    assert.equal(allows(made.value, 'GET', '/-/healthz'), true);
    assert.equal(allows(made.value, 'POST', '/-/healthz'), false);
    for (const path of [
      `${open}/`,
      `${open}//`,
      `/${open}`,
      `${open}/../secrets`,
      `${open}/%2e%2e/secrets`,
      `${open}%2F..%2Fsecrets`,
      `${open}%252f..`,
      `${open};x=/secrets`,
      `${open}%0a/api/v1/secrets`,
      `${open}\n`,
      `${open}\0`,
      `${open}#?`,
      '/API/v1/namespaces/shop/pods',
      '/api/v1/namespaces/shop/Pods',
      '/api/v1/namespaces/shopx/pods',
      `${open}?watch=1`,
      '/api/v1/pods',
      '/api/v1/namespaces/shop/secrets?x=/api/v1/namespaces/shop/pods',
      'api/v1/namespaces/shop/pods',
      `https://elsewhere${open}`,
      `x ${open}`,
    ]) {
      assert.equal(allows(made.value, 'GET', path), false, path);
    }
    for (const method of ['get', 'GETX', 'XGET', '', 'GET /x', 'POST\nGET'])
      assert.equal(allows(made.value, method, open), false);
  });

  it('never forward any text that is not a plain path', () => {
    const made = chooseAccess({
      account,
      scope: { kind: 'cluster' },
      choices: [{ kind: 'see-pods' }, { kind: 'deploy-pods' }],
    });
    assert.ok(made.ok);
    const isAllowed = requestFilter(pathRules(made.value));
    const piece = fc.constantFrom(
      '/',
      'api',
      'v1',
      'pods',
      '.',
      '..',
      '%2e',
      '%2F',
      '%252f',
      ';',
      '%0a',
      '\0',
      '\n',
      'namespaces',
      'x',
      '?',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const target = `/api/v1/${pieces.join('')}`;
        if (!isAllowed('GET', target)) return;
        const [path = ''] = target.split('?');
        assert.match(path, /^(\/[a-z0-9.]+)+$/);
        assert.doesNotMatch(path, /\/\.\.?(\/|$)/);
      }),
      { numRuns: 2000 },
    );
  });
});
