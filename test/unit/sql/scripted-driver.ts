import type { BatchAnswer, DriverTarget, SqlBatch, SqlDriver, SqlRow } from '../../../src/sql/driver-contract.ts';
import type { Link } from '../../../src/sql/cluster-reader.ts';

/** Answers each batch by what its @url was; batches without one by the empty URL. Throws what a script throws. */
export type Script = (batch: SqlBatch, url: string) => readonly (readonly SqlRow[])[];

/** A driver without SQL Server, and what it was asked. */
export function scriptedDriver(script: Script): {
  readonly driver: SqlDriver;
  readonly batches: SqlBatch[];
  readonly urls: string[];
  readonly opened: DriverTarget[];
} {
  const batches: SqlBatch[] = [];
  const urls: string[] = [];
  const opened: DriverTarget[] = [];
  const driver: SqlDriver = {
    open(target) {
      opened.push(target);
      return {
        connect: () => Promise.resolve(),
        loginErrors: () => [],
        abandon: () => undefined,
        close: () => Promise.resolve(),
        runDirect: () => Promise.reject(new Error('a batch was sent directly')),
        run: (batch): Promise<BatchAnswer> => {
          const url = String(batch.parameters.find(({ name }) => name === 'url')?.value ?? '');
          batches.push(batch);
          urls.push(url);
          return Promise.resolve().then(() => ({ recordsets: script(batch, url), messages: [], bytes: 1000 }));
        },
      };
    },
  };
  return { driver, batches, urls, opened };
}

/** The first result set of a call that went well. */
export function facts(kind: string, more: SqlRow = {}): SqlRow {
  return {
    returnValue: 0,
    httpCode: '200',
    contentType: 'application/json',
    retryAfter: null,
    serverDate: 'Mon, 23 Nov 2026 12:00:00 GMT',
    resultType: 5,
    kind,
    continueToken: null,
    remaining: null,
    errorBody: null,
    ...more,
  };
}

/** The first result set of a refused call. */
export function refusal(code: number, body: unknown, contentType = 'application/json'): SqlRow {
  const errorBody = body === undefined ? null : JSON.stringify(body);
  return { ...facts(''), kind: null, returnValue: code, httpCode: String(code), contentType, errorBody };
}

/** A link to an endpoint at https://k8s.example:8443 that signs in by credential, with changes. */
export function linkTo(more: Partial<Link['endpoint']> = {}, token?: string): Link {
  return {
    target: {
      profile: {
        id: 'c1',
        name: 'c1',
        server: 'sql01',
        database: 'kube',
        user: 'app',
        encryption: 'mandatory',
      },
      password: 'not used',
    },
    endpoint: {
      id: 'e1',
      connectionId: 'c1',
      url: 'https://k8s.example:8443',
      authentication: { kind: 'credential', name: 'https://k8s.example:8443' },
      namespaces: 'all',
      ...more,
    },
    ...(token === undefined ? {} : { token }),
  };
}
