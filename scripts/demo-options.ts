import { err, ok, type Result } from '../src/core/result.ts';

/** What `npm run demo` was asked for. */
export interface DemoOptions {
  /** Print the pods, and end. */
  readonly once: boolean;
  readonly json: boolean;
  /** Somebody's own cluster; without a file the one that kubectl would use. */
  readonly cluster?: { readonly file?: string; readonly context?: string };
}

const usage = `npm run demo -- [--once] [--json] [--kubeconfig [FILE] [--context NAME]]

  --once               print the pods, and end
  --json               one JSON object instead of the table, and end
  --kubeconfig [FILE]  your own cluster instead of the sandbox's; without FILE the one that kubectl would use
  --context NAME       one of the kubeconfig's contexts; without it the current one`;

const valued = ['--kubeconfig', '--context'] as const;
const flags = ['--once', '--json'] as const;

const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

/** Reads them; the error says what is wrong, and how it is used. `--kubeconfig` alone is allowed, so no parser of Node's fits. */
export function readDemoOptions(given: readonly string[]): Result<DemoOptions, string> {
  const wrong = (what: string): Result<never, string> => err(`${what}\n\n${usage}`);
  const found = new Map<string, string>();
  for (let at = 0; at < given.length; at += 1) {
    const [name = '', ...rest] = (given[at] ?? '').split('=');
    const attached = rest.length > 0 ? rest.join('=') : undefined;
    if (found.has(name)) return wrong(`${name} is there twice.`);
    if (isOneOf(valued, name)) {
      const next = given[at + 1];
      const follows = attached === undefined && next !== undefined && !next.startsWith('--');
      found.set(name, attached ?? (follows ? next : ''));
      if (follows) at += 1;
    } else if (isOneOf(flags, name) && attached === undefined) found.set(name, '');
    else return wrong(`The demo does not know “${given[at] ?? ''}”.`);
  }
  const [file, context] = valued.map((name) => found.get(name));
  if (context === '') return wrong('--context takes the name of a context.');
  if (context !== undefined && file === undefined) return wrong('--context goes with --kubeconfig.');
  const json = found.has('--json');
  const cluster = file === undefined ? {} : { cluster: { ...(file && { file }), ...(context && { context }) } };
  return ok({ once: json || found.has('--once'), json, ...cluster });
}
