import { podsPath } from '../src/core/kube/path.ts';
import type { Link } from '../src/sql/cluster-reader.ts';
import { textAt } from '../src/core/kube/json.ts';
import { sql } from '../src/core/tsql/quoting.ts';
import { runSql } from '../test/chain/sql.ts';
import { createConnections, type Chain } from '../test/chain/support.ts';
import { unwrap } from '../test/chain/unwrap.ts';
import { createKubectl, namespace, startLoadedChain } from './chain-load.ts';
import { startRelay } from './chain-relay.ts';
import { measureTraffic } from './chain-traffic.ts';
import { type Figure, atMost, median, within } from './figure.ts';

const pods = 10_000;
const limit = 500;
const rounds = 7;
const never = new AbortController().signal;
const label = `${pods} pods on a real API server behind real nginx`;

/** Size and speed of listing many pods through the whole chain, beside the article's full list and beside kubectl. */
export async function chain(say: (line: string) => void): Promise<readonly Figure[]> {
  const loaded = await startLoadedChain(pods, say);
  try {
    return [...(await sizes(loaded)), await onTheWire(loaded), await times(loaded, say)];
  } finally {
    await loaded.stop();
  }
}

/** All pods by a reader of its own, so with a connection of its own; how many calls it took. */
async function readAll(link: Link): Promise<{ readonly calls: number }> {
  const endings: (() => Promise<unknown>)[] = [];
  const { reader } = createConnections(endings);
  try {
    let [calls, rows] = [0, 0];
    let after: string | undefined;
    do {
      const request = { namespace, limit, ...(after === undefined ? {} : { after }) };
      const page = unwrap(await reader.podPage(link, request, never));
      if (page.view !== 'table') throw new Error('the proxy was not recognised');
      [calls, rows, after] = [calls + 1, rows + page.rows.length, page.continue];
    } while (after !== undefined);
    if (rows !== pods) throw new Error(`${rows} of ${pods} pods were read`);
    return { calls };
  } finally {
    for (const end of endings) await end();
  }
}

/** The article's list, in pages of the same size: whole pods, of which nothing but the continue token comes to us. */
async function readFullLists({ gateway, user, nginx, token }: Chain): Promise<{ readonly calls: number }> {
  const text = sql`DECLARE @returned int, @answer nvarchar(max);
EXEC @returned = sp_invoke_external_rest_endpoint @url = @url, @method = 'GET', @headers = @headers, @timeout = 60, @response = @answer OUTPUT;
SELECT @returned AS returned, JSON_QUERY(@answer, '$.result.metadata') AS metadata;`;
  const headers = JSON.stringify({ Authorization: `Bearer ${token}` });
  let calls = 0;
  let after: string | undefined;
  do {
    const url = nginx.url + podsPath(namespace, { limit, ...(after === undefined ? {} : { continue: after }) });
    const { recordsets } = await runSql(gateway, user, text, [
      { name: 'url', type: 'nvarchar', length: 4000, value: url },
      { name: 'headers', type: 'nvarchar', length: 4000, value: headers },
    ]);
    const row = recordsets[0]?.[0];
    if (row?.['returned'] !== 0) throw new Error(`HTTP ${String(row?.['returned'])}`);
    calls += 1;
    after = textAt(JSON.parse(String(row['metadata'])), 'continue');
  } while (after !== undefined && after !== '');
  return { calls };
}

async function sizes(loaded: Chain): Promise<readonly Figure[]> {
  const path = podsPath(namespace);
  const ours = await measureTraffic(loaded.nginx, path, () => readAll(loaded.proxied));
  const theirs = await measureTraffic(loaded.nginx, path, () => readFullLists(loaded));
  return [
    atMost(
      `${label}: cluster to SQL Server, against the article's full list`,
      ours.bytes,
      theirs.bytes,
      'bytes',
      1 / 25,
    ),
    within(`${label}: largest single answer`, ours.largest, 1_000_000, 'bytes'),
  ];
}

async function onTheWire(loaded: Chain): Promise<Figure> {
  const relay = await startRelay(loaded.sqlServer.port);
  try {
    const { profile } = loaded.user;
    const target = { ...loaded.user, profile: { ...profile, server: `localhost,${relay.port}` } };
    await readAll({ ...loaded.proxied, target });
    const name = `${label}: SQL Server to client, TCP payload with TLS and login`;
    return within(name, relay.fromServer() / pods, 400, 'bytes a pod');
  } finally {
    await relay.close();
  }
}

async function times(loaded: Chain, say: (line: string) => void): Promise<Figure> {
  const kubectl = await createKubectl(loaded);
  try {
    const time = async (work: () => Promise<unknown>): Promise<number> => {
      const started = performance.now();
      await work();
      return performance.now() - started;
    };
    const theirs = async (): Promise<void> => {
      const rows = await kubectl.list();
      if (rows !== pods) throw new Error(`kubectl printed ${rows} of ${pods} pods`);
    };
    // Once each unmeasured: kubectl fills its cache of the API's resources, our code is compiled.
    await theirs();
    await readAll(loaded.proxied);
    const measured = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      measured.ours.push(await time(() => readAll(loaded.proxied)));
      measured.theirs.push(await time(theirs));
    }
    const rounded = (values: readonly number[]): string => values.map((value) => value.toFixed(0)).join(' ');
    say(`ours ${rounded(measured.ours)} ms; kubectl ${rounded(measured.theirs)} ms`);
    const name = `${label}: time, log-in included, without the real SQL Server's own time, against kubectl get pods`;
    return atMost(name, median(measured.ours), median(measured.theirs), 'ms', 1);
  } finally {
    await kubectl.close();
  }
}
