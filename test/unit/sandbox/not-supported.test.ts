import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NotSupported, notSupported } from '../../../src/sandbox/not-supported.ts';

const root = path.join(import.meta.dirname, '../../../src/sandbox');

describe('what the sandbox does not do', () => {
  it('is said in the words of one file', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const saying = files.filter((name) =>
      /\bsandbox: not supported|49_?999/iu.test(
        readFileSync(path.join(root, name), 'utf8').replaceAll(/^\s*(?:\/?\*|\/\/).*$/gmu, ''),
      ),
    );
    assert.ok(files.length > 100, 'these are not the files');
    assert.deepEqual(saying, ['not-supported.ts']);
  });

  it('names the construct and the line, which stays the first that is told', () => {
    const error = notSupported('MERGE');
    assert.ok(error instanceof NotSupported);
    error.locate(3, 'p');
    error.locate(9, 'q');
    assert.deepEqual(
      { number: error.number, text: error.message, line: error.line, procedure: error.procedure },
      { number: 49_999, text: 'Sandbox: not supported: MERGE (line 3)', line: 3, procedure: 'p' },
    );
    assert.equal(notSupported('MERGE', 2).toMessage().text, 'Sandbox: not supported: MERGE (line 2)');
  });
});
