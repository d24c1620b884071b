import type { Entry } from '../explanation.ts';
import { loginMessages } from './login-messages.ts';
import { modelMessages } from './model-messages.ts';
import { neighbourMessages } from './neighbour-messages.ts';
import { readingMessages } from './reading-messages.ts';
import { restMessages } from './rest-messages.ts';
import { rareRestMessages } from './rest-rare-messages.ts';
import { setUpMessages } from './set-up-messages.ts';
import type { SqlEntry } from './sql-entry.ts';

/** The first entry that fits number, state and edition counts. Texts may name `{message}`, the message itself. */
export const sqlMessages: readonly SqlEntry[] = [
  ...restMessages,
  ...rareRestMessages,
  ...modelMessages,
  ...neighbourMessages,
  ...loginMessages,
  ...setUpMessages,
  ...readingMessages,
];

/** For numbers that no entry knows. */
export const anyOtherMessage: Entry = {
  headline: '{sql} raised Msg {number}',
  why: 'It says: {message}',
  fix: 'Read the message together with the batch; the log has all of it.',
  owner: 'DBA',
  sureness: 'judged',
  source: 'Not in our catalogue',
  causes: [
    {
      code: 'sql.unknown-message',
      link: 'sql-server',
      confirm: ['Read the message together with the batch that raised it.'],
    },
  ],
  actions: ['show-log', 'retry'],
};
