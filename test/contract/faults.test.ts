import assert from 'node:assert/strict';
import { pairs, singles } from '../fixtures/faults/expected.ts';
import { faults } from '../../src/sandbox/faults/catalogue.ts';
import { faultTable, type JudgedRow } from '../support/fault-table.ts';

describe('every fault, alone and in pairs', function () {
  this.timeout(300_000);
  let rows: readonly JudgedRow[];
  before(async () => {
    rows = await faultTable();
  });

  it('is named by the doctor and by the decoder as the world outside names it', () => {
    const wrong = rows.filter(({ row }) => !row.ok);
    assert.deepEqual(
      wrong.map(({ row, problems }) => ({ ...row, problems })),
      [],
    );
  });

  it('is all there: what the sandbox can break, at least 25 single faults and 20 pairs', () => {
    const told = new Set(singles.filter(({ how }) => how === 'sandbox').map(({ fault }) => fault));
    assert.deepEqual(
      faults.map(({ name }) => name).filter((name) => !told.has(name)),
      [],
    );
    assert.ok(singles.length >= 25 && pairs.length >= 20, `${singles.length} faults, ${pairs.length} pairs`);
    assert.equal(rows.length, singles.length + pairs.length);
  });

  it('is told from a source, with how sure that is', () => {
    for (const { fault, source, same, cause } of singles) {
      assert.ok(source.length > 10, fault);
      assert.ok(same.includes(cause), `${fault}: ${cause} is one of its own kind`);
    }
  });
});
