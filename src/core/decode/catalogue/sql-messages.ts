import type { Entry } from '../explanation.ts';
import { neighbourMessages } from './neighbour-messages.ts';
import { restMessages } from './rest-messages.ts';
import type { SqlEntry } from './sql-entry.ts';

/** The first entry that fits number, state and edition counts. Texts may name `{message}`, the message itself. */
export const sqlMessages: readonly SqlEntry[] = [...restMessages, ...neighbourMessages];

/** For numbers that no entry knows. */
export const anyOtherMessage: Entry = {
  headline: '{sql} raised Msg {number}',
  why: 'It says: {message}',
  fix: 'Read the message together with the batch; the log has all of it.',
  owner: 'DBA',
  sureness: 'judged',
  source: 'Not in our catalogue',
  actions: ['show-log', 'retry'],
};
