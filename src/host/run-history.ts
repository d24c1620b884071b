import { historyKey } from '../ids.ts';
import type { StateBackend } from './approvals.ts';

/** One run that was shown. Every text of it went through redaction before it came here. */
export interface HistoryEntry {
  readonly id: string;
  readonly connectionId: string;
  readonly connection: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `200 OK · 84 ms · 71 kB · GET /api/v1/pods` */
  readonly headline: string;
  /** The batch as it stands in the document. */
  readonly batch: string;
  /** What was shown, perhaps only its beginning. */
  readonly response: string;
}

/** Characters kept of one text: VS Code reads all of its state at start. */
const longestText = 8000;

const capped = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText)}\n… the rest was not kept\n`;

const texts = ['id', 'connectionId', 'connection', 'headline', 'batch', 'response'] as const;

const isEntry = (value: unknown): value is HistoryEntry => {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Readonly<Record<string, unknown>>;
  return texts.every((key) => typeof entry[key] === 'string') && typeof entry['at'] === 'number';
};

/** What was run, the latest first, over all windows of this user; capped in number and size. */
export class RunHistory {
  readonly #state: StateBackend;
  readonly #mostEntries: () => number;

  constructor(state: StateBackend, mostEntries: () => number) {
    this.#state = state;
    this.#mostEntries = mostEntries;
  }

  entries(): readonly HistoryEntry[] {
    const stored = this.#state.get(historyKey);
    return Array.isArray(stored) ? stored.filter(isEntry) : [];
  }

  /** Keeps an entry, and drops the oldest of its connection beyond the limit; with a limit of 0 nothing is kept. */
  async add(entry: HistoryEntry): Promise<void> {
    const most = this.#mostEntries();
    const kept = { ...entry, batch: capped(entry.batch), response: capped(entry.response) };
    const all = [kept, ...this.entries()];
    const seen = new Map<string, number>();
    await this.#state.update(
      historyKey,
      all.filter(({ connectionId }) => {
        const count = (seen.get(connectionId) ?? 0) + 1;
        seen.set(connectionId, count);
        return count <= most;
      }),
    );
  }

  /** Forgets what ran over one connection, or everything. */
  async clear(connectionId?: string): Promise<void> {
    const left =
      connectionId === undefined ? [] : this.entries().filter((entry) => entry.connectionId !== connectionId);
    await this.#state.update(historyKey, left);
  }
}
