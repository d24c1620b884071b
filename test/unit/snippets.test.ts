import assert from 'node:assert/strict';
import { tokenize } from '../../src/core/tsql/lexer.ts';
import type { Token } from '../../src/core/tsql/token.ts';
import { expand, readSnippetFile, readSnippets } from '../support/snippet.ts';

const snippets = readSnippets();
const write = /@method = N'(?:POST|PUT|PATCH)'/u;

/** Every call of the procedure, from its name to the end of its arguments. */
const callsIn = (text: string): readonly string[] =>
  [...text.matchAll(/EXECUTE @return = sys\.sp_invoke_external_rest_endpoint[^;]*;/gu)].map(([call]) => call);

const meaningful = (text: string): readonly Token[] =>
  [...tokenize(text)].filter(({ kind }) => kind !== 'whitespace' && kind !== 'comment');

describe("the snippets' file", () => {
  it('is what VS Code reads: titles with a prefix, a description and lines', () => {
    const file = readSnippetFile();
    assert.ok(typeof file === 'object' && file !== null && !Array.isArray(file));
    for (const [title, snippet] of Object.entries(file as Record<string, Record<string, unknown>>)) {
      assert.deepEqual(Object.keys(snippet).sort(), ['body', 'description', 'prefix'], title);
      assert.ok(Array.isArray(snippet['body']) && snippet['body'].every((line) => typeof line === 'string'), title);
      assert.ok(
        snippet['body'].every((line) => !/[\n\t]/u.test(line)),
        `${title}: one line an entry, no tabs`,
      );
    }
  });

  it('has at least 22, each with a prefix and a title of its own', () => {
    assert.ok(snippets.length >= 22);
    assert.equal(new Set(snippets.map(({ prefix }) => prefix)).size, snippets.length);
    for (const { prefix, title } of snippets) {
      assert.match(prefix, /^k8s-[a-z]+(?:-[a-z]+)*$/u);
      assert.match(title, /^Kubernetes: /u);
    }
  });
});

describe('the snippet reader', () => {
  it('fills in defaults, choices, nested defaults, repeated stops and escapes', () => {
    const { text, stops, defaults } = expand(['$1 ${1:a}', '${2|x\\,y,z|} ${3:<${4:in}>} \\$.b {"c": {}}', '$0']);
    assert.equal(text, 'a a\nx,y <in> $.b {"c": {}}\n');
    assert.deepEqual(stops, [1, 2, 3, 4, 0]);
    assert.deepEqual(defaults, ['a', 'x,y', 'in']);
    assert.equal(expand(['${1:a${2:b}} $2'], (placeholder) => placeholder.toUpperCase()).text, 'aB B');
  });

  it('refuses what VS Code would take as text or differently', () => {
    for (const body of ['$.result', '${1:open', '${1|only|}', '${1|,a|}', '${TM_FILENAME}', '\\x'])
      assert.throws(() => expand([body]), /No snippet syntax/u, body);
    assert.throws(() => expand(['${1:a} ${1:b}']), /2 defaults/u);
  });
});

for (const { title, prefix, description, body } of snippets) {
  describe(`snippet ${prefix}`, () => {
    const { text, stops } = expand(body);
    const calls = callsIn(text);

    it('numbers its stops without a gap and ends at the last', () => {
      const numbered = stops.filter((stop) => stop !== 0).sort((left, right) => left - right);
      assert.deepEqual(
        numbered,
        numbered.map((_, index) => index + 1),
      );
      assert.equal(body.at(-1), '$0');
      assert.equal(stops.at(-1), 0);
    });

    it('is T-SQL without a broken token, and with no blanks at the end of a line', () => {
      assert.deepEqual(
        [...tokenize(text)].filter(({ error }) => error !== undefined),
        [],
      );
      assert.doesNotMatch(text, /[ \t]$/mu);
    });

    it('writes Unicode literals; only JSON paths, ASCII by nature, go without N', () => {
      const plain = meaningful(text).filter(({ kind, text: word }) => kind === 'string' && word.startsWith("'"));
      for (const { text: literal } of plain) assert.match(literal, /^'\$\.[A-Za-z.]+'$/u);
    });

    it('names the method, keeps the return value and asks for it', () => {
      assert.equal(calls.length, text.split('sp_invoke_external_rest_endpoint').length - 1);
      for (const call of calls) {
        assert.match(call, /@method = N'(?:GET|HEAD|POST|PUT|PATCH|DELETE)'/u);
        assert.match(call, /@response = @response OUTPUT/u);
        assert.match(text.slice(text.indexOf(call) + call.length), /IF @return (?:=|<>) 0/u);
      }
    });

    it('says who writes and asks for a strict check', () => {
      if (!calls.some((call) => write.test(call))) return;
      assert.match(text, /\?fieldManager=sqlkube&fieldValidation=Strict'/u);
    });

    it('limits what it lists', () => {
      for (const [url] of text.matchAll(/\/(?:pods|events|namespaces)\?[^']*(?='[^;]*@method = N'GET')/gu))
        assert.match(url, /\?limit=\d+/u);
      if (text.includes("'$.result.items'")) assert.match(text, /\?limit=\d+/u);
    });

    it('holds valid JSON', () => {
      const literals = meaningful(text).filter(
        ({ kind, text: word }) => kind === 'string' && /^N'\{.*\}'$/su.test(word),
      );
      for (const { text: literal } of literals) assert.doesNotThrow(() => JSON.parse(literal.slice(2, -1)), literal);
      if (text.includes('@payload nvarchar(max) = N')) assert.ok(literals.length > 0);
    });

    it('holds no secret and no name but of the reserved kind', () => {
      for (const [, token] of text.matchAll(/Bearer ([^"]*)"/gu)) assert.equal(token, '<token>');
      for (const [, password] of text.matchAll(/PASSWORD = N'([^']*)'/gu))
        assert.equal(password, '<a strong password>');
      for (const [, host] of text.matchAll(/https:\/\/([^/'\]]+)/gu)) assert.equal(host, 'kubernetes.example.local');
    });

    it('says what it does and what it needs', () => {
      assert.match(description, /^[A-Z].*\.$/u, title);
      assert.match(description, /\b[Nn]eeds\b/u);
      if (text.includes('X-Kube-')) assert.match(description, /needs the proxy that SQL Kube generates/u);
    });
  });
}
