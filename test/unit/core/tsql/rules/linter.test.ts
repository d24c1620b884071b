import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lint } from '../../../../../src/core/tsql/rules/linter.ts';
import type { Fix } from '../../../../../src/core/tsql/rules/rule.ts';

const invoke = 'sp_invoke_external_rest_endpoint';

/** «…» marks what must be found. */
const marked = (text: string): { readonly document: string; readonly ranges: readonly string[] } => ({
  document: text.replaceAll(/[«»]/gu, ''),
  ranges: [...text.matchAll(/«([^»]*)»/gu)].map((match) => match[1] ?? ''),
});

const found = (document: string, rule: string) => lint(document).filter((one) => one.code === `sqlkube/${rule}`);

const applied = (document: string, { edits }: Fix): string =>
  [...edits]
    .sort((left, right) => right.span.start - left.span.start)
    .reduce((text, { span, text: put }) => text.slice(0, span.start) + put + text.slice(span.end), document);

const check = (rule: string, text: string): void => {
  const { document, ranges } = marked(text);
  const findings = found(document, rule);
  assert.deepEqual(
    findings.map(({ span }) => document.slice(span.start, span.end)),
    ranges,
  );
};

const fixed = (rule: string, document: string): string => {
  const fix = found(document, rule)[0]?.fixes[0];
  assert.ok(fix);
  const after = applied(document, fix);
  assert.deepEqual(found(after, rule), []);
  return after;
};

const url = "@url = N'https://k8s.corp/api/v1/pods'";
const token = 'Bearer abc.def.ghi';

describe('sqlkube/method-missing', () => {
  it('marks a call that sends POST by default', () => {
    check('method-missing', `EXEC @c = «${invoke}» ${url};`);
    check('method-missing', `EXEC @c = ${invoke} ${url}, @method = «NULL»;`);
    check('method-missing', `DECLARE @m nvarchar(6); EXEC @c = ${invoke} ${url}, @method = «@m»;`);
  });

  it('is silent on a named method, a positional one, an unknown one and an unfinished call', () => {
    check('method-missing', `EXEC ${invoke} ${url}, @method = 'GET'; EXEC ${invoke} ${url}, @method = @m;`);
    check('method-missing', `EXEC ${invoke} N'https://a/version', NULL, NULL, N'GET'`);
    check('method-missing', `EXEC ${invoke} ${url},`);
  });

  it('puts the method behind the last argument', () => {
    assert.ok(fixed('method-missing', `EXEC ${invoke} ${url};`).endsWith(`${url}, @method = N'GET';`));
    assert.ok(fixed('method-missing', `EXEC ${invoke} ${url}, @payload = @p`).endsWith(", @method = N'POST'"));
    assert.ok(fixed('method-missing', `EXEC ${invoke} ${url}, @method = NULL`).endsWith(", @method = N'GET'"));
  });
});

describe('sqlkube/return-value-not-captured', () => {
  it('marks a call whose HTTP status nobody sees', () => {
    check('return-value-not-captured', `EXEC sys.x; EXEC «sys.${invoke}» ${url}`);
    check('return-value-not-captured', `EXEC @code = sys.${invoke} ${url}`);
  });
});

