import { Linter } from '../src/core/tsql/rules/linter.ts';
import { atMost } from './figure.ts';
import type { Figure } from './figure.ts';
import { oneBatch, plainScript, scriptOf } from './script-text.ts';

/**
 * Milliseconds of one run: the least of many rounds of at least 5 ms each. A shared machine loses its pace for tens of
 * milliseconds at a time (observed): short rounds find a stretch between. The clock, not processor time, which some kernels
 * count in steps of 4 ms (observed).
 */
const timed = (run: () => void): number => {
  const round = (runs: number): number => {
    const start = performance.now();
    for (let count = 0; count < runs; count += 1) run();
    return (performance.now() - start) / runs;
  };
  for (let warm = 0; warm < 3; warm += 1) round(10);
  const runs = Math.ceil(5 / Math.max(round(10), 0.01));
  return Math.min(...Array.from({ length: 60 }, () => round(runs)));
};

let sink = 0;
/** What every ratio is taken against: looking once at every character. */
const pass = (text: string): void => {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum += text.charCodeAt(at);
  sink += sum;
};

const full = (text: string): void => {
  const linter = new Linter();
  linter.update(text);
  sink += linter.diagnostics().length;
};

/** Types a character into the middle of the text and takes it away again; the time of one of the two. */
const keystroke = (text: string): number => {
  const linter = new Linter();
  linter.update(text);
  linter.diagnostics();
  const at = text.indexOf('@method', text.length / 2);
  // A flat string, as an editor gives it: what + makes is put together when it is first read, which is not ours to pay.
  const changed = Buffer.from(`${text.slice(0, at)} ${text.slice(at)}`).toString();
  return (
    timed(() => {
      linter.update(changed);
      sink += linter.diagnostics().length;
      linter.update(text);
      sink += linter.diagnostics().length;
    }) / 2
  );
};

/** The linter against one pass over the characters of the same text. */
export const lint = (say: (line: string) => void): Promise<readonly Figure[]> => {
  const text = scriptOf(10_000);
  const short = scriptOf(1000);
  const plain = plainScript(10_000);
  const [crowded, sparse] = [oneBatch(400), oneBatch(40)];
  const ruler = timed(() => pass(text));
  const [whole, part] = [timed(() => full(text)), timed(() => full(short))];
  const search = timed(() => (sink += /sp_invoke_external_rest_endpoint|\bk8s\b/iu.test(plain) ? 1 : 0));
  say(`${text.length} characters, ${sink % 2 === 0 ? 'even' : 'odd'}`);
  return Promise.resolve([
    atMost('full lint of 10,000 lines : one pass of charCodeAt', whole, ruler, 'ms', 20),
    atMost('one keystroke in 10,000 lines : one pass of charCodeAt', keystroke(text), ruler, 'ms', 1),
    atMost('full lint of 10,000 lines : 10 times 1,000 lines', whole, part * 10, 'ms', 1.5),
    atMost(
      '400 calls in one batch : 10 times 40',
      timed(() => full(crowded)),
      timed(() => full(sparse)) * 10,
      'ms',
      2,
    ),
    atMost(
      '10,000 lines without the procedure : the search for its name',
      timed(() => full(plain)),
      search,
      'ms',
      1.1,
    ),
  ]);
};
