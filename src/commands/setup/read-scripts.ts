import { join } from 'node:path';
import type { Failure } from '../../core/failure.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { sqlPath } from '../../core/setup/sql-files.ts';
import type { SqlStep } from '../../core/setup/step.ts';
import type { Direction } from '../../core/setup/sql-file.ts';
import { readScript, type ScriptPart } from '../../core/tsql/script/script.ts';
import type { CommandContext } from '../command.ts';

/** A script as it lies on the disk, which is what was reviewed: not what a generator would write today. */
export interface ReadyScript {
  readonly step: SqlStep;
  /** Relative, as the run book names it. */
  readonly path: string;
  readonly full: string;
  readonly text: string;
  readonly parts: readonly ScriptPart[];
}

/** The sqlcmd variables that are filled from here; a script that was edited to hold others is not run. */
const known: ReadonlySet<string> = new Set(['TOKEN', 'MASTER_KEY_PASSWORD']);

/** Reads the scripts of the steps, all or none. */
export async function readScripts(
  { readFile }: Pick<CommandContext, 'readFile'>,
  folder: string,
  steps: readonly SqlStep[],
  direction: Direction,
): Promise<Result<readonly ReadyScript[], Failure>> {
  const scripts: ReadyScript[] = [];
  for (const step of steps) {
    const path = sqlPath(step, direction);
    const full = join(folder, ...path.split('/'));
    const bytes = await readFile(full);
    if (!bytes.ok) {
      const reason = `${full} cannot be read (${bytes.error}). Run “SQL Kube: Create SQL Server Set-up…” again, or put the file back. Nothing was run.`;
      return err({ kind: 'refused', reason });
    }
    const text = new TextDecoder().decode(bytes.value);
    const read = readScript(text);
    if (!read.ok) return refusedAt(full, read.error.line, read.error.reason);
    const stranger = read.value.find(({ variables }) => variables.some((name) => !known.has(name)));
    if (stranger !== undefined) {
      const name = stranger.variables.find((one) => !known.has(one)) ?? '';
      return refusedAt(
        full,
        stranger.line,
        `It holds the variable ${name}, and only TOKEN and MASTER_KEY_PASSWORD are filled from here.`,
      );
    }
    scripts.push({ step, path, full, text, parts: read.value });
  }
  return ok(scripts);
}

const refusedAt = (file: string, line: number, reason: string): Result<never, Failure> =>
  err({
    kind: 'refused',
    reason: `${file}, line ${line}: ${reason} Nothing was run. Run the script with sqlcmd, or create it again.`,
  });
