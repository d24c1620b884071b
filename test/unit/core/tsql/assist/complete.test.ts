import assert from 'node:assert/strict';
import fc from 'fast-check';
import { complete } from '../../../../../src/core/tsql/assist/complete.ts';
import type { Knowledge } from '../../../../../src/core/tsql/assist/knowledge.ts';
import { signature } from '../../../../../src/core/tsql/assist/signature.ts';
import type { Suggestion } from '../../../../../src/core/tsql/assist/suggestion.ts';
import { expand } from '../../../../support/snippet.ts';

const knowledge: Knowledge = {
  clusters: [
    {
      url: 'https://k8s.corp:8443',
      credential: 'https://k8s.corp:8443',
      namespaces: [
        {
          name: 'shop',
          pods: [
            { name: 'web-7d876db474-222nh', node: 'node-1' },
            { name: 'db-0', node: 'node-2' },
          ],
        },
        { name: 'kube-system', pods: [] },
      ],
    },
  ],
  credentials: ['https://other.corp'],
};
const nothing: Knowledge = { clusters: [], credentials: [] };

/** Suggestions at the `|` of a text. */
const at = (text: string, known = knowledge): readonly Suggestion[] => {
  const offset = text.indexOf('|');
  return complete(text.replace('|', ''), offset, known);
};
const labels = (text: string, known = knowledge): readonly string[] => at(text, known).map(({ label }) => label);
/** The text after a suggestion was taken, with the defaults of its snippet. */
const taken = (text: string, label: string): string => {
  const document = text.replace('|', '');
  const found = at(text).find((one) => one.label === label);
  assert.ok(found, `${label} is not among ${labels(text).join(', ')}`);
  const { span, insert } = found;
  const put = 'text' in insert ? insert.text : expand([insert.snippet]).text;
  return document.slice(0, span.start) + put + document.slice(span.end);
};

const exec = 'EXEC @c = sys.sp_invoke_external_rest_endpoint ';
const url = (rest: string): string => `${exec}@url = N'https://k8s.corp:8443${rest}'`;

