import { quoteLiteral, sql } from '../tsql/quoting.ts';
import type { SqlText } from '../tsql/quoting.ts';
import type { Setup } from './options.ts';
import type { SqlRight } from './right.ts';
import { lines, requireRight } from './sql-parts.ts';
import type { SqlStep } from './step.ts';

const option = quoteLiteral('external rest endpoint enabled');

/** The procedure came to the boxed product with version 17 (documented); 2022 ships a body that cannot run. */
const tooOld = sql`IF CONVERT(int, SERVERPROPERTY(N'ProductMajorVersion')) < 17
    THROW 50000, N'sp_invoke_external_rest_endpoint needs SQL Server 2025 (17.x). Nothing was done.', 1;`;

/**
 * RECONFIGURE installs every value that waits, not only ours. The memory option always shows 0 configured and 16 in use
 * on 64-bit builds (general knowledge, not in our sources), which is nobody's change.
 */
const nothingElseWaits = sql`IF EXISTS (
    SELECT 1
    FROM sys.configurations
    WHERE CONVERT(bigint, value) <> CONVERT(bigint, value_in_use)
        AND is_dynamic = 1
        AND name NOT IN (${option}, N'min server memory (MB)')
)
    THROW 50000, N'Another sp_configure change waits, and RECONFIGURE would install it too: see sys.configurations where value <> value_in_use. Nothing was done.', 1;`;

const alterSettings: SqlRight = { kind: 'sql', permission: 'ALTER SETTINGS', on: 'server' };

const set = (value: SqlText): SqlText => sql`EXECUTE sys.sp_configure @configname = ${option}, @configvalue = ${value};
RECONFIGURE;`;

const show = sql`SELECT name, CONVERT(int, value) AS configured, CONVERT(int, value_in_use) AS in_use
FROM sys.configurations
WHERE name = ${option};`;

/** Turns the procedure on for the instance. Dynamic, not an advanced option, no restart (observed). */
export const switchStep = ({ before }: Setup): SqlStep => ({
  id: '10-switch',
  title: 'Turn the procedure on',
  owner: 'instance-dba',
  on: 'instance',
  rights: [alterSettings],
  needs: 'ALTER SETTINGS (sysadmin, serveradmin)',
  notes: [
    'It takes effect at once and needs no restart.',
    'It is one switch for the instance: it also admits AI_GENERATE_EMBEDDINGS and every database whose users hold EXECUTE ANY EXTERNAL ENDPOINT.',
    'SQL Server 2025 has no list of hosts that may be called. Limit outgoing traffic of the host to the endpoint by an egress rule.',
  ],
  run: [
    {
      does: 'Turns on "external rest endpoint enabled"',
      text: () => lines(tooOld, requireRight(alterSettings), nothingElseWaits, set(sql`1`), show),
    },
  ],
  undo:
    before.switchOn === true
      ? []
      : [
          {
            does: 'Turns "external rest endpoint enabled" off',
            text: () => lines(requireRight(alterSettings), nothingElseWaits, set(sql`0`), show),
          },
        ],
  undoNotes:
    before.switchOn === true
      ? ['The switch was on before and stays on.']
      : [
          'Leave it on when others on this instance call REST endpoints or use AI_GENERATE_EMBEDDINGS.',
          'Calls in flight run to their end.',
        ],
});

/** Whether the switch is in use now, as 1 or 0. */
export const switchInUse = sql`(SELECT CONVERT(int, value_in_use) FROM sys.configurations WHERE name = ${option})`;
