import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { pathToFileURL } from 'node:url';
import { hostFiles } from '../../src/core/setup/host-files.ts';
import { quotePowerShell } from '../../src/core/setup/powershell-quote.ts';
import { skipFor } from '../support/needs.ts';
import { trustOf } from '../unit/core/setup/sample.ts';

/** As much of web-tree-sitter as is used here. */
interface Node {
  readonly hasError: boolean;
  readonly type: string;
  readonly text: string;
  readonly children: readonly (Node | null)[];
}
interface TreeSitter {
  readonly Parser: {
    init(): Promise<void>;
    new (): { setLanguage(language: unknown): void; parse(text: string): { readonly rootNode: Node } | null };
  };
  readonly Language: { load(wasm: Uint8Array): Promise<unknown> };
}

describe('the PowerShell scripts, read by a parser of the language', () => {
  let parse: (text: string) => Node;

  before(async function () {
    const resolve = createRequire(import.meta.url).resolve;
    const find = (name: string): string => {
      try {
        return resolve(name);
      } catch {
        return skipFor(this, 'web-tree-sitter and tree-sitter-powershell');
      }
    };
    const grammar = find('tree-sitter-powershell/tree-sitter-powershell.wasm');
    const { Parser, Language } = (await import(pathToFileURL(find('web-tree-sitter')).href)) as TreeSitter;
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(await readFile(grammar)));
    parse = (text) => {
      const tree = parser.parse(text);
      assert.ok(tree);
      return tree.rootNode;
    };
  });

  for (const service of ['MSSQLSERVER', 'MSSQL$SALES'])
    it(`have no syntax error for ${service}`, () => {
      const files = hostFiles(trustOf({ windowsService: service }), 'windows');
      assert.equal(files.length, 2);
      for (const { path, text } of files) assert.equal(parse(text).hasError, false, path);
      assert.equal(parse('if ($a) {').hasError, true);
    });

  it('hold any quoted text as one verbatim string', () => {
    const verbatim = (node: Node): readonly string[] => [
      ...(node.type === 'verbatim_string_characters' ? [node.text] : []),
      ...node.children.flatMap((child) => (child === null ? [] : verbatim(child))),
    ];
    const nasty = fc.string({ unit: fc.constantFrom("'", '"', '`', '$', '(', ')', ';', '#', '{', '}', 'a', '\n') });
    fc.assert(
      fc.property(nasty, (text) => {
        const quoted = quotePowerShell(text);
        const root = parse(`$x = ${quoted}\n`);
        assert.equal(root.hasError, false, quoted);
        assert.deepEqual(verbatim(root), [quoted]);
      }),
    );
  });
});
