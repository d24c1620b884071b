import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodePodTable, parseRestarts, podRowFromCells } from '../../../../src/core/kube/table.ts';

const columns = (...names: string[]): object[] => names.map((name) => ({ name, type: 'string', priority: 0 }));

const table = (names: string[], ...rows: unknown[][]): unknown => ({
  kind: 'Table',
  metadata: { continue: 'next', remainingItemCount: 7 },
  columnDefinitions: columns(...names),
  rows: rows.map((cells) => ({ cells, object: null })),
});

describe('pod tables', () => {
  it('finds columns by name, wherever they are', () => {
    const decoded = decodePodTable(
      table(['Age', 'Extra', 'Status', 'Name', 'Ready', 'Node', 'IP', 'Restarts'], [
        '3d', 'x', 'Running', 'web', '1/1', 'node-1', '<none>', '7 (8m22s ago)',
      ]), // prettier-ignore
      'shop',
    );
    assert.deepEqual(decoded, {
      ok: true,
      value: {
        continue: 'next',
        remaining: 7,
        rows: [
          {
            namespace: 'shop',
            name: 'web',
            ready: '1/1',
            status: 'Running',
            restarts: 7,
            lastRestart: '8m22s ago',
            age: '3d',
            node: 'node-1',
          },
        ],
      },
    });
  });

  it('takes the namespace from the object where there is one', () => {
    const decoded = decodePodTable(
      {
        kind: 'Table',
        columnDefinitions: columns('Name', 'Ready', 'Status'),
        rows: [{ cells: ['web', '1/1', 'Running'], object: { metadata: { namespace: 'other' } } }],
      },
      '',
    );
    assert.equal(decoded.ok && decoded.value.rows[0]?.namespace, 'other');
  });

  it('says what came instead of a table', () => {
    assert.deepEqual(decodePodTable({ kind: 'PodList' }, 'shop'), {
      ok: false,
      error: 'a Table was expected, got PodList',
    });
    assert.deepEqual(decodePodTable('text', 'shop'), { ok: false, error: 'a Table was expected, got string' });
    assert.deepEqual(decodePodTable(table(['Name', 'Ready']), 'shop'), {
      ok: false,
      error: 'the Table has no column Status',
    });
  });

  it('leaves out rows without a name', () => {
    assert.equal(podRowFromCells('shop', { status: 'Running' }), undefined);
    const decoded = decodePodTable(table(['Name', 'Ready', 'Status'], [null, '1/1', 'Running'], []), 'shop');
    assert.deepEqual(decoded.ok && decoded.value.rows, []);
  });

  it('reads restarts as text or number', () => {
    assert.deepEqual(parseRestarts('0'), { restarts: 0 });
    assert.deepEqual(parseRestarts('12 (3d4h ago)'), { restarts: 12, lastRestart: '3d4h ago' });
    assert.deepEqual(parseRestarts(''), { restarts: 0 });
  });

  it('never throws, whatever JSON it gets', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void decodePodTable(value, 'shop')));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (columnDefinitions, rows, metadata) => {
        void decodePodTable({ kind: 'Table', columnDefinitions, rows, metadata }, 'shop');
      }),
    );
  });
});
