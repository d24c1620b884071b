import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allRules } from '../../../../../src/core/tsql/rules/all-rules.ts';
import { lint } from '../../../../../src/core/tsql/rules/linter.ts';
import { applied } from './marked.ts';

const docs = path.join(import.meta.dirname, '../../../../../docs');
const page = (name: string): string => readFileSync(path.join(docs, 'rules', `${name}.md`), 'utf8');
const example = (text: string, heading: string): string | undefined =>
  new RegExp(`## ${heading}\\n\\n\`\`\`sql\\n([\\s\\S]*?)\`\`\``, 'u').exec(text)?.[1];
const shown = (document: string): readonly string[] => lint(document).map(({ code, message }) => `${code}: ${message}`);

/** Their examples would be longer than the page. */
const withoutExample = ['url-too-long', 'query-too-long', 'headers-too-long'];

describe('the help pages of the rules', () => {
  it('are one for each rule', () => {
    assert.deepEqual(readdirSync(path.join(docs, 'rules')).sort(), allRules.map(({ name }) => `${name}.md`).sort());
  });

  it('are about the names that the setting offers', () => {
    const manifest = JSON.parse(readFileSync(path.join(docs, '../package.json'), 'utf8')) as {
      readonly contributes: {
        readonly configuration: readonly {
          readonly properties: Readonly<
            Record<string, { readonly propertyNames?: { readonly enum: readonly string[] } }>
          >;
        }[];
      };
    };
    const [setting] = manifest.contributes.configuration.flatMap(
      ({ properties }) => properties['sqlkube.lint.rules'] ?? [],
    );
    assert.deepEqual(
      setting?.propertyNames?.enum,
      allRules.map(({ name }) => name),
    );
  });

  it('are listed with severity and summary', () => {
    const list = readFileSync(path.join(docs, 'rules.md'), 'utf8');
    const rows = [...list.matchAll(/^\| \[([\w-]+)\]\(rules\/\1\.md\) +\| (\w+) +\| (.*?) +\|$/gmu)];
    assert.deepEqual(
      rows.map(([, name, severity, summary]) => ({ name, severity, summary })),
      allRules.map(({ name, severity, summary }) => ({ name, severity, summary })),
    );
  });

  for (const { name, severity, summary, unverified } of allRules)
    it(`sqlkube/${name} is described, and its examples are true`, () => {
      const text = page(name);
      assert.ok(text.startsWith(`# sqlkube/${name}\n\n${summary}\n\nDefault: ${severity}. Looks at: `));
      assert.equal(text.includes('Rests on behaviour that nobody published a test of.'), unverified === true);
      const [bad, good] = [example(text, 'Marked'), example(text, 'Instead')];
      assert.equal(bad === undefined || good === undefined, withoutExample.includes(name));
      if (bad === undefined || good === undefined) return;
      assert.deepEqual(shown(good), []);
      const found = lint(bad);
      assert.deepEqual([...new Set(found.map(({ rule }) => rule))], [name], shown(bad).join('\n'));
      const fix = found.find(({ fixes }) => fixes.length > 0)?.fixes[0];
      if (fix !== undefined)
        assert.equal(lint(applied(bad, fix)).filter(({ rule }) => rule === name).length, found.length - 1);
    });
});
