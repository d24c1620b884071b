import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classifyTarget, isListTarget } from '../../../../src/core/proxy/target.ts';

const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);

describe('request targets', () => {
  it('pass when they are plain API paths', () => {
    fc.assert(
      fc.property(name, name, fc.constantFrom('', '/log', '/status'), (namespace, pod, tail) => {
        assert.equal(classifyTarget(`/api/v1/namespaces/${namespace}/pods/${pod}${tail}`), 'api');
      }),
    );
  });

  it('never pass with anything that a server could read in another way', () => {
    const odd = fc.constantFrom(
      '%',
      '//',
      '/./',
      '/../',
      '\\',
      ';',
      '@',
      '#',
      ' ',
      '\t',
      '\n',
      '\0',
      'é',
      '"',
      '<',
      '{',
      '|',
      '^',
      '`',
    );
    fc.assert(
      fc.property(name, odd, name, (before, part, behind) => {
        assert.equal(classifyTarget(`/api/v1/${before}${part}${behind}`), 'malformed');
      }),
    );
  });

  it('never pass with a stream however it is spelt', () => {
    const key = fc.constantFrom('watch', 'follow', 'WATCH', 'Follow', 'wAtCh');
    const value = fc.option(fc.stringMatching(/^[!-"$%'-~]{0,6}$/), { nil: undefined });
    const others = fc.array(fc.constantFrom('limit=5', 'watch=0', 'labelSelector=a%3Db'), { maxLength: 2 });
    fc.assert(
      fc.property(others, key, value, others, (before, parameter, text, behind) => {
        const given = text === undefined ? parameter : `${parameter}=${text}`;
        const harmless = text === '0' || text?.toLowerCase() === 'false';
        const target = `/api/v1/pods?${[...before, given, ...behind].join('&')}`;
        assert.equal(classifyTarget(target), harmless ? 'api' : 'stream');
      }),
    );
  });

  it('are decided in time that grows with their length only', () => {
    for (const text of [
      '/a'.repeat(4000),
      `/?${'a=&'.repeat(2600)}#`,
      `/?${'a'.repeat(8000)}#`,
      `/${'.'.repeat(8000)}#`,
    ]) {
      const begun = performance.now();
      classifyTarget(text);
      isListTarget(text);
      assert.ok(performance.now() - begun < 200);
    }
  });

  it('are anything at all without an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => assert.ok(classifyTarget(text).length > 0)));
  });
});
