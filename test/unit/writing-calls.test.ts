import assert from 'node:assert/strict';
import { batchPlaces } from '../../src/core/tsql/batch-scan.ts';
import { complete } from '../../src/core/tsql/assist/complete.ts';
import type { Knowledge } from '../../src/core/tsql/assist/knowledge.ts';
import { lint } from '../../src/core/tsql/rules/linter.ts';
import { judgeReadOnly } from '../../src/core/tsql/run/read-only.ts';
import { planRun } from '../../src/core/tsql/run/run-plan.ts';
import { runDocument } from '../../src/core/tsql/run/run-document.ts';
import { readRun } from '../../src/core/tsql/run/run-report.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { mssqlDriver } from '../../src/sql/driver.ts';
import { createScriptRunner } from '../../src/sql/script-runner.ts';
import type { ScriptRunner } from '../../src/sql/script-runner.ts';
import { expand, readSnippets } from '../support/snippet.ts';

/** An empty file, and a person who takes what is offered and types nothing but what no list can know. */
class Author {
  text = '';
  readonly #knowledge: Knowledge;

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  /** Takes a snippet by its prefix; placeholders get these values. */
  snippet(prefix: string, values: Readonly<Record<string, string>>): this {
    const found = readSnippets().find((one) => one.prefix === prefix);
    assert.ok(found, prefix);
    this.text += expand(found.body, (placeholder) => values[placeholder] ?? placeholder).text;
    return this;
  }

