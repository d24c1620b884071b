import type { ResultSink, ServerMessage, SqlSession } from '../src/sandbox/engine.ts';
import { createInstance } from '../src/sandbox/server/instance.ts';
import { createEngine } from '../src/sandbox/tsql/engine.ts';
import { type Figure, atMost, median, within } from './figure.ts';
import { fullListEnvelope } from './pods-text.ts';

const password = 'not a secret: this server has no port';
const nvarcharMax = { name: 'nvarchar', length: 'max' } as const;
const never = new AbortController().signal;

/** The walkthrough's projection of the full list, containers and all. */
const projection = `SELECT pods.[pod_name], pods.[node], pods.[pod_ip], pods.[phase], pods.[started], container.[name], container.[image]
FROM OPENJSON(@pods, '$.result.items')
WITH (
    [pod_name] NVARCHAR(255) '$.metadata.name', [node] NVARCHAR(255) '$.spec.nodeName',
    [pod_ip] NVARCHAR(50) '$.status.podIP', [phase] NVARCHAR(50) '$.status.phase',
    [started] DATETIME2 '$.status.startTime', [containers] NVARCHAR(MAX) '$.spec.containers' AS JSON
) AS pods
CROSS APPLY OPENJSON(pods.[containers]) WITH ([name] NVARCHAR(255) '$.name', [image] NVARCHAR(255) '$.image') AS container;`;

/** Times of one size, in milliseconds; more rounds where one is short. */
const sizes = [
  { count: 1000, rounds: 15 },
  { count: 10_000, rounds: 5 },
  { count: 50_000, rounds: 3 },
] as const;

/** The sandbox's OPENJSON over full lists of growing size: what a pod costs must not grow with them. */
export async function pods(say: (line: string) => void): Promise<readonly Figure[]> {
  const session = await logIn();
  const perPod = new Map<number, number>();
  try {
    for (const { count, rounds } of sizes) {
      const text = fullListEnvelope(count);
      await project(session, text, count);
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) times.push(await project(session, text, count));
      perPod.set(count, median(times) / count);
      const megabytes = (text.length / 1e6).toFixed(1);
      say(`OPENJSON over ${count} pods, ${megabytes} MB: ${(median(times) / 1000).toFixed(2)} s`);
    }
  } finally {
    session.close();
  }
  const microseconds = (count: number): number => (perPod.get(count) ?? Number.NaN) * 1000;
  const seconds = (count: number): number => (microseconds(count) * count) / 1e6;
  const name = "the sandbox's OPENJSON over the article's full list, time a pod";
  return [
    within("the sandbox's OPENJSON over the article's full list of 10,000 pods", seconds(10_000), 5, 's'),
    atMost(`${name}: 10,000 pods against 1,000`, microseconds(10_000), microseconds(1000), 'µs a pod', 1.5),
    atMost(`${name}: 50,000 pods against 10,000`, microseconds(50_000), microseconds(10_000), 'µs a pod', 1.5),
  ];
}

async function logIn(): Promise<SqlSession> {
  const network = { lookup: () => Promise.reject(new Error('offline')), trustedCertificates: () => [] };
  const engine = createEngine(createInstance({ password, network, clock: Date.now, databases: ['kube'] }));
  const outcome = await engine.login({
    user: 'sa',
    password,
    database: 'kube',
    applicationName: 'bench',
    hostName: 'localhost',
    encrypted: true,
  });
  if (!outcome.ok) throw new Error(outcome.errors.map(({ text }) => text).join(' '));
  return outcome.session;
}

/** One run, as a driver sends it: the text bound to a parameter. Milliseconds. */
async function project(session: SqlSession, text: string, expected: number): Promise<number> {
  const sink = new CountingSink();
  const parameter = { name: '', output: false, type: nvarcharMax };
  const started = performance.now();
  await session.rpc(
    {
      procedure: 'sp_executesql',
      parameters: [
        { ...parameter, value: projection },
        { ...parameter, value: '@pods nvarchar(max)' },
        { ...parameter, name: '@pods', value: text },
      ],
    },
    sink,
    never,
  );
  const taken = performance.now() - started;
  const [error] = sink.errors;
  if (error !== undefined) throw new Error(`Msg ${error.number}: ${error.text}`);
  if (sink.rows !== expected) throw new Error(`${sink.rows} rows instead of ${expected}`);
  return taken;
}

/** Takes rows and lets them go, as a client that keeps nothing. */
class CountingSink implements ResultSink {
  rows = 0;
  readonly errors: ServerMessage[] = [];

  row(): void {
    this.rows += 1;
  }

  message(message: ServerMessage): void {
    if (message.class > 10) this.errors.push(message);
  }

  columns(): void {
    // their names are not of interest
  }

  done(): void {
    // the rows were counted
  }

  database(): void {
    // stays as it is
  }

  transaction(): void {
    // there is none
  }
}
