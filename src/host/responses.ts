import type { ReadOnlyDocuments } from './documents.ts';
import { Signal } from './signal.ts';

/** A run as it is shown. Every text of it went through redaction. */
export interface ShownResponse {
  /** The tab's title. */
  readonly title: string;
  readonly text: string;
  /** 0-based lines that are folded at first. */
  readonly folded: readonly number[];
  /** The batch that ran, with what was added to it. */
  readonly batch: string;
  /** Result sets as CSV, with the 0-based line of the document above each. */
  readonly sets: readonly { readonly line: number; readonly csv: string }[];
}

/** Responses that can still be asked about; older documents stay readable but lose their links. */
const mostKept = 20;

/** The documents of runs, with what belongs to each. */
export class Responses {
  /** A document is on screen, and the cursor back where it was. */
  readonly opened = new Signal<undefined>();
  readonly #documents: Pick<ReadOnlyDocuments, 'openBeside'>;
  readonly #kept = new Map<string, ShownResponse>();

  constructor(documents: Pick<ReadOnlyDocuments, 'openBeside'>) {
    this.#documents = documents;
  }

  async open(response: ShownResponse): Promise<void> {
    const { title, text, folded } = response;
    this.#kept.delete(title);
    this.#kept.set(title, response);
    for (const old of [...this.#kept.keys()].slice(0, -mostKept)) this.#kept.delete(old);
    await this.#documents.openBeside(title, text, folded);
    this.opened.fire(undefined);
  }

  /** By the title of its document. */
  find(title: string): ShownResponse | undefined {
    return this.#kept.get(title);
  }
}
