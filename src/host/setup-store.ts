import { without } from '../core/without.ts';
import type { FlowStep, StepMark } from '../core/setup/flow.ts';
import { stateKeys } from '../ids.ts';
import type { StateBackend } from './approvals.ts';
import type { TokenNote } from './expiries.ts';
import { Signal } from './signal.ts';

/** One set-up as this computer remembers it: names, folders and times, never a secret. */
export interface SetupRecord {
  /** `https://host:port`, in lower case; also what finds it again. */
  readonly url: string;
  readonly connectionId?: string;
  /** Path of the CA's certificate, where it is known. */
  readonly authority?: string;
  /** Where the scripts for SQL Server lie. */
  readonly folder?: string;
  /** The choices they were made from; whoever needs them reads them with `readPlan`. */
  readonly plan?: unknown;
  /** What was chosen for the cluster: access and proxy. */
  readonly cluster?: unknown;
  /** What the token says of itself that a script put into the credential, through that connection. */
  readonly token?: TokenNote & { readonly connectionId: string };
  /** Scripts that were run from here and not taken back, by the ids of their steps. */
  readonly ran?: readonly string[];
  readonly marks: Readonly<Partial<Record<FlowStep, StepMark>>>;
}

/** The set-ups of this computer, kept over restarts. */
export class SetupStore {
  readonly changed = new Signal<undefined>();
  readonly #state: StateBackend;

  constructor(state: StateBackend) {
    this.#state = state;
  }

  /** All of them, the latest first. What another version wrote and cannot be read is left out. */
  all(): readonly SetupRecord[] {
    const kept = this.#state.get(stateKeys.setups);
    return Array.isArray(kept) ? kept.filter(isRecord) : [];
  }

  find(url: string): SetupRecord | undefined {
    const key = setupKey(url);
    return this.all().find((record) => record.url === key);
  }

  /** Adds to what is known of the set-up of this URL, and makes it the latest. */
  async update(url: string, change: Partial<Omit<SetupRecord, 'url' | 'marks'>>): Promise<void> {
    await this.#put({ ...this.#of(url), ...change });
  }

  /** Notes where a step stands; undefined takes the note away. */
  async mark(url: string, step: FlowStep, mark: StepMark | undefined): Promise<void> {
    const record = this.#of(url);
    const others = without(record.marks, step);
    await this.#put({ ...record, marks: mark === undefined ? others : { ...others, [step]: mark } });
  }

  async forget(url: string): Promise<void> {
    const key = setupKey(url);
    await this.#write(this.all().filter((record) => record.url !== key));
  }

  #of(url: string): SetupRecord {
    return this.find(url) ?? { url: setupKey(url), marks: {} };
  }

  async #put(record: SetupRecord): Promise<void> {
    await this.#write([record, ...this.all().filter(({ url }) => url !== record.url)]);
  }

  async #write(records: readonly SetupRecord[]): Promise<void> {
    await this.#state.update(stateKeys.setups, records);
    this.changed.fire(undefined);
  }
}

/** URLs that differ only in case, a port that is written out or a slash at the end are one endpoint. */
export function setupKey(url: string): string {
  try {
    const { protocol, hostname, port, pathname } = new URL(url.trim());
    return `${protocol}//${hostname.toLowerCase()}:${port === '' ? '443' : port}${pathname.replace(/\/+$/u, '')}`;
  } catch {
    return url.trim();
  }
}

function isRecord(kept: unknown): kept is SetupRecord {
  if (typeof kept !== 'object' || kept === null) return false;
  const { url, marks } = kept as Partial<SetupRecord>;
  return typeof url === 'string' && typeof marks === 'object';
}
