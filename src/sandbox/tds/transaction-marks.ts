import { environment } from './tokens.ts';

const none = new Uint8Array(0);

/** The descriptors by which a client names its transaction in ALL_HEADERS: one per begin, never 0. */
export class TransactionMarks {
  #last = 0n;
  #open: Uint8Array = none;

  /** The fields of the ENVCHANGE for an event. */
  change(event: 'begin' | 'commit' | 'rollback'): {
    readonly type: number;
    readonly value: Uint8Array;
    readonly previous: Uint8Array;
  } {
    if (event === 'begin') {
      const descriptor = Buffer.alloc(8);
      descriptor.writeBigUInt64LE(++this.#last);
      this.#open = descriptor;
      return { type: environment.begin, value: descriptor, previous: none };
    }
    const previous = this.#open;
    this.#open = none;
    return { type: environment[event], value: none, previous };
  }
}