describe('completion', () => {
  it('offers the procedure behind EXEC, alone and with its parameters', () => {
    for (const text of ['EXEC |', 'EXECUTE sys.sp_i|', 'EXEC @code = |', 'SELECT 1;\nGO\nEXEC sp|'])
      assert.equal(labels(text)[0], 'sp_invoke_external_rest_endpoint', text);
    assert.equal(
      taken('EXEC sys.sp_in|', 'sp_invoke_external_rest_endpoint'),
      'EXEC sys.sp_invoke_external_rest_endpoint',
    );
    assert.match(
      taken('EXEC |', 'sp_invoke_external_rest_endpoint with its parameters'),
      /^EXEC @return = sys\.sp_invoke_external_rest_endpoint\n {4}@url = N'https:\/\/k8s\.corp:8443\/version',\n {4}@method = N'GET',\n {4}@credential = \[https:\/\/other\.corp\],\n {4}@response = @response OUTPUT;$/u,
    );
    assert.doesNotMatch(taken('EXEC @a = |', 'sp_invoke_external_rest_endpoint with its parameters'), /@return/u);
    for (const text of ['SELECT |', 'EXEC sp_who |', '-- EXEC |', "SELECT 'EXEC |'", 'EXEC other @url = |'])
      assert.deepEqual(labels(text), [], text);
  });

  it('offers the parameters that are not given yet', () => {
    assert.deepEqual(labels(`${exec}|`), [
      '@url',
      '@payload',
      '@headers',
      '@method',
      '@timeout',
      '@credential',
      '@response',
      '@retry_count',
    ]);
    assert.deepEqual(labels(`${exec}@url = N'x', @METHOD = N'GET', @re|`), [
      '@payload',
      '@headers',
      '@timeout',
      '@credential',
      '@response',
      '@retry_count',
    ]);
    assert.equal(taken(`${exec}@url = N'x', @re|`, '@response'), `${exec}@url = N'x', @response = @response OUTPUT`);
    assert.equal(taken(`${exec}|`, '@method'), `${exec}@method = N'GET'`);
    assert.equal(taken(`${exec}|`, '@headers'), `${exec}@headers = N'{"Accept":"application/json"}'`);
  });

  it('offers methods, credentials and other values', () => {
    assert.deepEqual(labels(`${exec}@method = N'|'`), ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']);
    assert.equal(taken(`${exec}@method = |`, 'PATCH'), `${exec}@method = N'PATCH'`);
    assert.deepEqual(labels(`${exec}@credential = [|]`), ['https://other.corp', 'https://k8s.corp:8443']);
    assert.equal(taken(`${exec}@credential = |`, 'https://other.corp'), `${exec}@credential = [https://other.corp]`);
    assert.deepEqual(labels(`${exec}@credential = [|]`, nothing), []);
  });

  it('walks along the paths of the API, with the live names of what was read', () => {
    assert.deepEqual(labels(`${exec}@url = N'|'`), ['https://k8s.corp:8443']);
    assert.deepEqual(labels(url('/|')), ['api/v1/', 'apis/', 'version']);
    assert.ok(labels(url('/apis/|')).includes('apps/v1/'));
    assert.deepEqual(labels(url('/apis/apps/|')), ['v1/']);
    assert.ok(labels(url('/api/v1/|')).includes('namespaces/'));
    assert.deepEqual(labels(url('/api/v1/namespaces/|')), ['kube-system', 'shop']);
    assert.equal(taken(url('/api/v1/namespaces/sh|'), 'shop'), url('/api/v1/namespaces/shop/'));
    assert.ok(labels(url('/api/v1/namespaces/shop/|')).includes('pods'));
    assert.ok(!labels(url('/api/v1/namespaces/shop/|')).includes('nodes'));
    assert.deepEqual(labels(url('/api/v1/namespaces/shop/pods/|')), ['db-0', 'web-7d876db474-222nh']);
    assert.deepEqual(labels(url('/apis/apps/v1/namespaces/shop/deployments/|')), ['web']);
    assert.deepEqual(labels(url('/api/v1/nodes/|')), ['node-1', 'node-2']);
    assert.deepEqual(labels(url('/api/v1/namespaces/shop/pods/db-0/|')), ['log', 'status', 'eviction']);
    assert.ok(labels(url('/apis/apps/v1/namespaces/shop/deployments/web/|')).includes('scale'));
  });

  it('offers query parameters and their values, and nothing that streams', () => {
    const list = labels(url('/api/v1/pods?|'));
    assert.ok(list.includes('limit=') && list.includes('labelSelector=') && !list.includes('watch='));
    assert.ok(labels(url('/api/v1/namespaces/a/pods/b/log?|')).includes('tailLines='));
    assert.equal(
      taken(url('/api/v1/pods?limit=5&fieldV|'), 'fieldValidation='),
      url('/api/v1/pods?limit=5&fieldValidation='),
    );
    assert.equal(taken(url('/api/v1/pods?fieldValidation=S|'), 'Strict'), url('/api/v1/pods?fieldValidation=Strict'));
  });

  it('follows a variable to the parameter that it goes to, and an unfinished string to its end', () => {
    const call = `${exec}@url = @u, @headers = @h`;
    assert.deepEqual(labels(`DECLARE @u nvarchar(4000) = N'https://k8s.corp:8443/|'; ${call}`), [
      'api/v1/',
      'apis/',
      'version',
    ]);
    assert.ok(labels(`DECLARE @h nvarchar(4000); SET @h = N'{"|"}'; ${call}`).includes('X-Kube-View'));
    assert.deepEqual(labels("DECLARE @url nvarchar(4000) = N'https://k8s.corp:8443/api/v1/namespaces/|"), [
      'kube-system',
      'shop',
    ]);
    assert.deepEqual(labels(`${exec}N'https://k8s.corp:8443/|'`), ['api/v1/', 'apis/', 'version']);
    assert.deepEqual(labels("DECLARE @name nvarchar(40) = N'|'"), []);
  });

  it('offers headers and their values, and never a place for a token', () => {
    assert.deepEqual(labels(`${exec}@headers = N'|'`), ['Accept', 'Content-Type', 'X-Kube-View', 'X-Kube-Patch']);
    assert.equal(taken(`${exec}@headers = N'|'`, 'X-Kube-View'), `${exec}@headers = N'{"X-Kube-View":"table"}'`);
    assert.equal(
      taken(`${exec}@headers = N'{"Accept":"application/json",|}'`, 'X-Kube-Patch'),
      `${exec}@headers = N'{"Accept":"application/json","X-Kube-Patch":"merge"}'`,
    );
    assert.deepEqual(labels(`${exec}@headers = N'{"X-Kube-Patch":"|"}'`), ['merge', 'strategic', 'json', 'apply']);
    assert.deepEqual(labels(`${exec}@headers = N'{"X-Mine":"|"}'`), []);
  });

  it('offers payloads that fit the call, each of them JSON', () => {
    const scale = `${url('/apis/apps/v1/namespaces/shop/deployments/web/scale')}, @method = N'PUT', @payload = N'|'`;
    assert.deepEqual(labels(scale), ['Scale']);
    assert.deepEqual(labels(scale.replace("'PUT'", "'PATCH'")), ['replicas']);
    const all = `${exec}@url = @u, @method = @m, @payload = N'|'`;
    assert.ok(labels(all).length >= 9);
    for (const label of labels(all)) {
      const payload = /@payload = N'(.*)'$/su.exec(taken(all, label))?.[1] ?? '';
      assert.doesNotThrow(() => JSON.parse(payload), `${label}: ${payload}`);
      assert.ok(!payload.includes("'"));
    }
    assert.deepEqual(labels(`${exec}@payload = N'{"a":|}'`), []);
  });

  it('never throws, and stays inside the document', () => {
    const part = fc.constantFrom(
      exec,
      "@url = N'",
      'https://k8s.corp:8443',
      '/api/v1/',
      "'",
      ', ',
      '@headers = ',
      '{"',
      '}',
      '[',
      ']',
      '--',
      ';',
      '\nGO\n',
      '?',
      '=',
      '@',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.nat(300), (parts, cut) => {
        const text = parts.join('');
        const offset = Math.min(cut, text.length);
        for (const { span } of complete(text, offset, knowledge))
          assert.ok(span.start >= 0 && span.start <= offset && span.end <= text.length && span.end >= offset, text);
        signature(text, offset);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('signature help', () => {
  it('shows which parameter is being written', () => {
    const active = (text: string): string | undefined => {
      const shown = signature(text.replace('|', ''), text.indexOf('|'));
      return shown?.active === undefined ? undefined : shown.parameters[shown.active]?.label.split(' ')[0];
    };
    assert.equal(active(`${exec}|`), '@url');
    assert.equal(active(`${exec}@url = N'x', @timeout = |`), '@timeout');
    assert.equal(active(`${exec}N'x', N'|'`), '@payload');
    assert.equal(active(`${exec}@url = N'x', |`), '@payload');
    assert.equal(signature('SELECT 1', 3), undefined);
  });
});
