import assert from 'node:assert/strict';
import { grantText } from '../../../../src/core/access/consequences.ts';
import { readGrants } from '../../../../src/core/access/grant-text.ts';
import { sampleAccesses } from '../../../support/proxy-wishes.ts';

describe('grants as text', () => {
  it('reads what the table prints, for every sample', () => {
    for (const { grants } of Object.values(sampleAccesses)) {
      const read = readGrants(grants.map(grantText).join('; '));
      assert.deepEqual(read, { ok: true, value: grants });
    }
  });

  const refused: readonly (readonly [text: string, reason: RegExp])[] = [
    ['', /is empty/],
    [' ; ', /is empty/],
    ['watch pods', /“watch” is no verb/],
    ['* pods', /cannot be read/],
    ['get *', /cannot be read/],
    ['get pods (a', /cannot be read/],
    ['get pods; list', /“list” cannot be read/],
    ["get pods'; drop", /cannot be read/],
    ['get pods/log/more', /cannot be read/],
  ];
  for (const [text, reason] of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const read = readGrants(text);
      assert.match(read.ok ? 'taken' : read.error.reason, reason);
    });
  }
});
