import { readFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import type { Failure } from '../core/failure.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Access } from './access.ts';
import { describeThrown } from './log.ts';
import type { Logger } from './log.ts';
import type { ProfileStore, SandboxProfiles } from './profile-store.ts';
import type { SandboxAnswer } from './sandbox-answer.ts';
import { startSandbox } from './sandbox-process.ts';
import type { RunningSandbox } from './sandbox-process.ts';
import { Signal } from './signal.ts';

interface Parts {
  /** Path of dist/sandbox.cjs. */
  readonly program: string;
  readonly profiles: ProfileStore;
  readonly access: Access;
  readonly log: Logger;
  /** Hears the secrets that the sandbox made. */
  readonly seen: (secret: string) => void;
  /** Before the profiles go, so that nothing is asked of a sandbox that is gone. */
  readonly disconnect: (connectionId: string) => Promise<void>;
}

const connectionId = 'sandbox';

/** The sandbox of this window: a process, and a connection and an endpoint in memory for as long as it runs. */
export class Sandbox {
  readonly changed = new Signal<undefined>();
  readonly #parts: Parts;
  #running: RunningSandbox | undefined;
  #starting: Promise<Result<{ readonly connectionId: string }, Failure>> | undefined;
  #fault: string | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  get faults(): SandboxAnswer['faults'] {
    return this.#running?.answer.faults ?? [];
  }

  get currentFault(): string | undefined {
    return this.#fault;
  }

  /** Starts it, or answers the one that runs. */
  start(signal: AbortSignal): Promise<Result<{ readonly connectionId: string }, Failure>> {
    if (this.#running) return Promise.resolve(ok({ connectionId }));
    this.#starting ??= this.#start(signal).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async stop(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    await this.#leave();
    await running.stop();
  }

  async inject(fault: string | undefined): Promise<Result<true, Failure>> {
    if (!this.#running) return err({ kind: 'refused', reason: 'The sandbox is not running.' });
    const done = await this.#running.inject(fault);
    if (done.ok) this.#fault = fault;
    return done;
  }

  async #start(signal: AbortSignal): Promise<Result<{ readonly connectionId: string }, Failure>> {
    const { program, log, profiles, access, seen } = this.#parts;
    const started = await startSandbox(program, { log, seen }, signal);
    if (!started.ok) return started;
    const running = started.value;
    const pinned = await readProfiles(running.answer);
    if (!pinned.ok) {
      await running.stop();
      return pinned;
    }
    this.#running = running;
    access.setSandbox({ connectionId, password: running.answer.sqlserver.password });
    profiles.setSandbox(pinned.value);
    this.changed.fire(undefined);
    running.ended
      .then(() => (this.#running === running ? this.#leave() : undefined))
      .catch((thrown: unknown) => log.error(`Sandbox: ${describeThrown(thrown)}`));
    return ok({ connectionId });
  }

  async #leave(): Promise<void> {
    const { profiles, access, disconnect } = this.#parts;
    this.#running = undefined;
    this.#fault = undefined;
    await disconnect(connectionId);
    profiles.setSandbox(undefined);
    access.setSandbox(undefined);
    this.changed.fire(undefined);
  }
}

async function readProfiles({
  sqlserver,
  proxy,
  database,
  credential,
}: SandboxAnswer): Promise<Result<SandboxProfiles, Failure>> {
  let pem: string;
  let fingerprint256: string;
  try {
    pem = await readFile(sqlserver.ca, 'utf8');
    ({ fingerprint256 } = new X509Certificate(pem));
  } catch (thrown) {
    return err({ kind: 'refused', reason: `The sandbox’s certificate cannot be read: ${String(thrown)}` });
  }
  const server = `${sqlserver.host},${sqlserver.port}`;
  return ok({
    connection: { id: connectionId, name: 'Sandbox', server, database, user: sqlserver.user, encryption: 'mandatory' },
    endpoint: {
      id: connectionId,
      connectionId,
      url: proxy.url.replace(/\/+$/, ''),
      authentication: { kind: 'credential', name: credential },
      namespaces: 'all',
    },
    pin: { fingerprint256, pem },
  });
}
