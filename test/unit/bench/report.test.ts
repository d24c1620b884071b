import assert from 'node:assert/strict';
import { type Figure, atMost, within } from '../../../bench/figure.ts';
import { type Bench, runBenches } from '../../../bench/report.ts';

const good = atMost('quick', 1, 2, 'ms', 1);
const missed = within('large', 151, 150, 'MB');

const benches: Readonly<Record<string, Bench>> = Object.fromEntries(
  Object.entries({ quick: [good], large: [missed] }).map(([name, figures]) => [
    name,
    (say) => {
      say(`taking ${name}`);
      return Promise.resolve(figures);
    },
  ]),
);

async function run(...given: readonly string[]) {
  const printed: string[] = [];
  const said: string[] = [];
  const code = await runBenches(benches, given, {
    print: (line) => void printed.push(line),
    say: (line) => void said.push(line),
  });
  return { code, printed, said: said.join('\n') };
}

describe('npm run bench', () => {
  it('prints with --json one array of figures and nothing else, and fails on a miss', async () => {
    const { code, printed } = await run('--json');
    assert.equal(code, 1);
    assert.equal(printed.length, 1);
    const figures = JSON.parse(printed[0] ?? '') as readonly Figure[];
    for (const figure of figures)
      assert.deepEqual(Object.keys(figure).sort(), ['figure', 'goal', 'ours', 'pass', 'ratio', 'theirs', 'unit']);
    assert.deepEqual(
      figures.map(({ figure, pass }) => [figure, pass]),
      [
        ['quick', true],
        ['large', false],
      ],
    );
  });

  it('prints a line a figure, of those that are named', async () => {
    const { code, printed, said } = await run('quick');
    assert.equal(code, 0);
    assert.deepEqual(printed, ['ok   quick: 1.00 / 2.00 ms = 0.500 (goal ratio <= 1)']);
    assert.doesNotMatch(said, /large/);
    assert.deepEqual((await run('large')).printed, ['MISS large: 151 / 150 MB = 1.01 (goal <= 150 MB)']);
  });

  it('takes nothing for a name that is none', async () => {
    const { code, printed, said } = await run('quick', 'fast');
    assert.equal(code, 2);
    assert.deepEqual(printed, []);
    assert.equal(said, 'No such bench: fast. There are quick, large, and --json.');
  });

  it('does not take what could not be measured for a goal that is met', () => {
    assert.equal(atMost('nothing', Number.NaN, 1, 'ms', 2).pass, false);
    assert.equal(within('nothing', Number.NaN, 1, 'ms').pass, false);
  });
});
