import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checks, docOf } from '../../../../src/core/doctor/checks.ts';
import { linkNames } from '../../../../src/core/decode/terms.ts';

const root = path.join(import.meta.dirname, '../../../..');

describe('the page of the doctor', () => {
  const page = readFileSync(path.join(root, 'docs/doctor.md'), 'utf8');
  const sections = page.split(/^#{2,3} /m).slice(1);
  const headings = sections.map((section) => section.split('\n', 1)[0] ?? '');

  it('has a section for every check, under its link, and no other', () => {
    const expected = [...new Set(checks.map(({ link }) => link))].flatMap((link) => [
      `Link: ${linkNames[link]}`,
      ...checks.filter((check) => check.link === link).map(({ code }) => code),
    ]);
    assert.deepEqual([...headings].sort(), [...expected].sort());
  });

  it('has anchors that no two headings share', () => {
    const slugs = headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    assert.equal(new Set(slugs).size, slugs.length);
  });

  it('is where the anchors of the findings lead, and ships', () => {
    for (const { code } of checks) {
      const [file, anchor] = docOf(code).split('#');
      assert.equal(file, 'docs/doctor.md');
      assert.ok(headings.includes(anchor ?? ''), code);
    }
    assert.match(readFileSync(path.join(root, '.vscodeignore'), 'utf8'), /^!docs\/doctor\.md$/m);
  });

  it('says of each check more than its title', () => {
    for (const [index, section] of sections.entries())
      if (checks.some(({ code }) => code === headings[index])) assert.ok(section.length > 80, headings[index]);
  });
});
