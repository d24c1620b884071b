import type { ServerMessage } from './engine.ts';

/** What an uncaught run-time error ends when XACT_ABORT is OFF (facts: some conversions and all JSON errors end the batch). */
export type ErrorReach = 'statement' | 'batch' | 'connection';

/** A T-SQL error on its way to a CATCH block or to the client. Procedure and line are filled in where it is raised or caught. */
export class SqlError extends Error {
  readonly number: number;
  readonly state: number;
  readonly class: number;
  readonly reach: ErrorReach;
  procedure: string | undefined;
  line: number | undefined;

  constructor(
    number: number,
    text: string,
    options: {
      readonly state?: number;
      readonly class?: number;
      readonly reach?: ErrorReach;
      readonly procedure?: string;
      readonly line?: number;
    } = {},
  ) {
    super(text);
    this.name = 'SqlError';
    this.number = number;
    this.state = options.state ?? 1;
    this.class = options.class ?? 16;
    this.reach = options.reach ?? 'statement';
    this.procedure = options.procedure;
    this.line = options.line;
  }

  /** Says where it was raised, unless that is known already. */
  locate(line: number, procedure?: string): void {
    this.line ??= line;
    this.procedure ??= procedure;
  }

  /** As a token. */
  toMessage(): ServerMessage {
    return {
      number: this.number,
      state: this.state,
      class: this.class,
      text: this.message,
      procedure: this.procedure ?? '',
      line: this.line ?? 0,
    };
  }
}
