import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findHresult, readHresult } from '../../../../src/core/decode/hresult.ts';

describe('readHresult', () => {
  it('reads certificate flags before any Win32 name', () => {
    assert.deepEqual(readHresult(0x80070008), {
      value: 0x80070008,
      text: '0x80070008',
      names: 'INVALID_CA',
      meaning: 'The root is not trusted',
      sources: ['WINHTTP_STATUS_CALLBACK, secure-failure flags (Microsoft Learn)'],
      causes: ['untrusted'],
      sureness: 'observed',
    });
    assert.deepEqual(readHresult(0x80070018).causes, ['untrusted', 'wrong-name']);
    assert.deepEqual(readHresult(0x80070039).causes, ['untrusted', 'wrong-name', 'out-of-date', 'revocation-unknown']);
  });

  it('keeps the ordinary meaning of the three codes that only look like flags', () => {
    assert.equal(readHresult(0x80070005).names, 'E_ACCESSDENIED');
    assert.equal(readHresult(0x8007000e).names, 'E_OUTOFMEMORY');
    assert.equal(readHresult(0x80070057).names, 'E_INVALIDARG');
  });

  it('takes WinHTTP’s range first, and a signed number as well as an unsigned one', () => {
    assert.deepEqual(readHresult(0x80072ee7).causes, ['name-not-resolved']);
    assert.equal(readHresult(0x80072ee7 | 0).text, '0x80072ee7');
  });

  it('is sure only of what somebody has published', () => {
    assert.equal(readHresult(0x80072efd).sureness, 'derived');
    assert.equal(readHresult(0x80004005).sureness, 'derived');
    assert.equal(readHresult(0x8abc0001).sureness, 'judged');
  });

  it('reads every number', () => {
    fc.assert(fc.property(fc.integer(), (value) => readHresult(value).causes.length > 0));
  });

  it('finds the code in the message, however long', () => {
    assert.equal(findHresult('… HRESULT: 0x80072ee7.'), 0x80072ee7);
    assert.equal(findHresult('HRESULT: 0x8.'), 8);
    assert.equal(findHresult('no code'), undefined);
  });
});
