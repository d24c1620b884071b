import type { Diagnosis } from '../core/decode/diagnosis.ts';
import type { Failure } from '../core/failure.ts';
import type { About, Explain } from './explain.ts';
import { describeThrown } from './log.ts';
import type { Logger } from './log.ts';
import { inOneLine } from './sentences.ts';
import type { Prompts } from './prompts.ts';

interface ReportParts {
  readonly prompts: Pick<Prompts, 'tell'>;
  readonly log: Logger;
  readonly explain: Explain;
  /** Shows all that is known of a failure. */
  readonly showMore: (diagnosis: Diagnosis, about: About) => Promise<void>;
  readonly showLog: () => void;
}

interface Words {
  readonly message: string;
  readonly explain?: (() => Promise<void>) | undefined;
}

/** The one place where users hear of a command's failure: what is, what to do and by whom, and the way to the detail. */
export class Report {
  readonly #parts: ReportParts;

  constructor(parts: ReportParts) {
    this.#parts = parts;
  }

  failure(failure: Failure, about: About = {}): void {
    this.#tell(
      this.#parts.explain(failure, about).then((told) => ({
        message: inOneLine(told),
        explain: failure.kind === 'refused' ? undefined : () => this.#parts.showMore(told, about),
      })),
    );
  }

  unknown(): void {
    this.#tell(Promise.resolve({ message: 'SQL Kube ran into something unexpected. The log has the detail.' }));
  }

  /** Not awaited by anyone: a toast may stay for as long as it likes. */
  #tell(words: Promise<Words>): void {
    const { prompts, showLog, log } = this.#parts;
    words
      .then(async ({ message, explain }) => {
        const pressed = await prompts.tell('error', message, ...(explain ? ['Explain'] : []), 'Show Log');
        if (pressed === 'Explain') await explain?.();
        else if (pressed !== undefined) showLog();
      })
      .then(
        () => undefined,
        (thrown: unknown) => log.error(`A message could not be shown: ${describeThrown(thrown)}`),
      );
  }
}
