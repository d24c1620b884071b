import type { Explanation } from '../core/decode/explanation.ts';
import type { Failure } from '../core/failure.ts';
import type { Logger } from './log.ts';
import { inOneLine } from './sentences.ts';
import type { Prompts } from './prompts.ts';

interface ReportParts {
  readonly prompts: Pick<Prompts, 'tell'>;
  readonly log: Logger;
  readonly explain: (failure: Failure) => Explanation;
  readonly showLog: () => void;
}

/** The one place where users hear of a command's failure: what is, what to do and by whom, and the way to the detail. */
export class Report {
  readonly #parts: ReportParts;

  constructor(parts: ReportParts) {
    this.#parts = parts;
  }

  failure(failure: Failure): void {
    this.#tell(inOneLine(this.#parts.explain(failure)));
  }

  unknown(): void {
    this.#tell('SQL Kube ran into something unexpected. The log has the detail.');
  }

  /** Not awaited by anyone: a toast may stay for as long as it likes. */
  #tell(message: string): void {
    this.#parts.prompts.tell('error', message, 'Show Log').then(
      (pressed) => {
        if (pressed !== undefined) this.#parts.showLog();
      },
      (thrown: unknown) => this.#parts.log.error(`A message could not be shown: ${String(thrown)}`),
    );
  }
}
