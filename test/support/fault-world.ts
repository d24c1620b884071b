import type { ExplainContext } from '../../src/core/decode/explanation.ts';
import type { Finding } from '../../src/core/doctor/finding.ts';
import type { DoctorCall } from '../../src/core/doctor/hands.ts';
import { seenHere, readServed } from '../../src/core/doctor/served.ts';
import type { Failure } from '../../src/core/failure.ts';
import { podLogPath, podsPath } from '../../src/core/kube/path.ts';
import { readEndpointUrl } from '../../src/core/rest/endpoint-url.ts';
import type { Result } from '../../src/core/result.ts';
import { quoteIdentifier, quoteLiteral, sql } from '../../src/core/tsql/quoting.ts';
import { isFaultName } from '../../src/sandbox/faults/catalogue.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { ConnectionProfile, EndpointProfile } from '../../src/core/connection.ts';
import type { Link } from '../../src/sql/cluster-reader.ts';
import { createDoctor, type Doctor } from '../../src/sql/doctor.ts';
import { createHands } from '../../src/sql/doctor-hands.ts';
import { mssqlDriver } from '../../src/sql/driver.ts';
import { lookAt } from '../../src/sql/endpoint-look.ts';
import { createGateway, type SqlGateway } from '../../src/sql/gateway.ts';
import { createClusterReader } from '../../src/sql/reader.ts';
import { probeServer } from '../../src/sql/server-probe.ts';
import { linkOf } from '../../scripts/doctor-sandbox.ts';
import type { ExpectedFault } from '../fixtures/faults/expected.ts';
import { subjectOf } from './doctor.ts';

/** What was said of a broken chain, and what the user met. */
export interface Broken {
  readonly findings: readonly Finding[];
  readonly failure: Failure | undefined;
  readonly context: ExplainContext;
}

/** Sooner than a slow answer comes: the user’s call gives up where the doctor’s waits. */
const short = { call: 2, doctor: 6 };
/** Where slowness is not the fault, a busy machine is none either. */
const long = { call: 30, doctor: 30 };
const isSlowness = (fault: string): boolean => ['timeout', 'slow', 'upstream-slow'].includes(fault);
const slowness = 2600;
const otherCredential = 'https://another.example:8443';
const pod = '{"metadata":{"name":"one-more"},"spec":{"containers":[{"name":"one","image":"one"}]}}';

