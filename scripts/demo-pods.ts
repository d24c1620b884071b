import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { explain } from '../src/core/decode/explain.ts';
import { plain } from '../src/core/decode/plain.ts';
import type { Failure } from '../src/core/failure.ts';
import type { PodRow } from '../src/core/kube/pod.ts';
import type { Result } from '../src/core/result.ts';
import type { SandboxDescription } from '../src/sandbox/sandbox.ts';
import type { Link } from '../src/sql/cluster-reader.ts';
import { createClusterReader } from '../src/sql/reader.ts';

export interface Listed {
  readonly pods: readonly (Pick<PodRow, 'namespace' | 'name' | 'ready' | 'status' | 'restarts' | 'age'> & {
    /** null while no node was chosen. */
    readonly node: string | null;
  })[];
  /** Runs of the procedure. */
  readonly calls: number;
  /** Received from SQL Server. */
  readonly bytes: number;
}

/** The chain is broken somewhere; the message says where, why, what to do and by whom, a line each. */
export class ListingFailed extends Error {
  constructor(failure: Failure, names: { readonly sqlServerName: string; readonly endpointUrl: string }) {
    const { headline, why, fix, owner } = explain(failure, names);
    super([headline, plain(why), `What to do: ${plain(fix)}`, `By: ${owner}`].join('\n'));
    this.name = 'ListingFailed';
  }
}

const pageSize = 500;

/** Every pod that the token may list, read as the extension reads it: through SQL Server. */
export async function listPods(description: SandboxDescription, signal: AbortSignal): Promise<Listed> {
  const { sqlserver, proxy, database, credential } = description;
  const pem = await readFile(sqlserver.ca, 'utf8');
  const { fingerprint256 } = new X509Certificate(pem);
  const connectionId = 'demo';
  const link: Link = {
    target: {
      profile: {
        id: connectionId,
        name: 'demo',
        server: `${sqlserver.host},${sqlserver.port}`,
        database,
        user: sqlserver.user,
        encryption: 'mandatory',
      },
      password: sqlserver.password,
      pin: { fingerprint256, pem },
    },
    endpoint: {
      id: 'demo',
      connectionId,
      url: proxy.url,
      authentication: credential === undefined ? { kind: 'none' } : { kind: 'credential', name: credential },
      namespaces: 'all',
    },
  };
  const reader = createClusterReader({
    loadDriver: async () => (await import('../src/sql/driver.ts')).mssqlDriver,
    timeouts: () => ({ connect: 15, query: 60, request: 30 }),
    applicationName: 'sqlkube demo',
  });
  const unwrap = <T>(result: Result<T, Failure>): T => {
    if (result.ok) return result.value;
    throw new ListingFailed(result.error, { sqlServerName: sqlserver.host, endpointUrl: proxy.url });
  };
  const pods: PodRow[] = [];
  let calls = 0;
  let bytes = 0;
  try {
    unwrap(await reader.probeEndpoint(link, signal));
    for (const { name } of unwrap(await reader.namespaces(link, signal))) {
      let after: string | undefined;
      do {
        const request = { namespace: name, limit: pageSize, ...(after === undefined ? {} : { after }) };
        const answer = await reader.podPage(link, request, signal);
        // One namespace of the sandbox is closed to its token, as happens in every real cluster.
        if (!answer.ok && answer.error.kind === 'http' && answer.error.code === 403) break;
        const page = unwrap(answer);
        pods.push(...page.rows);
        calls += 1;
        bytes += page.call.bytes ?? 0;
        after = page.continue;
      } while (after !== undefined);
    }
  } finally {
    await reader.close();
  }
  return {
    pods: pods.map(({ namespace, name, ready, status, restarts, age, node }) => ({
      namespace,
      name,
      ready,
      status,
      restarts,
      age,
      node: node ?? null,
    })),
    calls,
    bytes,
  };
}

/** As `kubectl get pods -A -o wide` aligns it. */
export function renderPods({ pods }: Listed): string {
  const header = ['NAMESPACE', 'NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'NODE'];
  const rows = pods.map(({ namespace, name, ready, status, restarts, age, node }) => [
    namespace,
    name,
    ready,
    status,
    String(restarts),
    age,
    node ?? '<none>',
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}
