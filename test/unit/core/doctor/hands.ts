import type { DoctorAnswer, DoctorCall, Hands, ServerState, Subject } from '../../../../src/core/doctor/hands.ts';
import type { Failure } from '../../../../src/core/failure.ts';
import { proxyHealth, proxyVersion } from '../../../../src/core/proxy/health.ts';
import { err, ok, type Result } from '../../../../src/core/result.ts';

/** What is examined in these tests. */
export const subject: Subject = {
  connection: {
    id: 'c',
    name: 'prod',
    server: 'sql01',
    database: 'orders',
    user: 'app',
    encryption: 'mandatory',
  },
  endpoint: {
    id: 'e',
    connectionId: 'c',
    url: 'https://k8s.corp.example:8443',
    authentication: { kind: 'credential', name: 'https://k8s.corp.example:8443' },
    namespaces: ['shop'],
  },
  sqlServerName: 'sql01',
  pageSize: 100,
};

/** A server to which nothing is wanting. */
export const goodServer: ServerState = {
  productVersion: '17.0.4055.5',
  majorVersion: 17,
  edition: 'Enterprise Edition',
  engineEdition: 3,
  serverName: 'SQL01',
  hostPlatform: 'Linux',
  database: 'orders',
  login: 'app',
  switchInUse: true,
  switchConfigured: true,
  mayCall: true,
  isSandbox: false,
  seesAll: false,
  hasMasterKey: true,
  credentials: [{ name: 'https://k8s.corp.example:8443', identity: 'HTTPEndpointHeaders' }],
  mayUseCredential: true,
};

/** An answer with 200 and this body. */
export function answer(call: DoctorCall, body: unknown, httpCode = 200): DoctorAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    facts: { method: call.method ?? 'GET', url: call.path, durationMs: 12 },
    httpCode,
    contentType: 'application/json',
    body: text,
    bodyLength: text.length,
    headerLength: 300,
  };
}

/** An HTTP error with a Kubernetes `Status`, or without one. */
export const httpError = (call: DoctorCall, code: number, message?: string, reason = 'Forbidden'): Failure => ({
  kind: 'http',
  code,
  call: { method: call.method ?? 'GET', url: call.path, durationMs: 12 },
  ...(message === undefined ? { contentType: 'text/html' } : { status: { kind: 'Status', code, message, reason } }),
});

/** An error that SQL Server raises. */
export const sqlError = (number: number, text: string): Failure => ({
  kind: 'sql',
  errors: [{ number, state: 24, class: 16, text }],
});

/** Msg 31608 with a code. */
export const transport = (hresult: string): Failure =>
  sqlError(31608, `An error occurred, failed to communicate with the external rest endpoint. HRESULT: ${hresult}.`);

/** What each path answers; a function may look at the call. */
export type Answers = Readonly<Record<string, (call: DoctorCall) => Result<DoctorAnswer, Failure>>>;

const good: Answers = {
  '/-/healthz': (call) => ok(answer(call, proxyHealth(proxyVersion, 'a'.repeat(64)))),
  '/version': (call) =>
    call.headers?.['X-Kube-Patch'] === undefined
      ? ok(answer(call, { gitVersion: 'v1.36.3' }))
      : err({
          kind: 'http',
          code: 400,
          call: { method: 'GET', url: call.path, durationMs: 1 },
          status: {
            kind: 'Status',
            code: 400,
            details: { causes: [{ reason: 'SqlKubeProxy', message: 'X-Kube-Patch' }] },
          },
        }),
  selfsubjectreviews: (call) =>
    ok(
      answer(call, { kind: 'SelfSubjectReview', status: { userInfo: { username: 'system:serviceaccount:shop:sql' } } }),
    ),
  selfsubjectaccessreviews: (call) =>
    ok(answer(call, { kind: 'SelfSubjectAccessReview', status: { allowed: call.body?.includes('create') !== true } })),
  '/namespaces?': (call) => ok(answer(call, { kind: 'NamespaceList', items: [{ metadata: { name: 'shop' } }] })),
  '/pods': (call) => ok(answer(call, { kind: 'Table', rows: [] })),
  invalid: () => err(transport('0x80072ee7')),
};

/** Hands of a healthy chain, with changes. Every call is kept in `calls`. */
export function handsOf(
  changes: {
    readonly server?: Result<ServerState, Failure>;
    readonly answers?: Answers;
    readonly look?: Awaited<ReturnType<Hands['look']>>;
  } = {},
): Hands & { readonly calls: DoctorCall[] } {
  const calls: DoctorCall[] = [];
  const answers = { ...good, ...changes.answers };
  return {
    calls,
    server: () => Promise.resolve(changes.server ?? ok(goodServer)),
    call: (call) => {
      calls.push(call);
      const known = Object.entries(answers).find(([part]) => call.path.includes(part));
      return Promise.resolve(known === undefined ? err(httpError(call, 404, 'not found')) : known[1](call));
    },
    trustFiles: () => Promise.resolve(ok([{ name: 'corp.crt', isDirectory: false }])),
    errorLog: () => Promise.resolve(ok(['Installing Client TLS certificates to the store.'])),
    look: () =>
      Promise.resolve(
        changes.look ?? { kind: 'failed', stage: 'name', code: 'ENOTFOUND', detail: 'getaddrinfo ENOTFOUND' },
      ),
  };
}
