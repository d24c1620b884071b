import assert from 'node:assert/strict';
import { plain } from '../../../../src/core/decode/plain.ts';

describe('plain', () => {
  it('takes the marks of code and bold away, and keeps what stands in them', () => {
    assert.equal(plain('On **localhost** run `RECONFIGURE`.'), 'On localhost run RECONFIGURE.');
    assert.equal(plain('Copy it to `C:\\certs\\[new]`.'), 'Copy it to C:\\certs\\[new].');
  });

  it('shows escaped characters as they are', () => {
    assert.equal(plain('The name is \\[dbo\\]\\.\\*.'), 'The name is [dbo].*.');
  });
});
