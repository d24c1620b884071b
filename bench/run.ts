// npm run bench: every figure, its goal, and a non-zero exit on a miss. --json prints an array on standard output instead.
import { activation } from './activation.ts';
import { certificates } from './certificates.ts';
import { chain } from './chain.ts';
import type { Figure } from './figure.ts';
import { memory } from './memory.ts';
import { pods } from './pods.ts';

const json = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const say = (line: string): void => console.error(line);

const benches: Readonly<Record<string, (say: (line: string) => void) => Promise<readonly Figure[]>>> = {
  activation,
  certificates,
  chain,
  memory,
  pods,
};

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const line = ({ figure, ours, theirs, ratio, unit, goal, pass }: Figure): string =>
  `${pass ? 'ok  ' : 'MISS'} ${figure}: ${digits(ours)} / ${digits(theirs)} ${unit} = ${digits(ratio)} (goal ${goal})`;

const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  say(`${name} …`);
  const taken = await bench(say);
  figures.push(...taken);
  if (!json) for (const figure of taken) console.log(line(figure));
}
if (json) console.log(JSON.stringify(figures, undefined, 2));
process.exitCode = figures.every((figure) => figure.pass) ? 0 : 1;
