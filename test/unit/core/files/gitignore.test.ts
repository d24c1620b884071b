import assert from 'node:assert/strict';
import { extendGitignore, ignoresByName } from '../../../../src/core/files/gitignore.ts';
import { pathFault } from '../../../../src/core/files/planned-file.ts';

describe('a .gitignore', () => {
  const keys = ['ca.key', 'tls.key'];

  it('is extended by what is missing, once', () => {
    assert.equal(extendGitignore('', keys), '# Private keys\n/ca.key\n/tls.key\n');
    assert.equal(extendGitignore('dist', keys), 'dist\n# Private keys\n/ca.key\n/tls.key\n');
    assert.equal(extendGitignore('/ca.key\r\n', keys), '/ca.key\r\n# Private keys\n/tls.key\n');
    const once = extendGitignore('a\n', keys);
    assert.equal(extendGitignore(once, keys), once);
  });

  it('that takes a name back later does not count', () => {
    assert.equal(ignoresByName('/ca.key\n', 'ca.key'), true);
    assert.equal(ignoresByName('/ca.key\n!*.key\n', 'ca.key'), false);
    assert.equal(ignoresByName('!*.key\n/ca.key\n', 'ca.key'), true);
    assert.equal(ignoresByName('sub/ca.key\n', 'ca.key'), false);
    assert.equal(extendGitignore('/ca.key\n!*.key\n', ['ca.key']), '/ca.key\n!*.key\n# Private keys\n/ca.key\n');
  });
});

describe('a planned path', () => {
  it('stays below its folder and means the same on every disk', () => {
    for (const path of ['ca.crt', 'sql/10-switch.sql', '.gitignore', 'sql/undo/10 switch.sql']) {
      assert.equal(pathFault(path), undefined, path);
    }
    for (const path of [
      '',
      '/etc/passwd',
      '../x',
      'a/../../x',
      'a//b',
      './a',
      'C:\\x',
      'a\\b',
      'a:b',
      'a.',
      'a ',
      'ä',
      'a\nb',
    ]) {
      assert.notEqual(pathFault(path), undefined, JSON.stringify(path));
    }
  });
});
