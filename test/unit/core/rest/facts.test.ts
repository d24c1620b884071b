import assert from 'node:assert/strict';
import { droppedHeaders, headerBytes, headerFate, overwrittenHeaders } from '../../../../src/core/rest/header-rules.ts';
import { restLimits, restLimitValues } from '../../../../src/core/rest/limits.ts';
import { acceptTypes, contentTypes } from '../../../../src/core/rest/media-types.ts';
import { restMethods, retriedStatuses } from '../../../../src/core/rest/methods.ts';
import { restParameters, retryRange, timeoutRange } from '../../../../src/core/rest/parameters.ts';

describe('the procedure as data', () => {
  it('lists the parameters in the order of the declaration', () => {
    assert.deepEqual(
      restParameters.map((one) => [one.name, one.type, 'defaultValue' in one ? one.defaultValue : null]),
      [
        ['@url', 'nvarchar', null],
        ['@payload', 'nvarchar', null],
        ['@headers', 'nvarchar', null],
        ['@method', 'nvarchar', 'POST'],
        ['@timeout', 'smallint', 30],
        ['@credential', 'sysname', null],
        ['@response', 'nvarchar', null],
        ['@retry_count', 'tinyint', 0],
      ],
    );
    assert.deepEqual(
      restParameters.filter(({ required, output }) => required || output).map(({ name }) => name),
      ['@url', '@response'],
    );
    assert.deepEqual(
      [timeoutRange, retryRange],
      [
        { minimum: 1, maximum: 230 },
        { minimum: 0, maximum: 10 },
      ],
    );
  });

  it('gives every limit, list and parameter a ground', () => {
    const facts = [...Object.values(restLimits), contentTypes, acceptTypes, ...restParameters];
    for (const { evidence, source } of facts) {
      assert.ok(['observed', 'documented', 'derived', 'inferred'].includes(evidence));
      assert.ok(source.length > 20);
    }
  });

  it('has the limits twice, with and without their grounds, and they agree', () => {
    for (const [name, { value }] of Object.entries(restLimits)) {
      assert.equal(restLimitValues[name as keyof typeof restLimits], value);
    }
    assert.equal(restLimitValues.payloadBytes, 104_857_600);
  });

  it('puts every listed header under its fate', () => {
    for (const name of overwrittenHeaders) assert.equal(headerFate(name.toUpperCase(), 'x'), 'overwritten');
    for (const name of droppedHeaders) assert.equal(headerFate(name, 'x'), 'dropped');
    assert.equal(headerBytes([{ name: 'a', value: 'bc' }]), 'a: bc\r\n'.length);
  });

  it('shows media families as the documentation writes them', () => {
    assert.deepEqual(
      acceptTypes.value.map(({ label, mode }) => `${label} ${mode}`),
      ['application/json json', 'application/xml xml', 'text/* text'],
    );
    assert.equal(contentTypes.value.length, 7);
  });

  it('knows the verbs and the statuses that are tried again', () => {
    assert.deepEqual(restMethods, ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']);
    assert.deepEqual(retriedStatuses, [408, 429, 500, 502, 503, 504]);
  });
});
