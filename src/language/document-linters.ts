import type { Diagnostic, LintOptions } from '../core/tsql/rules/lint-batch.ts';
import { Linter } from '../core/tsql/rules/linter.ts';
import type { Disposable } from '../host/signal.ts';

/** Runs something later, unless the answer is disposed of before. */
type Later = (milliseconds: number, run: () => void) => Disposable;

interface Parts {
  readonly later: Later;
  /** Undefined while linting is switched off. */
  readonly options: () => LintOptions | undefined;
  /** Shows what is wrong with a document, in place of what was shown before. */
  readonly publish: (id: string, diagnostics: readonly Diagnostic[]) => void;
}

interface Opened {
  readonly linter: Linter;
  readonly text: () => string;
  waiting?: Disposable;
}

/** A pause in typing after which squiggles follow; shorter ones would flash at every half-written word. */
const pauseMs = 250;

/** One incremental linter a document: diagnostics follow the typing after a pause, everything else asks and gets the present. */
export class DocumentLinters implements Disposable {
  readonly #parts: Parts;
  readonly #documents = new Map<string, Opened>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `text` is asked for when it is needed, not before. */
  opened(id: string, text: () => string): void {
    this.#documents.get(id)?.waiting?.dispose();
    const opened = { linter: new Linter(this.#parts.options()), text };
    this.#documents.set(id, opened);
    this.#check(id, opened);
  }

  changed(id: string): void {
    const opened = this.#documents.get(id);
    if (opened === undefined) return;
    opened.waiting?.dispose();
    opened.waiting = this.#parts.later(pauseMs, () => this.#check(id, opened));
  }

  closed(id: string): void {
    this.#documents.get(id)?.waiting?.dispose();
    if (this.#documents.delete(id)) this.#parts.publish(id, []);
  }

  has(id: string): boolean {
    return this.#documents.has(id);
  }

  /** The settings changed, or what is known of endpoints. */
  reconfigured(): void {
    for (const [id, opened] of this.#documents) {
      opened.linter.configure(this.#parts.options() ?? {});
      this.#check(id, opened);
    }
  }

  /** The document's linter, up to date with its text; undefined for a document that is not open. */
  current(id: string): Linter | undefined {
    const opened = this.#documents.get(id);
    opened?.linter.update(opened.text());
    return opened?.linter;
  }

  /** What is shown for the document at this moment, found anew. */
  diagnostics(id: string): readonly Diagnostic[] {
    return this.#parts.options() === undefined ? [] : (this.current(id)?.diagnostics() ?? []);
  }

  dispose(): void {
    for (const { waiting } of this.#documents.values()) waiting?.dispose();
    this.#documents.clear();
  }

  #check(id: string, opened: Opened): void {
    delete opened.waiting;
    if (this.#documents.get(id) === opened) this.#parts.publish(id, this.diagnostics(id));
  }
}
