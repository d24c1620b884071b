import assert from 'node:assert/strict';
import fc from 'fast-check';
import { argumentFor } from '../../../../../src/core/tsql/calls/call.ts';
import type { Call } from '../../../../../src/core/tsql/calls/call.ts';
import { findCalls } from '../../../../../src/core/tsql/calls/call-finder.ts';
import { documentSpans } from '../../../../../src/core/tsql/calls/folded-text.ts';
import type { Span } from '../../../../../src/core/tsql/calls/span.ts';

const rest = 'sp_invoke_external_rest_endpoint';

const only = (document: string): Call => {
  const [call, ...more] = findCalls(document);
  assert.ok(call);
  assert.deepEqual(more, []);
  return call;
};
const cut = (document: string, span: Span | undefined): string | undefined =>
  span && document.slice(span.start, span.end);

const spansOf = (call: Call): readonly Span[] => [
  call.span,
  call.keyword,
  call.name,
  ...(call.returnVariable ? [call.returnVariable.span] : []),
  ...call.arguments.flatMap((one) => {
    const constant = one.value?.constant;
    const folded = constant?.kind === 'text' ? documentSpans(constant, 0, constant.value.length) : [];
    return [one.span, ...(one.name ? [one.name.span] : []), ...(one.value ? [one.value.span] : []), ...folded];
  }),
];

