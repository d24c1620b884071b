import assert from 'node:assert/strict';
import { Settings } from '../../../src/host/settings.ts';
import { MemorySettings } from '../../support/memory-backends.ts';

describe('settings of the linter', () => {
  const told = (user: Readonly<Record<string, unknown>>) => {
    const settings = new MemorySettings();
    Object.assign(settings.user, user);
    return new Settings(settings).lint;
  };

  it('are severities by rule, with or without the prefix of the code', () => {
    assert.deepEqual(told({ 'lint.rules': { 'method-missing': 'off', 'sqlkube/url-host': 'hint' } }), {
      severities: { 'method-missing': 'off', 'url-host': 'hint' },
    });
  });

  it('leave out what is no severity, and everything when they are of another shape', () => {
    assert.deepEqual(told({ 'lint.rules': { a: 'loud', b: 3, c: 'error' } }), { severities: { c: 'error' } });
    for (const rules of ['off', 1, null, undefined])
      assert.deepEqual(told({ 'lint.rules': rules }), { severities: {} });
  });

  it('are none while linting is switched off', () => {
    assert.equal(told({ 'lint.enabled': false }), undefined);
    assert.notEqual(told({ 'lint.enabled': 'no' }), undefined);
  });
});
