import { plainFile } from './file.ts';
import type { SetupFile } from './file.ts';
import type { Setup } from './options.ts';
import { renderSqlFile } from './sql-file.ts';
import type { Direction } from './sql-file.ts';
import { sqlSteps } from './sql-steps.ts';
import type { SqlStep } from './step.ts';

/** Where a step's script lies among the files. */
export const sqlPath = (step: SqlStep, direction: Direction): string =>
  direction === 'run' ? `sql/${step.id}.sql` : `sql/undo/${step.id}.sql`;

/** All scripts for SQL Server, with `$(TOKEN)` and `$(MASTER_KEY_PASSWORD)` where a secret goes. */
export const sqlFiles = (setup: Setup): readonly SetupFile[] =>
  sqlSteps(setup).flatMap((step) =>
    (['run', 'undo'] as const)
      .filter((direction) => step[direction].length > 0)
      .map((direction) => plainFile(sqlPath(step, direction), renderSqlFile(setup, step, direction))),
  );
