import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { renewerFiles } from '../../../../src/core/tokens/renewer.ts';
import type { RenewerWish } from '../../../../src/core/tokens/renewer-wish.ts';
import { assertGolden } from '../../../support/golden.ts';

const wish: RenewerWish = {
  namespace: 'shop',
  serviceAccount: 'sql-reader',
  grantedSeconds: 86_400,
  server: 'sql01.corp.example,1433',
  database: 'orders',
  credential: 'https://k8s.corp.example:8443',
};

const textOf = (change: Partial<RenewerWish>, name: string): string => {
  const files = renewerFiles({ ...wish, ...change });
  assert.ok(files.ok, JSON.stringify(files));
  return files.value.find(({ path }) => path === name)?.content ?? '';
};

describe('what renews a token', () => {
  it('is four files, as they were last looked at (UPDATE_GOLDEN=1 rewrites them)', async () => {
    const files = renewerFiles(wish);
    assert.ok(files.ok);
    for (const { path, content, mode, secret } of files.value) {
      await assertGolden(`renew-token/${path}`, content);
      assert.deepEqual([secret, mode], [false, path.endsWith('.sh') ? 0o755 : 0o644]);
      assert.match(content, /^[\n -~]+\n$/);
    }
  });

  it('may request the tokens of one account, and nothing else', () => {
    const objects = parseAllDocuments(textOf({}, '10-cluster.yaml')).map(
      (document) => document.toJS() as Record<string, unknown>,
    );
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ['ServiceAccount', 'Role', 'RoleBinding'],
    );
    assert.deepEqual(objects[1]?.['rules'], [
      { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'], resourceNames: ['sql-reader'] },
    ]);
  });

  it('runs at a third of what is granted', () => {
    const schedule = (grantedSeconds: number): string =>
      /schedule: (.*)/.exec(textOf({ grantedSeconds }, '40-cronjob.yaml'))?.[1] ?? '';
    assert.deepEqual(
      [3600, 86_400, 2 * 86_400, 30 * 86_400, 365 * 86_400].map(schedule),
      ['"*/5 * * * *"', '17 */8 * * *', '17 */12 * * *', '17 3 * * 1', '17 3 * * 1'].map((text) => text),
    );
  });

  it('carries the very script in its ConfigMap', () => {
    const [map] = parseAllDocuments(textOf({}, '40-cronjob.yaml'));
    const data = (map?.toJS() as { data: Record<string, string> }).data;
    assert.equal(data['renew.sh'], textOf({}, '30-renew.sh'));
  });

  it('keeps the two halves apart: who requests has no password, who stores no rights in the cluster', () => {
    const images = { kubectl: { name: 'registry.example/kubectl:1.36.0' } };
    const [, job] = parseAllDocuments(textOf({ images }, '40-cronjob.yaml'));
    interface Container {
      readonly image: string;
      readonly command: readonly string[];
      readonly env?: unknown;
      readonly volumeMounts: readonly { readonly name: string }[];
    }
    const { spec } = job?.toJS() as {
      spec: { jobTemplate: { spec: { template: { spec: Record<string, unknown> } } } };
    };
    const pod = spec.jobTemplate.spec.template.spec;
    const [[request], [store]] = [pod['initContainers'], pod['containers']] as [[Container], [Container]];
    assert.equal(pod['automountServiceAccountToken'], false);
    assert.deepEqual([request.image, store.image], [images.kubectl.name, 'mcr.microsoft.com/mssql/server:2025-latest']);
    assert.deepEqual([request.command.slice(2), store.command.slice(2)].flat(), [
      ...['request', '/token/token'],
      ...['store', '/token/token'],
    ]);
    assert.deepEqual([request.env !== undefined, store.env !== undefined], [false, true]);
    const mounts = ({ volumeMounts }: Container): string[] => volumeMounts.map(({ name }) => name);
    assert.deepEqual(mounts(request), ['script', 'token', 'account']);
    assert.deepEqual(mounts(store), ['script', 'token']);
    const memory = (pod['volumes'] as { name: string; emptyDir?: { medium: string } }[]).find(
      ({ name }) => name === 'token',
    );
    assert.equal(memory?.emptyDir?.medium, 'Memory');
  });

  it('refuses what could become something else, and names the field', () => {
    const fields = (change: Partial<RenewerWish>): string[] => {
      const files = renewerFiles({ ...wish, ...change });
      return files.ok ? [] : files.error.map(({ field }) => field);
    };
    assert.deepEqual(fields({ namespace: 'Shop' }), ['namespace']);
    assert.deepEqual(fields({ serviceAccount: '$(id)' }), ['serviceAccount']);
    assert.ok(fields({ server: "sql01'; rm" }).includes('server'));
    assert.deepEqual(fields({ database: 'a$(b)' }), ['database']);
    assert.deepEqual(fields({ credential: 'x\u2028' }).slice(0, 1), ['credential']);
    assert.deepEqual(fields({ credential: 'x'.repeat(129) }), ['credential']);
    assert.deepEqual(fields({ images: { sqlcmd: { name: 'mssql tools' } } }), ['image.name']);
    const hostile = fc.constantFrom("'", ']', ';', '}', '$', '`', '\n', '#', '{{', '\u2028', '\0', '"', '\\');
    const texts = fc
      .array(fc.oneof(hostile, fc.constantFrom('a', 'b ', '1')), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const files = renewerFiles({ ...wish, database: text, credential: text });
        if (!files.ok) return files.error.every(({ field }) => ['database', 'credential'].includes(field));
        const [map] = parseAllDocuments(files.value[3]?.content ?? '');
        return (map?.toJS() as { data: Record<string, string> }).data['renew.sh'] === files.value[2]?.content;
      }),
    );
  });
});
