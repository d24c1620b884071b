import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { isFaultName } from './faults/catalogue.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * One JSON command a line, one JSON answer a line: `{"fault":"expired"}` or `{"fault":null}` answers `{"fault":…}` once it has
 * taken effect; anything else answers `{"error":"…"}`. The end of `input` means that the parent is gone.
 */
export function control(sandbox: Sandbox, input: Readable, output: Writable, end: () => void): void {
  const lines = createInterface({ input });
  let queue = Promise.resolve();
  lines.on('line', (line) => {
    queue = queue.then(async () => {
      output.write(`${JSON.stringify(await answer(sandbox, line))}\n`);
    });
  });
  lines.on('close', end);
}

async function answer(sandbox: Sandbox, line: string): Promise<{ fault: string | null } | { error: string }> {
  const fault = faultOf(line);
  if (fault === undefined) return { error: 'Send {"fault":"NAME"} with a name from the list, or {"fault":null}.' };
  if (fault === null) await sandbox.faults.set(undefined);
  else if (isFaultName(fault)) await sandbox.faults.set(fault);
  else return { error: `There is no fault “${fault}”.` };
  return { fault };
}

function faultOf(line: string): string | null | undefined {
  let command: unknown;
  try {
    command = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof command !== 'object' || command === null || !('fault' in command)) return undefined;
  const { fault } = command;
  return fault === null || typeof fault === 'string' ? fault : undefined;
}