  /** Takes a suggestion behind the last occurrence of `behind`. */
  take(behind: string, label: string): this {
    const offset = this.text.lastIndexOf(behind) + behind.length;
    const offered = complete(this.text, offset, this.#knowledge);
    const found = offered.find((one) => one.label === label);
    assert.ok(found, `${label} is not among ${offered.map((one) => one.label).join(', ')}`);
    const { insert, span } = found;
    const put = 'text' in insert ? insert.text : expand([insert.snippet]).text;
    this.text = this.text.slice(0, span.start) + put + this.text.slice(span.end);
    return this;
  }

  type(text: string): this {
    this.text += text;
    return this;
  }
}

describe("the walkthrough's four scripts, written from an empty file by snippets and completion", () => {
  let sandbox: Sandbox;
  let session: ScriptRunner;
  let knowledge: Knowledge;
  let values: Readonly<Record<string, string>>;

  before(async () => {
    sandbox = await startSandbox({ bare: true, trust: [], pods: 10 });
    const { url } = sandbox.description.proxy;
    session = createScriptRunner({
      loadDriver: () => Promise.resolve(mssqlDriver),
      timeouts: () => ({ connectSeconds: 15, querySeconds: 30 }),
      applicationName: 'test',
    });
    values = {
      'https://kubernetes.example.local': url,
      '<token>': sandbox.description.kubernetes.token,
      '<a strong password>': 'Str0ng-enough',
    };
    const pods = [{ name: 'web-7d876db474-222nh' }];
    knowledge = { clusters: [{ url, credential: url, namespaces: [{ name: 'payments', pods }] }], credentials: [url] };
  });
  after(async () => {
    await session.close();
    await sandbox.close();
  });

  /** Nothing is marked; then it runs, batch by batch, as Run does. Answers the documents. */
  const check = async (text: string): Promise<readonly string[]> => {
    assert.deepEqual(
      lint(text).map(({ code, message }) => `${code} ${message}`),
      [],
    );
    const { port, user, password } = sandbox.description.sqlserver;
    const { database } = sandbox.description;
    const profile = {
      id: 'test',
      name: 'test',
      server: `localhost,${port}`,
      database,
      user,
      encryption: 'none' as const,
    };
    const documents: string[] = [];
    for (const { start, end } of batchPlaces(text)) {
      if (text.slice(start, end).trim() === '') continue;
      const planned = planRun(text, start);
      assert.ok(planned.ok, planned.ok ? '' : planned.error);
      const parts = [{ does: 'test', line: 1, sql: planned.value.text }];
      const ran = await session.run({ profile, password }, { database, parts }, new AbortController().signal);
      assert.ok(ran.ok, JSON.stringify(ran));
      const report = readRun(ran.value.done[0]?.events ?? []);
      const frame = { place: 'test', time: 'now', durationMs: 1 };
      documents.push(runDocument(planned.value, report, frame, (one) => one).text);
      assert.ok(!report.failed, documents.at(-1));
    }
    return documents;
  };

  it('one: turns the procedure on, and creates the credential', async () => {
    const [, shown] = await check(new Author(knowledge).snippet('k8s-enable', values).text);
    assert.match(shown ?? '', /external rest endpoint enabled +1 +1/u);
    await check(new Author(knowledge).snippet('k8s-credential-create', values).text);
  });

  it('two: asks for the version, by completion alone', async () => {
    const { url } = sandbox.description.proxy;
    const author = new Author(knowledge)
      .type('DECLARE @return int, @response nvarchar(max);\nEXEC @return = ')
      .take('EXEC @return = ', 'sp_invoke_external_rest_endpoint')
      .type(' ')
      .take('endpoint ', '@url')
      .take(`N'${url}/`, 'version')
      .type(', ')
      .take(', ', '@method')
      .type(', ')
      .take(', ', '@credential')
      .type(', ')
      .take(', ', '@response')
      .type(';\nIF @return = 0 PRINT 1;\n');
    assert.ok(judgeReadOnly(author.text).ok);
    const [shown] = await check(author.text);
    assert.match(shown ?? '', /^200 OK · 1 ms · \d+ B · GET \/version\n[\s\S]*"gitVersion": "v1\./u);
  });

  it('three: lists pods as rows, its path completed with live names', async () => {
    const author = new Author(knowledge).snippet('k8s-pods-rows', { ...values, default: '' });
    author.take('/api/v1/namespaces/', 'payments');
    author.text = author.text.replace('payments//pods', 'payments/pods');
    const [shown] = await check(author.text);
    assert.match(shown ?? '', /^200 OK · .* · GET \/api\/v1\/namespaces\/payments\/pods\n/u);
    assert.match(shown ?? '', /Result set 1: \d+ rows?\nname +namespace +phase/u);
  });

  it('four: creates a pod, which asks first and is refused in read-only mode', async () => {
    const author = new Author(knowledge).snippet('k8s-deploy-pod', { ...values, default: 'payments' });
    assert.ok(!judgeReadOnly(author.text).ok);
    const [shown] = await check(author.text);
    assert.match(shown ?? '', /^201 Created · .* · POST \/api\/v1\/namespaces\/payments\/pods\n/u);
  });

  it('marks each mistake before it is run', () => {
    const good = new Author(knowledge).snippet('k8s-pods-rows', values).text;
    const create = new Author(knowledge).snippet('k8s-deploy-pod', values).text;
    const url = "N'https://";
    const mistakes: readonly (readonly [string, string, string | RegExp, string])[] = [
      ['method-missing', good, /\n {4}@method = N'GET',/u, ''],
      ['method-unknown', good, "N'GET'", "N'LIST'"],
      ['url-not-https', good, url, "N'http://"],
      ['token-literal', good, '@credential', `@headers = N'{"Authorization":"Bearer ${'x'.repeat(40)}"}', @credential`],
      ['headers-not-flat', good, '@credential', `@headers = N'{"a":{"b":"c"}}', @credential`],
      ['header-duplicate', good, '@credential', `@headers = N'{"a":"b","A":"c"}', @credential`],
      ['header-forbidden', good, '@credential', `@headers = N'{"Cookie":"b"}', @credential`],
      ['header-overwritten', good, '@credential', `@headers = N'{"User-Agent":"b"}', @credential`],
      ['accept-refused', good, '@credential', `@headers = N'{"Accept":"application/yaml"}', @credential`],
      ['timeout-range', good, '@credential', '@timeout = 500, @credential'],
      ['return-value-not-captured', good, '@return = sys', 'sys'],
      ['path-plural', good, '/pods?', '/pod?'],
      ['list-without-limit', good, /\?limit=\d+/u, ''],
      ['query-unknown', good, '?limit=', '?limits='],
      ['credential-not-prefix', good, '@credential = [https://', '@credential = [https://other.'],
      ['payload-invalid', create, '"kind": "Pod",', '"kind": "Pod"'],
      ['post-to-item', create, '/pods?', '/pods/a?'],
      ['field-validation', create, '&fieldValidation=Strict', ''],
      ['patch-without-type', create, "N'POST'", "N'PATCH'"],
    ];
    for (const [rule, text, from, to] of mistakes) {
      const broken = text.replace(from, to);
      assert.notEqual(broken, text, rule);
      const found = lint(broken).map((one) => one.rule);
      assert.ok(found.includes(rule), `${rule} is not among ${found.join(', ')}`);
    }
  });
});
