import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hover } from '../../../../../src/core/tsql/assist/hover.ts';

const now = Date.UTC(2026, 0, 1);
/** What is told at the `|` of a text. */
const at = (text: string): string =>
  hover(text.replace('|', ''), text.indexOf('|'), { knownEndpoints: [], now })?.markdown ?? '';

const call = (rest: string): string => `SELECT 1;\nGO\nEXEC @c = sys.sp_invoke_external_rest_endpoint ${rest}`;
const jwt = (claims: object): string =>
  `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`;

describe('hover', () => {
  it('tells of a parameter its type, default, range and source', () => {
    const text = at(call("@url = N'https://k8s/version', @tim|eout = 30"));
    for (const part of ['@timeout smallint', 'Default: `30`', 'From 1 to 230', 'Microsoft Learn'])
      assert.ok(text.includes(part), text);
    assert.match(at(call("@meth|od = N'GET'")), /Without it the procedure sends POST/u);
  });

  it('tells what a call asks of Kubernetes', () => {
    const pods = "@url = N'https://k8s/api/v1/namespaces/shop/po|ds?limit=5&labelSelector=a', @method = N'GET'";
    assert.match(at(call(pods)), /^GET: lists pods in namespace \*\*shop\*\*\.\n- `limit=5`: At most/u);
    assert.match(
      at(call("@url = N'https://k8s/apis/apps/v1/namespaces/a/deployments/web/sc|ale', @method = N'PUT'")),
      /replaces the scale of deployments \*\*web\*\*/u,
    );
    assert.match(
      at(call("@url = N'https://k8s/api/v1/po|ds', @method = N'DELETE'")),
      /deletes all pods in all namespaces/u,
    );
    assert.match(at("DECLARE @url nvarchar(400) = N'https://k8s/api/v1/no|des'; EXEC k8s.x"), /nodes/u);
    assert.equal(at(call("@url = N'https://api.openai.com/v1/ch|at'")), '');
    assert.match(at(call("@url = N'https://k8s/version', @method = N'PAT|CH'")), /\*\*PATCH\*\* changes parts/u);
  });

  it('tells what becomes of headers, and what the procedure answers', () => {
    const text = at(call('@headers = N\'{"X-Kube-View":"table","Cookie":"a","Us|er-Agent":"b"}\''));
    assert.match(text, /`X-Kube-View`: .*Sent as it is/u);
    assert.match(text, /`Cookie`. SQL Server does not send it/u);
    assert.match(text, /31616/u);
    assert.match(at("EXEC sp_invoke_external_re|st_endpoint @url = N'x'"), /Msg 11558/u);
  });

  it('reads HRESULTs and messages wherever they stand', () => {
    assert.match(at('-- HRESULT: 0x80072|ee7'), /WINHTTP_NAME_NOT_RESOLVED|NAME_NOT_RESOLVED/u);
    assert.match(at('/* Msg 316|30 */'), /\*\*Msg 31630\*\*/u);
    assert.match(at('IF ERROR_NUMBER() = 115|58 SELECT 1'), /\*\*Msg 11558\*\*/u);
    assert.equal(at('SELECT 2|29'), '');
    assert.equal(at('SELECT 0x123|45678'), '');
  });

  it('reads when a token ends, and never shows it', () => {
    const exp = now / 1000 + 3 * 3600;
    const token = jwt({ exp, sub: 'system:serviceaccount:shop:reader', 'kubernetes.io': { namespace: 'shop' } });
    const told = at(`DECLARE @t nvarchar(4000) = N'Bearer ${token.slice(0, 30)}|${token.slice(30)}'`);
    assert.match(told, /service account `reader` in namespace `shop`.*expires in 3 hours, at 2026-01-01 03:00 UTC/u);
    assert.match(at(`-- ${jwt({ exp: now / 1000 - 90_000 })}|`), /expired 1 day ago/u);
    assert.match(at(`-- ${jwt({ sub: 'a`](command:x)' })}|`), /Token of `a \]\(command:x\)`.*never expires/u);
    for (const part of token.split('.')) assert.ok(!told.includes(part));
  });

  it('never throws', () => {
    const part = fc.constantFrom(
      call(''),
      "@url = N'",
      'https://k8s/api/v1/',
      "'",
      ',',
      '@headers = N\'{"a":"b"}\'',
      '0x80072ee7',
      'eyJhbGciOiJ.',
      '\nGO\n',
      '--',
      'Msg 31608',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), fc.nat(400), (parts, offset) => {
        const text = parts.join(' ');
        hover(text, Math.min(offset, text.length), { knownEndpoints: [], now });
      }),
    );
  });
});
