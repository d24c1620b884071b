import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from '../../../../../src/core/redact.ts';
import { prettyJson } from '../../../../../src/core/tsql/run/pretty-json.ts';
import { runDocument } from '../../../../../src/core/tsql/run/run-document.ts';
import { planRun } from '../../../../../src/core/tsql/run/run-plan.ts';
import { readRun } from '../../../../../src/core/tsql/run/run-report.ts';
import type { RunEvent } from '../../../../../src/core/tsql/run/run-report.ts';
import { csvTable, textTable } from '../../../../../src/core/tsql/run/text-table.ts';

const batch =
  "EXEC @code = sp_invoke_external_rest_endpoint @url = N'https://k8s/api/v1/pods', @method = N'GET', @response = @r OUTPUT;";
const planned = planRun(`-- one\n${batch}`, 10);
assert.ok(planned.ok);
const plan = planned.value;
const frame = { place: 'sql01 · database shop', time: '14:02:11', durationMs: 84 };

const captured = (envelope: unknown, returned = 0): RunEvent => {
  const text = typeof envelope === 'string' ? envelope : JSON.stringify(envelope);
  return {
    kind: 'rows',
    columns: ['sqlkube call', 'return value', 'response', 'characters'],
    rows: [[1, returned, text, text.length]],
    total: 1,
  };
};
const envelope = (code: number, description: string, result: unknown, headers = {}) => ({
  response: { status: { http: { code, description } }, headers },
  result,
});
const shown = (...events: RunEvent[]): string => runDocument(plan, readRun(events), frame, redact).text;

describe('the document of a run', () => {
  it('begins with status, time, size and call, folds headers, and formats the result', () => {
    const events = [captured(envelope(200, 'OK', { kind: 'PodList', items: [] }, { Date: 'x', 'Set-Cookie': 'zq' }))];
    const { text, headline, folded } = runDocument(plan, readRun(events), frame, redact);
    assert.equal(headline, '200 OK · 84 ms · 144 B · GET /api/v1/pods');
    assert.equal(
      text,
      `${headline}
On sql01 · database shop · 14:02:11

Response headers (2)
  Date: x
  Set-Cookie: [redacted]

Result:
{
  "kind": "PodList",
  "items": []
}
`,
    );
    assert.deepEqual(folded, [3]);
  });

  it('says a Status of Kubernetes first, in a sentence', () => {
    const status = { kind: 'Status', status: 'Failure', message: 'pods is forbidden', reason: 'Forbidden', code: 403 };
    const [first, , second] = shown(captured(envelope(403, 'Forbidden', status), 403)).split('\n');
    assert.match(first ?? '', /^403 Forbidden · /u);
    assert.equal(second, 'Kubernetes refused (Forbidden, HTTP 403): pods is forbidden.');
  });

  it('shows result sets as tables, messages with their line in the document, and errors', () => {
    const text = shown(
      {
        kind: 'rows',
        columns: ['name', 'pods', ''],
        rows: [
          ['web', 3, null],
          ['api\nx', 12, 'a'],
        ],
        total: 5,
      },
      { kind: 'count', rows: 1 },
      { kind: 'message', message: { number: 0, state: 1, class: 0, text: 'hello' } },
      { kind: 'error', message: { number: 31608, state: 24, class: 16, text: 'An error occurred', line: 1 } },
    );
    assert.match(text, /^Failed · 84 ms · GET \/api\/v1\/pods\n/u);
    assert.match(
      text,
      /Result set 1: 5 rows, the first 2 shown\nname {3}pods {2}\(no name\)\n─+ {2}─+ {2}─+\nweb {7}3 {2}NULL\napi x {4}12 {2}a\n/u,
    );
    assert.match(text, /Messages\n {2}1 row affected\n {2}hello\n {2}Msg 31608, level 16, state 24, line 1: An error/u);
    assert.match(text, /it was not reached, or it ended with an error/u);
  });

  it('shows an answer without a result, one that is text, one that is no JSON and one that is cut', () => {
    assert.match(
      shown(captured({ response: { status: { http: { code: 204, description: 'No Content' } } } })),
      /holds no result/u,
    );
    assert.match(shown(captured(envelope(200, 'OK', 'line 1\nline 2'))), /Result:\nline 1\nline 2\n/u);
    assert.match(shown(captured('<html>')), /Result:\n<html>/u);
    const cut = captured('{"response"');
    assert.ok(cut.kind === 'rows');
    const row = [1, 0, '{"response"', 5_000_000];
    assert.match(
      shown({ ...cut, rows: [row] }),
      /5\.0 MB of text .*\n.*\n\nResponse, only its beginning:\n\{"response"/u,
    );
  });

  it('holds no secret, whatever the answer, the rows and the messages hold', () => {
    const secret = 'ZqPlanted0123456789';
    const jwt = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(secret).toString('base64url')}.${secret}`;
    const secrets = envelope(200, 'OK', { kind: 'SecretList', items: [{ data: { password: secret } }] });
    const text = shown(
      captured(secrets),
      captured(envelope(201, 'Created', { kind: 'TokenRequest', status: { token: secret } })),
      { kind: 'rows', columns: ['a', 'b'], rows: [[`${'x'.repeat(95)} ${jwt}`, `PASSWORD = '${secret}'`]], total: 1 },
      { kind: 'message', message: { number: 0, state: 1, class: 0, text: `Authorization: Bearer ${secret}` } },
    );
    for (const shape of [secret, Buffer.from(secret).toString('base64url').slice(0, 12), jwt.slice(0, 20)])
      assert.ok(!text.includes(shape), text);
  });
});

describe('tables', () => {
  it('write CSV that reads back, and no formula', () => {
    const set = {
      columns: ['a', 'b'],
      rows: [
        ['x,"y"', -1],
        ['=1+1', null],
      ],
      total: 2,
    };
    assert.equal(
      csvTable(set, (text) => text),
      'a,b\r\n"x,""y""",-1\r\n\'=1+1,\r\n',
    );
  });

  it('cut wide cells after taking secrets out', () => {
    const table = textTable({ columns: ['a'], rows: [['b'.repeat(300)]], total: 1 }, (text) => text);
    assert.ok(table.split('\n').every((line) => line.length <= 100));
  });
});

describe('formatted JSON', () => {
  it('means the same, keeps the digits of numbers, and is what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        assert.equal(prettyJson(text), JSON.stringify(JSON.parse(text), null, 2));
      }),
    );
    assert.equal(prettyJson('{"a":12345678901234567890}'), '{\n  "a": 12345678901234567890\n}');
  });

  it('never throws or hangs on what is no JSON', () => {
    fc.assert(fc.property(fc.string(), (text) => void prettyJson(text)));
    for (const text of ['"', '{', '}}}', '[,,', '{"a":']) prettyJson(text);
  });
});
