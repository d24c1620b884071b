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
  readonly showLog: () => void;
}

/** The one place where users hear of a command's failure: what is, what to do and by whom, and the way to the detail. */
export class Report {
  readonly #parts: ReportParts;

  constructor(parts: ReportParts) {
    this.#parts = parts;
  }

  failure(failure: Failure, about: About = {}): void {
    this.#tell(this.#parts.explain(failure, about).then(inOneLine));
  }

  unknown(): void {
    this.#tell(Promise.resolve('SQL Kube ran into something unexpected. The log has the detail.'));
  }

  /** Not awaited by anyone: a toast may stay for as long as it likes. */
  #tell(words: Promise<string>): void {
    const { prompts, showLog, log } = this.#parts;
    words
      .then((message) => prompts.tell('error', message, 'Show Log'))
      .then(
        (pressed) => {
          if (pressed !== undefined) showLog();
        },
        (thrown: unknown) => log.error(`A message could not be shown: ${describeThrown(thrown)}`),
      );
  }
}