describe('the calls of a script', () => {
  it('have their parts, at offsets of the whole document', () => {
    const document = `PRINT 1\r\nGO 2\r\n\r\nEXEC @code = sys.[${rest}] N'https://a/version', /* , */ @Method = 'GET',\r\n  @timeout = -5, @response = @r OUTPUT;\r\nSELECT @code`;
    const call = only(document);
    assert.equal(call.complete, true);
    assert.equal(call.target, 'rest');
    assert.equal(call.procedure, rest);
    assert.equal(cut(document, call.keyword), 'EXEC');
    assert.equal(cut(document, call.name), `sys.[${rest}]`);
    assert.equal(cut(document, call.returnVariable?.span), '@code');
    assert.ok(cut(document, call.span)?.endsWith('@r OUTPUT'));
    assert.deepEqual(
      call.arguments.map((one) => [one.parameter, cut(document, one.span), cut(document, one.value?.span), one.output]),
      [
        ['@url', "N'https://a/version'", "N'https://a/version'", false],
        ['@method', "@Method = 'GET'", "'GET'", false],
        ['@timeout', '@timeout = -5', '-5', false],
        ['@response', '@response = @r OUTPUT', '@r', true],
      ],
    );
    const timeout = argumentFor(call, '@timeout')?.value?.constant;
    assert.equal(timeout?.kind === 'number' && timeout.value, -5);
  });

  for (const name of [
    rest,
    `sys.${rest}`,
    `master..${rest}`,
    `[master].[sys].[${rest}]`,
    `"dbo".${rest.toUpperCase()}`,
  ])
    it(`are found under the name ${name}`, () => {
      assert.equal(only(`execute ${name} @url = N'x'`).target, 'rest');
    });

  it('are those of the schema k8s too', () => {
    const call = only("INSERT INTO #t EXEC tools.k8s.list_pods N'default', @limit = 5 WITH RECOMPILE");
    assert.deepEqual([call.target, call.procedure, call.complete], ['k8s', 'list_pods', true]);
    assert.deepEqual(
      call.arguments.map((one) => one.parameter),
      [undefined, '@limit'],
    );
  });

  for (const document of [
    `EXEC app.${rest} @url = N'x'`,
    `EXEC far.master.sys.${rest} @url = N'x'`,
    `EXEC (N'EXEC ${rest}')`,
    `-- EXEC ${rest} N'x'\nPRINT 'EXEC k8s.pods' /* EXEC k8s.pods */`,
    `GRANT EXECUTE ON k8s.pods TO u; SELECT * FROM k8s.pods; SELECT 1 AS ${rest}`,
    "EXECUTE AS USER = N'k8s'; EXEC k8s; EXEC dbo.k8s_pods; CREATE PROCEDURE k8s.pods AS RETURN 1",
  ])
    it(`are not in ${document.replaceAll('\n', ' ')}`, () => {
      assert.deepEqual(findCalls(document), []);
    });

  it('give what is there while they are typed', () => {
    const document = `EXEC @rc = sys.${rest} @url = N'https://a/version', @method = , @response = @r OUTPUT, @headers`;
    for (let length = 0; length <= document.length; length += 1) findCalls(document.slice(0, length));
    const call = only(document);
    assert.equal(call.complete, false);
    assert.deepEqual(
      call.arguments.map((one) => [one.name?.text, cut(document, one.value?.span)]),
      [
        ['@url', "N'https://a/version'"],
        ['@method', undefined],
        ['@response', '@r'],
        [undefined, '@headers'],
      ],
    );
    assert.deepEqual([only('EXEC k8s.\nSELECT 1').procedure, only('EXEC k8s.\nSELECT 1').complete], ['', false]);
    for (const open of [`EXEC ${rest} @url = N'htt`, `EXEC ${rest} N'a',`, `EXEC ${rest} N'a' + @b`, `EXEC ${rest} [x`])
      assert.equal(only(open).complete, false, open);
  });

  it('take names for text, as EXEC does', () => {
    const credential = argumentFor(only(`EXEC ${rest} N'x', @credential = [https://a], @method = get`), '@credential');
    assert.equal(credential?.value?.kind, 'name');
    assert.equal(credential.value.constant.kind === 'text' && credential.value.constant.value, 'https://a');
    assert.equal(only(`EXEC ${rest} N'x', @method = get`).complete, true);
  });

  it('end where the next statement begins', () => {
    const document = `EXEC ${rest} N'a'\nEXEC ${rest} N'b' SELECT 1`;
    const calls = findCalls(document);
    assert.deepEqual(
      calls.map((call) => [cut(document, call.span), call.complete]),
      [
        [`EXEC ${rest} N'a'`, true],
        [`EXEC ${rest} N'b'`, true],
      ],
    );
  });

  it('lie in the document, whatever it is', () => {
    const pieces = `EXEC|EXECUTE|${rest}|k8s|.|sys|master|[|]|"|'|N'|''|@a|@url|=|,|;|(|)|+|-|DECLARE|SET|nvarchar(max)|nvarchar(3)|IF|WHILE|BEGIN TRY|END TRY|GOTO|CONCAT(|OUTPUT|NULL|DEFAULT|5|\nGO\n|\r\n|--|/*|*/|INTO|UPDATE|é|😀|{"a":|}|\\\n`;
    const soup = fc
      .array(fc.oneof({ arbitrary: fc.constantFrom(...pieces.split('|')), weight: 9 }, fc.string({ unit: 'binary' })), {
        maxLength: 40,
      })
      .map((parts) => parts.join(' '));
    const started = soup.map((text) => `EXEC k8s.pods ${text}`);
    let found = 0;
    fc.assert(
      fc.property(fc.oneof(soup, started, fc.string()), (document) => {
        for (const call of findCalls(document)) {
          found += 1;
          assert.match(cut(document, call.keyword) ?? '', /^exec(ute)?$/iu);
          for (const span of spansOf(call)) {
            assert.ok(span.start >= 0 && span.start < span.end && span.end <= document.length);
          }
          for (const one of call.arguments) assert.ok(one.span.start >= call.name.end && one.span.end <= call.span.end);
        }
      }),
      { numRuns: 1000 },
    );
    assert.ok(found > 200, `only ${found} calls were tried`);
  });

  it('lie where they stand, whatever precedes them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('PRINT 1', 'GO', '\r\n', '\n', '-- x', ' '), { maxLength: 20 }), (parts) => {
        const before = `${parts.join('\n')}\nGO\n`;
        const call = only(`${before}EXEC k8s.pods N'a'`);
        assert.equal(call.span.start, before.length);
      }),
    );
  });
});