describe('sqlkube/token-literal', () => {
  it('marks the token where it stands, in the call or in a variable', () => {
    check('token-literal', `EXEC ${invoke} ${url}, @headers = N'{"Authorization":«"${token}"»}'`);
    check(
      'token-literal',
      `DECLARE @h nvarchar(4000) = N'{"a":"it''s","authorization": «"${token}"»}'; EXEC ${invoke} ${url}, @headers = @h`,
    );
  });

  it('is silent on placeholders, other headers, and text put together with a variable', () => {
    for (const value of ['Bearer <token>', 'Bearer $(token)', ''])
      check('token-literal', `EXEC ${invoke} ${url}, @headers = N'{"Authorization":"${value}"}'`);
    check('token-literal', `EXEC ${invoke} ${url}, @headers = N'{"Accept":"application/json"}'`);
    check(
      'token-literal',
      `DECLARE @h nvarchar(4000) = N'{"Authorization":"Bearer ' + @t + N'"}'; EXEC ${invoke} ${url}, @headers = @h`,
    );
  });

  it('makes room for a credential in front of the batch, and leaves the token nowhere', () => {
    const after = fixed(
      'token-literal',
      `USE db\nGO\nEXEC ${invoke} ${url}, @headers = N'{"Authorization":"${token}"}', @method = 'GET'`,
    );
    assert.ok(after.startsWith('USE db\nGO\n-- Run this once'));
    assert.ok(after.includes('CREATE DATABASE SCOPED CREDENTIAL [https://k8s.corp]'));
    assert.ok(after.includes(`SECRET = N'{"Authorization":"Bearer <token>"}'`));
    assert.ok(!after.includes('abc.def.ghi'));
    assert.ok(after.endsWith(`${url}, @credential = [https://k8s.corp], @method = 'GET'`));
  });

  it('keeps the other headers, and cleans a variable that nothing else reads', () => {
    const two = fixed(
      'token-literal',
      `EXEC ${invoke} ${url}, @headers = N'{"Authorization":"${token}","Accept":"text/plain"}'`,
    );
    assert.ok(two.endsWith(`@headers = N'{"Accept":"text/plain"}', @credential = [https://k8s.corp]`));
    const far = fixed(
      'token-literal',
      `DECLARE @h nvarchar(99) = N'{"Authorization":"${token}"}'; EXEC ${invoke} ${url}, @headers = @h`,
    );
    assert.ok(far.endsWith(`= N'{}'; EXEC ${invoke} ${url}, @headers = @h, @credential = [https://k8s.corp]`));
  });

  it('offers no fix that would leave the token behind or change another call', () => {
    const headers = `DECLARE @h nvarchar(99) = N'{"Authorization":"${token}"}'`;
    const call = `EXEC ${invoke} ${url}, @headers = @h`;
    for (const document of [`${headers}; ${call}; ${call}`, `${call.replace('@h', '@h')}, @credential = x`])
      for (const one of found(document, 'token-literal')) assert.deepEqual(one.fixes, []);
  });
});

describe('a fix', () => {
  it('adds to the URL, the headers, and takes an argument away', () => {
    assert.ok(fixed('list-without-limit', `EXEC ${invoke} ${url}, @method = 'GET'`).includes('/api/v1/pods?limit=500'));
    assert.ok(
      fixed('patch-without-type', `EXEC ${invoke} ${url}, @method = 'PATCH'`).endsWith(
        `, @headers = N'{"X-Kube-Patch":"merge"}'`,
      ),
    );
    assert.ok(
      fixed('payload-ignored', `EXEC ${invoke} ${url}, @payload = N'{}', @method = 'GET'`).endsWith(
        `${url}, @method = 'GET'`,
      ),
    );
  });
});

describe('the linter', () => {
  it("is silent on other people's calls and procedures", () => {
    const headers = `@headers = N'{"Authorization":"${token}"}'`;
    assert.deepEqual(lint(`EXEC ${invoke} @url = N'https://a.openai.azure.com/openai/x', ${headers}`), []);
    assert.deepEqual(lint(`EXEC ${invoke} @url = @u, ${headers}; EXEC app.${invoke} ${url}, ${headers}`), []);
  });

  it('repeats no secret, in messages or in fixes', () => {
    const planted = 'planted-7f3a';
    const documents = [
      `EXEC ${invoke} ${url}, @headers = N'{"Authorization":"Bearer ${planted}","a":"","Cookie":"${planted}","Accept":"*/*; ${planted}"}'`,
      `EXEC ${invoke} @url = N'http://me:${planted}@k8s.corp/api/v1/pods', @headers = N'{"x":"ä ${planted}"}', @timeout = 0`,
      `EXEC ${invoke} @url = N'https://k8s.corp/api/v1/namespaces/a/secrets/x', @method = 'POST', @payload = N'{"kind":"Secret","stringData":{"p":"${planted}"}}'`,
      `EXEC ${invoke} ${url}, @headers = N'{"Authorization":"Basic ${planted}"', @payload = N'${planted}', @response = @r`,
    ];
    for (const document of documents) {
      const found = lint(document);
      assert.ok(found.length > 1);
      assert.equal(JSON.stringify(found).includes(planted), false, document);
    }
  });

  it('never throws', () => {
    const headers = fc.string().map((text) => text.replaceAll("'", "''"));
    fc.assert(
      fc.property(headers, fc.string(), (json, rest) => {
        lint(`EXEC ${invoke} ${url}, @headers = N'{"Authorization":"Basic ${json}', ${rest}`);
        lint(`EXEC ${invoke} ${url}, @headers = N'${json}' ${rest}`);
      }),
    );
  });
});
