import assert from 'node:assert/strict';
import { answer } from './bench.ts';

/** A batch or several, and what comes back; lines that only say `done` are left out unless `tokens` is set. */
export interface Golden {
  readonly title: string;
  readonly run: string | readonly string[];
  readonly gives: string;
  readonly tokens?: boolean;
}

const tidy = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Makes one test of each. */
export const goldens = (cases: readonly Golden[]): void => {
  for (const { title, run, gives, tokens } of cases)
    it(title, async () => {
      const lines = await answer(...(typeof run === 'string' ? [run] : run));
      const seen = tokens === true ? lines : lines.filter((line) => !line.startsWith('done'));
      assert.deepEqual(seen, tidy(gives));
    });
};
