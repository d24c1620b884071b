import type { Figure } from './figure.ts';

/** Takes its figures, and says meanwhile what it does. */
export type Bench = (say: (line: string) => void) => Promise<readonly Figure[]>;

/** Where figures go, and where what happens meanwhile is said. */
interface Output {
  readonly print: (line: string) => void;
  readonly say: (line: string) => void;
}

/**
 * Runs the benches that are named, or all, and answers the exit code: 0 when every goal is met, 1 on a miss, 2 for a name that
 * is none. With --json the figures are printed as one array at the end, otherwise a line each as they are taken.
 */
export async function runBenches(
  benches: Readonly<Record<string, Bench>>,
  given: readonly string[],
  { print, say }: Output,
): Promise<0 | 1 | 2> {
  const json = given.includes('--json');
  const wanted = given.filter((argument) => argument !== '--json');
  const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    say(`No such bench: ${unknown.join(', ')}. There are ${Object.keys(benches).join(', ')}, and --json.`);
    return 2;
  }
  const figures: Figure[] = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    say(`${name} …`);
    const taken = await bench(say);
    figures.push(...taken);
    if (!json) for (const figure of taken) print(line(figure));
  }
  if (json) print(JSON.stringify(figures, undefined, 2));
  return figures.every(({ pass }) => pass) ? 0 : 1;
}

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

const line = ({ figure, ours, theirs, ratio, unit, goal, pass }: Figure): string =>
  `${pass ? 'ok  ' : 'MISS'} ${figure}: ${digits(ours)} / ${digits(theirs)} ${unit} = ${digits(ratio)} (goal ${goal})`;
