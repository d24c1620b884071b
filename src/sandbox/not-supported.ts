import { SqlError } from './sql-error.ts';

/** Ours, outside every range of the real server, so that nobody takes it for one of its errors. */
export const notSupportedNumber = 49_999;

/** How every part of the sandbox refuses what the real thing can do and it cannot: by name, never by a guess. */
export const notSupportedText = (construct: string): string => `Sandbox: not supported: ${construct}`;

/** The refusal as a T-SQL error. Its text ends in the line, which whoever runs the statement fills in when it is left out. */
export class NotSupported extends SqlError {
  constructor(construct: string, line: number | undefined) {
    super(notSupportedNumber, notSupportedText(construct), { class: 16, reach: 'batch' });
    if (line !== undefined) this.locate(line);
  }

  override locate(line: number, procedure?: string): void {
    if (this.line === undefined) this.message += ` (line ${line})`;
    super.locate(line, procedure);
  }
}

/** Msg 49999, to throw. Leave `line` out where values are computed and no statement is known. */
export const notSupported = (construct: string, line?: number): SqlError => new NotSupported(construct, line);
