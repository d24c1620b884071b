import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Failure } from '../core/failure.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Logger } from './log.ts';
import { readSandboxAnswer } from './sandbox-answer.ts';
import type { SandboxAnswer } from './sandbox-answer.ts';

/** A sandbox that is ready. It ends with its stdin, so also when this process dies. */
export interface RunningSandbox {
  readonly answer: SandboxAnswer;
  /** Settles when the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
  inject(fault: string | undefined): Promise<Result<true, Failure>>;
  stop(): Promise<void>;
}

interface Listeners {
  readonly log: Logger;
  /** Hears the secrets that the sandbox made, before anything that it says is logged. */
  readonly seen: (secret: string) => void;
}

const refused = (reason: string): Result<never, Failure> => err({ kind: 'refused', reason });

/** Starts `program` (dist/sandbox.cjs) with the Node that runs this extension. */
export async function startSandbox(
  program: string,
  { log, seen }: Listeners,
  signal: AbortSignal,
): Promise<Result<RunningSandbox, Failure>> {
  // Desktop VS Code runs extensions in Electron, which behaves as plain Node with this variable.
  const electron = process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  const child = spawn(process.execPath, [program, '--json', '--attached'], {
    env: { ...process.env, ...electron },
    stdio: 'pipe',
  });
  let lastWords = '';
  // What comes before the answer waits for it: the answer says which words are secrets.
  let told: string[] | undefined = [];
  // By whole lines, so that no secret is cut in two by the pipe.
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastWords = `${lastWords}${line}\n`.slice(-2000);
    if (told) told.push(line);
    else log.debug(`sandbox: ${line}`);
  });
  // A write to a sandbox that just died must not bring the extension down; `ended` tells the news.
  child.stdin.on('error', (error) => log.debug(`sandbox: ${error.message}`));
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      lastWords = error.message;
      resolve();
    });
    child.once('close', () => resolve());
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const aborted = new Promise<'aborted'>((resolve) => signal.addEventListener('abort', () => resolve('aborted')));
  const first = await Promise.race([lines.next(), ended.then(() => undefined), aborted]);
  if (first === 'aborted') {
    await end(child, ended);
    return err({ kind: 'cancelled' });
  }
  const answer = first === undefined || first.done ? undefined : readSandboxAnswer(first.value);
  for (const secret of [answer?.sqlserver.password, answer?.kubernetes?.token]) if (secret !== undefined) seen(secret);
  for (const line of told) log.debug(`sandbox: ${line}`);
  told = undefined;
  if (answer === undefined) {
    await end(child, ended);
    return refused(`The sandbox did not start. It said: ${lastWords.trim() || 'nothing'}`);
  }
  return ok(running(child, answer, lines, ended));
}

function running(
  child: ChildProcessWithoutNullStreams,
  answer: SandboxAnswer,
  lines: AsyncIterator<string>,
  ended: Promise<void>,
): RunningSandbox {
  // Answers come in the order of the requests, so requests wait for each other.
  let queue: Promise<unknown> = Promise.resolve();
  return {
    answer,
    ended,
    inject(fault) {
      const reply = queue.then(async (): Promise<Result<true, Failure>> => {
        child.stdin.write(`${JSON.stringify({ fault: fault ?? null })}\n`);
        const line = await Promise.race([lines.next(), ended.then(() => undefined)]);
        if (line === undefined || line.done) return refused('The sandbox has ended. Start it again.');
        const now = faultIn(line.value);
        return now === fault
          ? ok(true)
          : refused(`The sandbox does not know the fault “${fault ?? 'none'}”: ${line.value}`);
      });
      queue = reply;
      return reply;
    },
    stop: () => end(child, ended),
  };
}

/** The fault that is on now, undefined for none; anything else is not an answer. */
function faultIn(line: string): string | undefined | null {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== 'object' || parsed === null || !('fault' in parsed)) return null;
    return typeof parsed.fault === 'string' ? parsed.fault : parsed.fault === null ? undefined : null;
  } catch {
    return null;
  }
}

/** Asks it to end by closing its stdin, and makes it end after two seconds. */
async function end(child: ChildProcessWithoutNullStreams, ended: Promise<void>): Promise<void> {
  child.stdin.end();
  const hard = setTimeout(() => child.kill('SIGKILL'), 2000);
  await ended;
  clearTimeout(hard);
}
