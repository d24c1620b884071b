import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SandboxDescription } from '../../src/sandbox/sandbox.ts';
import { root } from '../support/package.ts';

/** The sandbox as a server of its own, that knows nothing of the window under test. */
export interface SandboxProgram {
  readonly description: SandboxDescription;
  /** Breaks a link, or mends all with null; returns once it has taken effect. */
  fault(name: string | null): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the sandbox that ships in the VSIX. */
export async function startSandboxProgram(...options: readonly string[]): Promise<SandboxProgram> {
  const child = spawn(process.execPath, [path.join(root, 'dist/sandbox.cjs'), '--json', '--attached', ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const next = await lines.next();
    if (next.done === true) throw new Error('the sandbox has ended');
    return next.value;
  };
  const description = JSON.parse(await line()) as SandboxDescription;
  return {
    description,
    fault: async (fault) => {
      child.stdin.write(`${JSON.stringify({ fault })}\n`);
      const answer = await line();
      if (answer !== JSON.stringify({ fault })) throw new Error(`the sandbox answered ${answer}`);
    },
    stop: async () => {
      child.stdin.end();
      await gone;
    },
  };
}
