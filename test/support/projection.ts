import type { PodRow } from '../../src/core/kube/pod.ts';
import type { SqlSession } from '../../src/sandbox/engine.ts';
import type { SqlValue } from '../../src/sandbox/values.ts';
import { podRowFromProjection } from '../../src/sql/pod-projection.ts';
import { podList } from '../../src/sql/statements/pods.ts';
import { openSession } from '../unit/sandbox/tsql/bench.ts';

/** Pod objects through the very statement that runs inside SQL Server, in the sandbox's engine. `now` in milliseconds since 1970. */
export async function projectPods(objects: readonly unknown[], namespace: string, now: number): Promise<PodRow[]> {
  const session = await openSession();
  const envelope = JSON.stringify({ result: { items: objects } }).replaceAll("'", "''");
  const rows = await rowsOf(session, `DECLARE @r nvarchar(max) = N'${envelope}';${podList}`);
  return rows.map((row) => {
    const read = podRowFromProjection(row, namespace, now);
    if (read === undefined) throw new Error('a row of the projection has no name');
    return read;
  });
}

async function rowsOf(session: SqlSession, batch: string): Promise<readonly Record<string, SqlValue>[]> {
  const rows: Record<string, SqlValue>[] = [];
  let names: readonly string[] = [];
  await session.batch(
    batch,
    {
      columns: (columns) => {
        names = columns.map(({ name }) => name);
      },
      row: (values) => {
        rows.push(Object.fromEntries(values.map((value, index) => [names[index] ?? '', value])));
      },
      message: ({ class: severity, text }) => {
        if (severity > 10) throw new Error(text);
      },
      done: () => undefined,
      database: () => undefined,
      transaction: () => undefined,
    },
    new AbortController().signal,
  );
  return rows;
}
