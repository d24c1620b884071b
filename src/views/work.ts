import { Signal } from '../host/signal.ts';

/** One thing in progress. */
interface Job {
  readonly owner: string | undefined;
  readonly abort: AbortController;
  doing: string;
}

/** What is in progress, so that the view can show it and Stop can end it. */
export class Work {
  /** Fires when a job starts, ends or says something new. */
  readonly changed = new Signal<undefined>();
  readonly #jobs = new Set<Job>();

  get busy(): boolean {
    return this.#jobs.size > 0;
  }

  /** What is being done now: the youngest job speaks. */
  get doing(): string | undefined {
    return [...this.#jobs].at(-1)?.doing;
  }

  /**
   * `owner` is a connection's id, so that disconnecting can stop all below. A round over several connections has none; the jobs
   * in it have their own signals, so the round must look at its own before it starts the next.
   */
  async run<T>(
    owner: string | undefined,
    doing: string,
    task: (signal: AbortSignal, report: (doing: string) => void) => Promise<T>,
  ): Promise<T> {
    const job: Job = { owner, abort: new AbortController(), doing };
    this.#jobs.add(job);
    this.changed.fire(undefined);
    try {
      return await task(job.abort.signal, (now) => {
        job.doing = now;
        this.changed.fire(undefined);
      });
    } finally {
      this.#jobs.delete(job);
      this.changed.fire(undefined);
    }
  }

  /** Stops all, or what belongs to one owner. */
  stop(owner?: string): void {
    for (const job of this.#jobs) if (owner === undefined || job.owner === owner) job.abort.abort();
  }
}
