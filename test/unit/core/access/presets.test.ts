import assert from 'node:assert/strict';
import fc from 'fast-check';
import { consequences, consequenceTable, runsContainers } from '../../../../src/core/access/consequences.ts';
import { dangers, dangersOf, type DangerName } from '../../../../src/core/access/danger.ts';
import type { Access, AccessScope, Grant } from '../../../../src/core/access/grant.ts';
import { allows } from '../../../../src/core/access/path-rules.ts';
import { chooseAccess, choiceTexts, type AccessChoice } from '../../../../src/core/access/presets.ts';
import { accessChecks, accessObjects, policyRules } from '../../../../src/core/access/roles.ts';

const account = { namespace: 'sql', name: 'sqlkube' };
const shop: AccessScope = { kind: 'namespaces', namespaces: ['shop'] };
const presets: readonly AccessChoice[] = [
  { kind: 'see-pods' },
  { kind: 'read-logs' },
  { kind: 'deploy-pods' },
  { kind: 'scale', deployments: ['web'] },
  { kind: 'restart', deployments: ['web'] },
  { kind: 'delete-pods' },
];

function choose(choices: readonly AccessChoice[], scope: AccessScope = shop): Access {
  const made = chooseAccess({ account, scope, choices });
  assert.ok(made.ok, JSON.stringify(made));
  return made.value;
}

/** The fields that are refused, with their fixes. */
function refusals(choices: readonly AccessChoice[], scope: AccessScope = shop, who = account): string[] {
  const made = chooseAccess({ account: who, scope, choices });
  return made.ok ? [] : made.error.map(({ field, reason }) => `${field} ${reason}`);
}
const custom = (grant: Grant, confirmed: readonly DangerName[] = []): readonly AccessChoice[] => [
  { kind: 'custom', grants: [grant], confirmed },
];

