import assert from 'node:assert/strict';
import { loadPods } from '../../../src/views/pod-pages.ts';
import { ok } from '../../../src/core/result.ts';
import { pod } from '../../support/fake-cluster.ts';

const call = { method: 'GET', url: '', durationMs: 1 };

/** Pages of 500 up to `count` pods; a page's number is its token. */
const pages = (count: number) => (after: string | undefined) => {
  const page = Number(after ?? 0);
  const rows = Array.from({ length: Math.min(500, count - page * 500) }, (_, at) => pod(`pod-${page * 500 + at}`));
  const left = count - (page + 1) * 500;
  return Promise.resolve(
    ok({ rows, view: 'table' as const, call, ...(left > 0 && { continue: String(page + 1), remaining: left }) }),
  );
};

describe('loadPods', () => {
  it('loads 50,000 pods in order, and reports each page', async () => {
    const reports: string[] = [];
    const loaded = await loadPods(
      { pods: Infinity },
      {
        page: pages(50_000),
        signal: new AbortController().signal,
        report: (page, count) => void reports.push(`${page}/${count}`),
        keep: () => assert.fail('nothing broke off'),
      },
    );
    assert.ok(loaded.ok);
    assert.equal(loaded.value.rows.length, 50_000);
    assert.equal(loaded.value.rows.at(-1)?.name, 'pod-49999');
    assert.equal(loaded.value.continue, undefined);
    assert.deepEqual([reports.length, reports[0], reports.at(-1)], [100, '1/500', '100/50000']);
  });
});
