import type { Entry } from '../explanation.ts';
import type { SqlEntry } from './sql-entry.ts';

const list2025 = 'SQL Server 2025 error list, 31000 to 41399 (Microsoft Learn)';

const model = (
  number: number,
  headline: string,
  fix: string,
  causes: Entry['causes'],
  why = '{message}',
): SqlEntry => ({
  number,
  headline,
  why: `This comes from the AI functions, which call over the same transport: ${why}`,
  fix,
  owner: 'DBA',
  sureness: 'documented',
  source: list2025,
  causes,
});

const own = (code: string, confirm: string): Entry['causes'] => [{ code, link: 'sql-server', confirm: [confirm] }];

/** Neighbours that the AI functions raise over the same transport. */
export const modelMessages: readonly SqlEntry[] = [
  model(
    31701,
    'A parameter of the AI function is NULL',
    'Leave NULLs out of the input.',
    own('sql.model-null', 'Count the NULLs of the input column.'),
  ),
  ...[31703, 31704, 31744, 31745].map((number) =>
    model(
      number,
      'The model’s answer does not have the form that SQL Server expects',
      'Check that LOCATION and API_FORMAT of the external model fit what answers there.',
      [
        ['proxy.not-kubernetes', 'documented'],
        ...own('sql.model-format', 'Call the same address with the procedure and read its answer.'),
      ],
    ),
  ),
  model(
    31705,
    'The AI function failed',
    'Read the error inside the message; it is the real one.',
    own('sql.model-failed', 'The message holds the number of the inner error.'),
  ),
  model(31712, 'The AI function’s request failed for the moment', 'Try again.', [
    ['api.throttled', 'documented'],
    ['proxy.slow', 'documented'],
  ]),
  model(
    31713,
    'The AI function’s address is malformed',
    'Correct LOCATION of the external model.',
    own('sql.url', 'Read LOCATION in `sys.external_models`.'),
  ),
  model(
    31737,
    'The AI function’s input is too large',
    'Split the text into chunks.',
    own('sql.payload-size', 'Print `DATALENGTH` of the input.'),
  ),
  {
    ...model(
      31742,
      'The AI function’s address answered with an HTTP error',
      'Read the status in the message; 401 is a wrong or missing key.',
      [
        ['access.token-rejected', 'observed'],
        ['proxy.wrong-path', 'documented'],
      ],
    ),
    sureness: 'observed',
  },
];
