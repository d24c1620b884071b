import type { ExplainContext } from '../decode/explanation.ts';
import type { Failure } from '../failure.ts';
import { podsPath, selfSubjectAccessReviewPath, selfSubjectReviewPath, versionPath } from '../kube/path.ts';
import { healthPath } from '../proxy/health.ts';
import { readEndpointUrl } from '../rest/endpoint-url.ts';
import type { Result } from '../result.ts';
import type {
  DoctorAnswer,
  DoctorCall,
  Hands,
  KubeconfigView,
  Look,
  ServerState,
  Subject,
  TrustFile,
} from './hands.ts';

/** What a call came to. */
export type Called = Result<DoctorAnswer, Failure>;

/** One thing to ask an access review for. */
export interface Wanted {
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
}

/** A name that no DNS may ever know (RFC 6761): how this SQL Server reports an unknown name. */
export const impossibleUrl = 'https://sqlkube-doctor.invalid/';

/** A value that no proxy of ours takes for a patch type, so that it answers without asking anybody. */
const impossiblePatch = 'sqlkube-doctor';

/**
 * The looks that checks share, each made once and when first wanted. Several calls with different expectations stand in for
 * guessing from one: a name that cannot exist, the proxy’s own path, the version, a review, a list.
 */
export class Probes {
  readonly subject: Subject;
  readonly now: Date;
  readonly host: string;
  readonly #hands: Hands;
  readonly #signal: AbortSignal;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(parts: { readonly hands: Hands; readonly subject: Subject; readonly now: Date; signal: AbortSignal }) {
    this.subject = parts.subject;
    this.now = parts.now;
    this.#hands = parts.hands;
    this.#signal = parts.signal;
    const url = readEndpointUrl(parts.subject.endpoint.url);
    this.host = url.ok ? url.value.host : parts.subject.endpoint.url;
  }

  get server(): Promise<Result<ServerState, Failure>> {
    return this.#once('server', () => this.#hands.server(this.#signal));
  }

  /** A call that no machine can be reached by. */
  get nowhere(): Promise<Called> {
    return this.#call('nowhere', { path: impossibleUrl, signIn: false });
  }

  /** The proxy’s own path, as text: whatever answers is seen, even when it is no JSON. */
  get reach(): Promise<Called> {
    return this.#call('reach', { path: healthPath, signIn: false, headers: { Accept: 'text/plain' } });
  }

  /** What the API server tells strangers. */
  get version(): Promise<Called> {
    return this.#call('version', { path: versionPath, signIn: false });
  }

  /** Who the API server takes us for. */
  get review(): Promise<Called> {
    return this.#call('review', this.#review(selfSubjectReviewPath, 'authentication.k8s.io/v1', 'SelfSubjectReview'));
  }

  /** A patch type that does not exist, on a path that nothing can be changed by. */
  get patch(): Promise<Called> {
    return this.#call('patch', { path: versionPath, signIn: false, headers: { 'X-Kube-Patch': impossiblePatch } });
  }

  get look(): Promise<Look> {
    return this.#once('look', () => this.#hands.look(this.#signal));
  }

  /** What this computer was shown; undefined when no check looked. */
  get shown(): Promise<Look> | undefined {
    return this.#made.get('look') as Promise<Look> | undefined;
  }

  /** False where it is not known. */
  get verifiesLimited(): Promise<boolean> {
    const { verifiesLimited } = this.#hands;
    return verifiesLimited ? this.#once('limited', () => verifiesLimited(this.#signal)) : Promise.resolve(false);
  }

  get trustFiles(): Promise<Result<readonly TrustFile[], Failure>> {
    return this.#once('trustFiles', () => this.#hands.trustFiles(this.#signal));
  }

  get errorLog(): Promise<Result<readonly string[], Failure>> {
    return this.#once('errorLog', () => this.#hands.errorLog(this.#signal));
  }

  /** Undefined when no kubeconfig was chosen. */
  get kubeconfig(): Promise<Result<KubeconfigView, Failure>> | undefined {
    const { kubeconfig } = this.#hands;
    return kubeconfig && this.#once('kubeconfig', () => kubeconfig(this.#signal));
  }

  /** May the service account do this. */
  mayI(wanted: Wanted): Promise<Called> {
    const spec = { resourceAttributes: { ...wanted, group: '' } };
    const call = this.#review(
      selfSubjectAccessReviewPath,
      'authorization.k8s.io/v1',
      'SelfSubjectAccessReview',
      JSON.stringify(spec),
    );
    return this.#call(`mayI ${JSON.stringify(wanted)}`, call);
  }

  /** A signed-in read, such as of a list. */
  read(path: string, headers?: Readonly<Record<string, string>>): Promise<Called> {
    return this.#call(`read ${path}`, { path, signIn: true, ...(headers === undefined ? {} : { headers }) });
  }

  /** A page of pods as the tree reads it, through a proxy that translates. */
  pods(namespace: string): Promise<Called> {
    const options = { limit: this.subject.pageSize, includeObject: 'None' } as const;
    return this.read(podsPath(namespace, options), { 'X-Kube-View': 'table' });
  }

  /** Names for the decoder’s sentences. */
  async context(): Promise<ExplainContext> {
    const { connection, endpoint, sqlServerName } = this.subject;
    const server = await this.server;
    const ends = this.subject.token?.expiresAt;
    return {
      now: this.now,
      ...(ends === undefined ? {} : { tokenExpires: new Date(ends) }),
      sqlServerName,
      server: connection.server,
      connectionName: connection.name,
      database: connection.database,
      login: connection.user,
      endpointUrl: endpoint.url,
      ...(endpoint.authentication.kind === 'credential' ? { credential: endpoint.authentication.name } : {}),
      ...(server.ok ? { engineEdition: server.value.engineEdition } : {}),
      ...(server.ok && server.value.hostPlatform !== undefined ? { hostPlatform: server.value.hostPlatform } : {}),
    };
  }

  #review(path: string, apiVersion: string, kind: string, spec?: string): DoctorCall {
    const body = JSON.stringify({
      apiVersion,
      kind,
      ...(spec === undefined ? {} : { spec: JSON.parse(spec) as unknown }),
    });
    return { path, method: 'POST', body, signIn: true };
  }

  #call(name: string, call: DoctorCall): Promise<Called> {
    return this.#once(name, () => this.#hands.call(call, this.#signal));
  }

  #once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.#made.set(name, made);
    return made;
  }
}