/** A sandbox to break, and others with other servers as they are wanted. */
export class FaultWorld {
  #seconds = long;
  readonly #sandboxes = new Map<string, Promise<Sandbox>>();
  readonly #gateway: SqlGateway = createGateway({
    loadDriver: () => Promise.resolve(mssqlDriver),
    timeouts: () => ({ connectSeconds: 15, querySeconds: 30 }),
  });
  readonly #reader = createClusterReader({
    loadDriver: () => Promise.resolve(mssqlDriver),
    timeouts: () => ({ connect: 15, query: 30, request: this.#seconds.call }),
  });
  readonly #doctor: Doctor = createDoctor({
    loadDriver: () => Promise.resolve(mssqlDriver),
    timeouts: () => ({ connect: 15, call: this.#seconds.doctor }),
  });

  /** Breaks it, has the user do what meets the fault, and has the doctor examine it; then all is well again. */
  async break({ how, deed }: ExpectedFault, names: readonly string[]): Promise<Broken> {
    const signal = AbortSignal.timeout(60_000);
    const [name = ''] = names;
    this.#seconds = names.some(isSlowness) ? short : long;
    const sandbox = await this.#sandbox(how === 'profile' ? name : 'usual');
    const link = changed(linkOf(sandbox), how === 'sandbox' || how === 'profile' ? undefined : name);
    await sandbox.faults.set(...names.filter(isFaultName));
    try {
      const outcome = await this.#deed(deed, link, signal);
      const { findings } = await this.#doctor.examine(link, { subject: subjectOf(link), now: new Date(), signal });
      return { findings, failure: outcome.ok ? undefined : outcome.error, context: await contextOf(link, findings) };
    } finally {
      await sandbox.faults.set();
      await Promise.all([this.#gateway.close(), this.#reader.close(), this.#doctor.close()]);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#gateway.close(), this.#reader.close(), this.#doctor.close()]);
    for (const sandbox of this.#sandboxes.values()) await (await sandbox).close();
  }

  #sandbox(name: string): Promise<Sandbox> {
    const known = this.#sandboxes.get(name);
    if (known !== undefined) return known;
    const made = this.#start(profiles[name]);
    this.#sandboxes.set(name, made);
    return made;
  }

  async #start(profile: SandboxOptions['profile']): Promise<Sandbox> {
    const sandbox = await startSandbox({ bare: false, trust: [], slowness, ...(profile && { profile }) });
    const text = sql`CREATE DATABASE SCOPED CREDENTIAL ${quoteIdentifier(otherCredential)} WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = ${quoteLiteral('{"Authorization":"Bearer another"}')};`;
    const made = await this.#gateway.run(linkOf(sandbox).target, { text, parameters: [] }, AbortSignal.timeout(10_000));
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    // What is there now is what a fault takes away and gives back.
    await sandbox.faults.set();
    return sandbox;
  }

  async #deed(deed: ExpectedFault['deed'], link: Link, signal: AbortSignal): Promise<Result<unknown, Failure>> {
    if (deed === 'connect') return await probeServer(this.#gateway, link.target, signal);
    const hands = createHands({
      gateway: this.#gateway,
      link,
      callSeconds: this.#seconds.call,
      clock: () => performance.now(),
    });
    if (deed === 'list pods') return await this.#reader.podPage(link, { namespace: 'default', limit: 5 }, signal);
    const calls: Readonly<Record<Exclude<ExpectedFault['deed'], 'connect' | 'list pods'>, DoctorCall>> = {
      'read a log': {
        path: podLogPath('default', 'nobody'),
        signIn: true,
        headers: { Accept: 'text/plain', 'X-Kube-View': 'text' },
      },
      'create a pod': { path: podsPath('default'), method: 'POST', body: pod, signIn: true },
    };
    return await hands.call(calls[deed], signal);
  }
}

const profiles: Readonly<Record<string, SandboxOptions['profile']>> = {
  'version-old': 'sql-server-2022',
  'edition-cloud': 'azure',
};

/** The link as somebody would have entered it wrongly. */
function changed(link: Link, fault: string | undefined): Link {
  const endpoint = (change: Partial<EndpointProfile>): Link => ({ ...link, endpoint: { ...link.endpoint, ...change } });
  const profile = (change: Partial<ConnectionProfile>): Link => ({
    ...link,
    target: { ...link.target, profile: { ...link.target.profile, ...change } },
  });
  switch (fault) {
    case 'login-wrong':
      return { ...link, target: { ...link.target, password: `${link.target.password}x` } };
    case 'database-missing':
      return profile({ database: 'nowhere' });
    case 'database-master':
      return profile({ database: 'master' });
    case 'credential-name':
      return endpoint({ authentication: { kind: 'credential', name: otherCredential } });
    case 'other-host':
      return atUrl(link, (url) => url.replace('localhost', 'nowhere.invalid'));
    case 'other-port':
      return atUrl(link, (url) => url.replace(/:\d+$/, ':9'));
    case 'not-signed-in':
      return endpoint({ authentication: { kind: 'none' } });
    case undefined:
      return link;
    default:
      throw new Error(`Nobody knows how to enter ${fault}.`);
  }
}

/** Another URL: the credential’s name no longer fits, so the endpoint does not use it. */
const atUrl = (link: Link, change: (url: string) => string): Link => ({
  ...link,
  endpoint: { ...link.endpoint, url: change(link.endpoint.url), authentication: { kind: 'none' } },
});

/** What is known beside the error: names, and the certificate as it is seen from here. Not what the doctor found. */
async function contextOf(link: Link, findings: readonly Finding[]): Promise<ExplainContext> {
  const now = new Date();
  const { endpoint, target } = link;
  const url = readEndpointUrl(endpoint.url);
  const isLoggedIn = findings.some(({ check, outcome }) => check === 'login' && outcome === 'pass');
  const look = isLoggedIn ? await lookAt(endpoint.url, AbortSignal.timeout(5000)) : undefined;
  const served = look && url.ok ? readServed(look, url.value.host, now) : undefined;
  return {
    sqlServerName: 'localhost',
    endpointUrl: endpoint.url,
    database: target.profile.database,
    login: target.profile.user,
    ...(endpoint.authentication.kind === 'credential' ? { credential: endpoint.authentication.name } : {}),
    now,
    ...(served && {
      certificate: {
        notBefore: served.chain[0].validity.notBefore,
        notAfter: served.chain[0].validity.notAfter,
        coversHost: seenHere(served, 'name') === undefined,
      },
    }),
  };
}
