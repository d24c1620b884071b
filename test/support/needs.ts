import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The full path of a program on PATH, or undefined. */
export function findProgram(...names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const candidate = join(folder, name);
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        // not in this folder
      }
    }
  }
  return undefined;
}

/** Marks the running test or hook as skipped, loudly: the line is what the test runner counts and `.ci/run` refuses. */
export function skipFor(context: Mocha.Context, need: string): never {
  console.log(`skipped: needs ${need}`);
  return context.skip();
}
