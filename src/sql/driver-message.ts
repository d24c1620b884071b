import type { SqlMessage } from '../core/failure.ts';

/** An ERROR or INFO token as tedious and mssql hand them out. */
export function toMessage(token: unknown): SqlMessage {
  const field = token as Readonly<Record<string, unknown>>;
  const numeric = (name: string): number => (typeof field[name] === 'number' ? field[name] : 0);
  const procedure = field['procName'];
  return {
    number: numeric('number'),
    state: numeric('state'),
    class: numeric('class'),
    text: typeof field['message'] === 'string' ? field['message'] : '',
    ...(typeof procedure === 'string' && procedure !== '' ? { procedure } : {}),
    ...(numeric('lineNumber') > 0 ? { line: numeric('lineNumber') } : {}),
  };
}
