import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { readCall, type ApiCall } from './api-request.ts';
import { checkMediaType, readBody } from './body.ts';
import type { FaultSwitch } from '../faults/fault-switch.ts';
import { goJson } from './go-json.ts';
import { handleResource, type Answer } from './handler.ts';
import { adminIdentity, authenticate, authorize, sandboxIdentity, type Identity } from './identity.ts';
import { negotiate, negotiateLog, type Representation } from './negotiation.ts';
import { Query } from './query.ts';
import { KubeState } from './state.ts';
import { methodNotAllowed, noSuchResource, StatusError } from './status-error.ts';

/** How the small Kubernetes API starts. */
export interface KubeOptions {
  /** Address to listen on. */
  readonly host: string;
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** The service account's token: pods of every namespace but one, see `seed/scenario.ts`. */
  readonly token: string;
  /** A second token that may do everything. */
  readonly adminToken?: string;
  /** That many running pods more, in the namespace `fleet`. */
  readonly pods?: number;
  /** The same seed makes the same cluster. */
  readonly seed?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Those that the API server plays: `token-expired`, `role-removed`, `quota`. */
  readonly faults?: FaultSwitch;
  /** False: a request without a token is 401, as with `--anonymous-auth=false`. */
  readonly anonymous?: boolean;
}

/** A running API. */
export interface KubeApi {
  /** `https://host:port` */
  readonly url: string;
  readonly port: number;
  readonly state: KubeState;
  close(): Promise<void>;
}

const version = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3+sandbox',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'sandbox',
};

const text = (code: number, content: string): Answer => ({
  kind: 'text',
  code,
  text: content,
  contentType: 'text/plain; charset=utf-8',
});

const answerPath = (path: string): Answer => {
  if (path === '/version' || path === '/version/') return { kind: 'json', code: 200, body: version };
  if (/^\/(healthz|livez|readyz)$/.test(path)) return text(200, 'ok');
  if (/^\/apis?(\/|$)/.test(path)) {
    throw noSuchResource();
  }
  return text(404, '404 page not found\n');
};

const negotiateFor = (call: ApiCall, request: IncomingMessage): Representation => {
  if (call.kind === 'path') return 'full';
  const { verb, subresource } = call.resource;
  if (subresource === 'log') {
    negotiateLog(request.headers.accept);
    return 'full';
  }
  return negotiate(request.headers.accept, verb === 'list' ? 'list' : 'item');
};

const hasBody = (call: ApiCall): boolean =>
  call.kind === 'resource' && ['create', 'update', 'delete'].includes(call.resource.verb);

interface Service {
  readonly state: KubeState;
  readonly tokens: ReadonlyMap<string, Identity>;
  readonly allowAnonymous: boolean;
  readonly faults?: FaultSwitch;
}

const answerRequest = async (request: IncomingMessage, service: Service): Promise<Answer> => {
  const { method = 'GET', headers } = request;
  const [rawPath = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const isOver = service.faults?.current.has('token-expired') === true;
  const identity = authenticate(headers.authorization, isOver ? new Map() : service.tokens, service.allowAnonymous);
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return { kind: 'broken' };
  }
  const call = readCall(method, path);
  authorize(identity, call, method);
  // Only GET, POST, PUT, PATCH and DELETE have routes.
  if (call.kind === 'resource' && method === 'HEAD') throw methodNotAllowed();
  if (call.kind === 'path') return answerPath(call.path);
  const representation = negotiateFor(call, request);
  const body = hasBody(call) ? await readBody(request) : '';
  if (body !== '') checkMediaType(headers['content-type']);
  service.state.settle();
  return handleResource(
    {
      call: call.resource,
      identity,
      query: new Query(search),
      representation,
      contentType: headers['content-type'],
      userAgent: headers['user-agent'] ?? '',
      body,
      isFull: service.faults?.current.has('quota') === true,
    },
    service.state,
  );
};

const failed = (error: unknown): Answer => {
  if (error instanceof StatusError) return { kind: 'json', code: error.code, body: error.toStatus() };
  const message = error instanceof Error ? error.message : String(error);
  const status = new StatusError(500, 'InternalError', `Sandbox: internal error: ${message}`);
  return { kind: 'json', code: 500, body: status.toStatus() };
};

const write = (response: ServerResponse, answer: Answer): void => {
  if (answer.kind === 'broken') {
    // Go's HTTP server says so by itself, before any of Kubernetes' own code.
    response
      .writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
      .end('400 Bad Request');
    return;
  }
  response.setHeader('Cache-Control', 'no-cache, private');
  if (answer.kind === 'empty') {
    response.writeHead(answer.code).end();
    return;
  }
  const content = answer.kind === 'json' ? goJson(answer.body) : answer.text;
  response.setHeader('Content-Type', answer.kind === 'json' ? 'application/json' : answer.contentType);
  // The real server marks what it refuses or tells as plain text, so that browsers do not guess.
  if (answer.code === 403 || (answer.kind === 'text' && answer.contentType.includes('charset'))) {
    response.setHeader('X-Content-Type-Options', 'nosniff');
  }
  if (answer.kind === 'json' && answer.warnings !== undefined && answer.warnings.length > 0) {
    response.setHeader(
      'Warning',
      answer.warnings.map((warning) => `299 - ${JSON.stringify(warning)}`),
    );
  }
  response.setHeader('Content-Length', Buffer.byteLength(content));
  response.writeHead(answer.code).end(content);
};

/** Starts the stand-in for a Kubernetes API server, over HTTPS. */
export async function startKube(options: KubeOptions): Promise<KubeApi> {
  const state = new KubeState({ pods: options.pods ?? 0, seed: options.seed ?? 1, clock: options.clock ?? Date.now });
  const { faults } = options;
  const reader = sandboxIdentity(
    (namespace) => !state.forbidden.has(namespace) && faults?.current.has('role-removed') !== true,
  );
  const tokens = new Map<string, Identity>([[options.token, reader]]);
  if (options.adminToken !== undefined) tokens.set(options.adminToken, adminIdentity);
  const service: Service = { state, tokens, allowAnonymous: options.anonymous ?? true, ...(faults && { faults }) };
  const server = createServer({ cert: options.cert, key: options.key, minVersion: 'TLSv1.2' }, (request, response) => {
    answerRequest(request, service)
      .catch(failed)
      .then((answer) => write(response, answer))
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  server.listen(options.port ?? 0, options.host);
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `https://${options.host}:${port}`,
    port,
    state,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