describe('the presets of access', () => {
  it('each have words to be offered with', () => {
    assert.deepEqual(Object.keys(choiceTexts), [...presets.map(({ kind }) => kind), 'custom']);
  });

  it('give these rules and no others', () => {
    const rules = (choice: AccessChoice): string[] =>
      policyRules(choose([choice])).map(({ verbs, apiGroups, resources, resourceNames }) =>
        [verbs.join(','), apiGroups.join(), resources.join(), resourceNames?.join() ?? '*'].join(' '),
      );
    assert.deepEqual(Object.fromEntries(presets.map((choice) => [choice.kind, rules(choice)])), {
      'see-pods': ['get,list  pods *', 'list  events *', 'get  namespaces shop'],
      'read-logs': ['get,list  pods *', 'list  events *', 'get  namespaces shop', 'get  pods/log *'],
      'deploy-pods': ['create  pods *', 'get,list,create,update,patch apps deployments *'],
      scale: ['get,update apps deployments/scale web'],
      restart: ['get,patch apps deployments web'],
      'delete-pods': ['delete  pods *'],
    });
  });

  const core = '/api/v1/namespaces/shop';
  for (const [method, path] of [
    ['POST', `${core}/serviceaccounts/sqlkube/token`],
    ['GET', `${core}/secrets`],
    ['GET', `${core}/secrets/x`],
    ['GET', '/api/v1/secrets'],
    ['PATCH', `${core}/pods/web/ephemeralcontainers`],
    ['POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles'],
    ['PUT', '/apis/rbac.authorization.k8s.io/v1/clusterroles/x'],
    ['POST', '/apis/certificates.k8s.io/v1/certificatesigningrequests'],
    ['DELETE', `${core}/pods`],
    ['DELETE', '/apis/apps/v1/namespaces/shop/deployments'],
    ['DELETE', '/apis/apps/v1/namespaces/shop/deployments/web'],
    ...['exec', 'attach', 'portforward', 'proxy'].flatMap((sub) =>
      ['GET', 'POST'].map((verb) => [verb, `${core}/pods/web/${sub}`] as const),
    ),
    ['GET', `${core}/services/web/proxy/`],
    ['GET', '/api/v1/nodes/n/proxy/'],
    ['GET', `${core}/pods?watch=1`],
  ] as const) {
    it(`never include ${method} ${path}`, () => {
      for (const scope of [shop, { kind: 'cluster' } as const]) {
        assert.equal(allows(choose(presets, scope), method, path), false);
      }
    });
  }

  it('put what several need into one rule', () => {
    assert.deepEqual(policyRules(choose([{ kind: 'see-pods' }, { kind: 'deploy-pods' }, { kind: 'delete-pods' }]))[0], {
      apiGroups: [''],
      resources: ['pods'],
      verbs: ['get', 'list', 'create', 'delete'],
    });
  });

  it('make a Role and a binding in each namespace, or one pair for the cluster', () => {
    const objects = (scope: AccessScope): string[] =>
      accessObjects(choose([{ kind: 'see-pods' }], scope)).map(
        ({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'}/${metadata.name}`,
      );
    assert.deepEqual(objects({ kind: 'namespaces', namespaces: ['shop', 'bank'] }), [
      'ServiceAccount sql/sqlkube',
      'Role shop/sqlkube',
      'RoleBinding shop/sqlkube',
      'Role bank/sqlkube',
      'RoleBinding bank/sqlkube',
    ]);
    assert.deepEqual(objects({ kind: 'cluster' }), [
      'ServiceAccount sql/sqlkube',
      'ClusterRole -/sql:sqlkube',
      'ClusterRoleBinding -/sql:sqlkube',
    ]);
  });

  it('ask for each verb in each namespace', () => {
    const scope = { kind: 'namespaces', namespaces: ['shop', 'bank'] } as const;
    const checks = accessChecks(choose([{ kind: 'see-pods' }, { kind: 'scale', deployments: ['web'] }], scope));
    assert.equal(checks.length, 2 * (2 + 1 + 1 + 2));
    assert.deepEqual(
      checks.filter(({ resource }) => resource === 'namespaces').map(({ name, namespace }) => [name, namespace]),
      [
        ['shop', 'shop'],
        ['bank', 'bank'],
      ],
    );
  });
});

describe('a custom access', () => {
  const secrets: Grant = { verbs: ['get'], group: '', resource: 'secrets' };

  it('needs each danger confirmed by its name', () => {
    const all: Readonly<Record<DangerName, Grant>> = {
      tokens: { verbs: ['create'], group: '', resource: 'serviceaccounts', subresource: 'token' },
      secrets,
      'ephemeral-containers': { verbs: ['patch'], group: '', resource: 'pods', subresource: 'ephemeralcontainers' },
      rbac: { verbs: ['list'], group: 'rbac.authorization.k8s.io', resource: 'roles' },
      certificates: { verbs: ['create'], group: 'certificates.k8s.io', resource: 'certificatesigningrequests' },
      'delete-collection': { verbs: ['deletecollection'], group: '', resource: 'pods' },
    };
    for (const [name, grant] of Object.entries(all) as [DangerName, Grant][]) {
      assert.deepEqual(dangersOf(grant), [name]);
      const others = (Object.keys(dangers) as DangerName[]).filter((other) => other !== name);
      assert.match(refusals(custom(grant, others)).join(), /is refused unless confirmed/);
      assert.deepEqual(refusals(custom(grant, [name])), []);
      assert.equal(consequences(choose(custom(grant, [name])))[0]?.reach, 'takes-over');
    }
  });

  it('cannot have connections into containers, confirmed or not', () => {
    for (const subresource of ['exec', 'attach', 'portforward', 'proxy']) {
      const grant: Grant = { verbs: ['get', 'create'], group: '', resource: 'pods', subresource };
      assert.match(refusals(custom(grant, Object.keys(dangers) as DangerName[])).join(), /never forwarded/);
    }
  });

  for (const [what, grant, field] of [
    ['a wildcard resource', { ...secrets, resource: '*' }, /grants\[0\]\.resource/],
    ['a wildcard group', { ...secrets, group: '*' }, /grants\[0\]\.group/],
    ['a wildcard verb', { ...secrets, verbs: ['*' as 'get'] }, /grants\[0\]\.verbs/],
    ['watch', { ...secrets, verbs: ['watch' as 'get'] }, /grants\[0\]\.verbs/],
    ['impersonation', { ...secrets, verbs: ['impersonate' as 'get'] }, /grants\[0\]\.verbs/],
    ['no verb', { ...secrets, verbs: [] }, /grants\[0\]\.verbs/],
    ['an upper-case resource', { ...secrets, resource: 'Secrets' }, /resource/],
    ['a subresource in the resource', { ...secrets, resource: 'pods/log' }, /resource/],
    ['a regular expression', { ...secrets, resource: 'pods|secrets' }, /resource/],
    ['a list by name', { verbs: ['list'], group: '', resource: 'pods', names: ['a'] }, /cannot be limited to names/],
    [
      'a creation by name',
      { verbs: ['create'], group: '', resource: 'pods', names: ['a'] },
      /cannot be limited to names/,
    ],
    ['no names', { verbs: ['get'], group: '', resource: 'pods', names: [] }, /names It is empty/],
    ['a name with a slash', { verbs: ['get'], group: '', resource: 'pods', names: ['a/b'] }, /names\[0\]/],
    ['dots for a name', { verbs: ['get'], group: '', resource: 'pods', names: ['..'] }, /names\[0\]/],
    [
      'pods as part of a namespace',
      { verbs: ['get'], group: '', resource: 'namespaces', subresource: 'pods' },
      /subresource/,
    ],
    ['a list of namespaces in a namespace', { verbs: ['list'], group: '', resource: 'namespaces' }, /whole cluster/],
    ['namespaces of a group', { verbs: ['get'], group: 'apps', resource: 'namespaces' }, /group/],
    ['watch as a resource', { verbs: ['get'], group: '', resource: 'watch' }, /is no resource/],
    ['a list of a subresource', { verbs: ['list'], group: '', resource: 'pods', subresource: 'log' }, /means nothing/],
  ] as const satisfies readonly (readonly [string, Grant, RegExp])[]) {
    it(`cannot have ${what}`, () => {
      assert.match(refusals(custom(grant, ['secrets'])).join(), field);
    });
  }

  it('refuses hostile text in every field, by the name of the field', () => {
    const hostile = fc.constantFrom(
      "'",
      ']',
      ';',
      '}',
      '$',
      '`',
      '\n',
      '#',
      '{{',
      '\u2028',
      '\0',
      '"',
      '%2e',
      '/',
      '/..',
      ' ',
      '|',
      '\\',
      'Ä',
    );
    const text = fc
      .tuple(fc.constantFrom('', 'web', 'a-b'), hostile, fc.constantFrom('', 'x'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (bad) => {
        const fields = (wish: Parameters<typeof refusals>): string => refusals(...wish).join('\n');
        const seePods: readonly AccessChoice[] = [{ kind: 'see-pods' }];
        assert.match(fields([seePods, shop, { ...account, namespace: bad }]), /^account\.namespace /m);
        assert.match(fields([seePods, shop, { ...account, name: bad }]), /^account\.name /m);
        assert.match(fields([seePods, { kind: 'namespaces', namespaces: ['shop', bad] }]), /^namespaces\[1\] /m);
        assert.match(fields([[{ kind: 'scale', deployments: [bad] }]]), /^choices\[0\]\.deployments\[0\] /m);
        assert.match(fields([[{ kind: 'restart', deployments: [bad] }]]), /^choices\[0\]\.deployments\[0\] /m);
        const grant: Grant = { verbs: ['get'], group: 'apps', resource: 'things' };
        assert.match(fields([custom({ ...grant, group: bad })]), /grants\[0\]\.group /);
        assert.match(fields([custom({ ...grant, resource: bad })]), /grants\[0\]\.resource /);
        assert.match(fields([custom({ ...grant, subresource: bad })]), /grants\[0\]\.subresource /);
        assert.match(fields([custom({ ...grant, names: [bad] })]), /grants\[0\]\.names\[0\] /);
      }),
    );
  });

  it('tells what is missing', () => {
    assert.deepEqual(refusals([], { kind: 'namespaces', namespaces: [] }), [
      'namespaces It is empty.',
      'choices It is empty.',
    ]);
    assert.deepEqual(refusals([{ kind: 'custom', grants: [], confirmed: [] }]), ['choices[0].grants It is empty.']);
    assert.deepEqual(refusals([{ kind: 'scale', deployments: [] }]), ['choices[0].deployments It is empty.']);
  });
});

describe('the what-if table', () => {
  it('says that deploying and restarting can read every Secret and act as any account', () => {
    for (const choice of presets) {
      const access = choose([choice]);
      const takesOver = choice.kind === 'deploy-pods' || choice.kind === 'restart';
      assert.equal(runsContainers(access), takesOver, choice.kind);
      if (takesOver) assert.match(consequenceTable(access), /read every Secret .* act as any of its service accounts/);
    }
    const patching: Grant = { verbs: ['patch'], group: 'apps', resource: 'statefulsets', names: ['db'] };
    assert.ok(runsContainers(choose(custom(patching))));
  });

  it('has at least one row for each grant, and the worst first', () => {
    const access = choose([
      ...presets,
      ...custom({ verbs: ['get', 'update'], group: 'x.example', resource: 'things' }),
    ]);
    const rows = consequences(access);
    for (const { resource } of access.grants)
      assert.ok(
        rows.some(({ grant }) => grant.includes(resource)),
        resource,
      );
    assert.equal(rows[0]?.reach, 'takes-over');
    assert.equal(rows.at(-1)?.reach, 'looks');
    const unknown = rows.filter(({ grant }) => grant.includes('things.x.example'));
    assert.deepEqual(
      unknown.map(({ reach }) => reach),
      ['takes-over'],
    );
  });
});
