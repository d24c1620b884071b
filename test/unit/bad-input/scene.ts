import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { assertNoSecrets } from './secrets.ts';
import type { World } from './world.ts';

const folder = new URL('../../fixtures/golden/bad-input/', import.meta.url);

/** What differs from run to run: ports, times, durations. */
function steady(text: string, world: World): string {
  return text
    .replaceAll(`localhost,${world.ports.sqlServer}`, 'localhost,1433')
    .replaceAll(`127.0.0.1:${world.ports.sqlServer}`, '127.0.0.1:1433')
    .replaceAll(`localhost,${world.ports.proxy}`, 'localhost,8443')
    .replaceAll(`localhost:${world.ports.proxy}`, 'localhost:8443')
    .replaceAll(/\b(stale since|as of) \d\d:\d\d:\d\d/g, '$1 14:02:11')
    .replaceAll(/\b\d+ ms\b/g, '9 ms');
}

/** An explanation line by line, apart from how documents are laid out. */
function page({ where, explanation, script }: NonNullable<ReturnType<World['control']['troubleOf']>>): string {
  const { headline, why, fix, owner, sureness, evidence, actions } = explanation;
  return [
    `## ${headline}`,
    `where     ${where}`,
    `why       ${why}`,
    `fix       ${fix}`,
    `owner     ${owner} (${sureness})`,
    `actions   ${actions.join(', ')}`,
    ...evidence.map((line) => `evidence  ${line}`),
    ...(script === undefined ? [] : script.split('\n').map((line) => `script    ${line}`)),
    '',
  ].join('\n');
}

/** The tree and, word by word, every explanation behind its rows: all that a user can read about what went wrong. */
function scene(world: World): string {
  const pages = world.everyNode().flatMap((node) => {
    // Asking is a search from the top, so not for each of 50,000 pods.
    const trouble = node.kind === 'pod' ? undefined : world.control.troubleOf(node);
    return trouble === undefined ? [] : [page(trouble)];
  });
  return steady([world.text(), '', ...new Set(pages)].join('\n'), world);
}

/** Compares the scene with the one that was last read by a person; UPDATE_GOLDEN=1 rewrites it. */
export function assertScene(name: string, world: World): void {
  assertNoSecrets(world);
  const file = new URL(`${name}.txt`, folder);
  const text = scene(world);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, readFileSync(file, 'utf8'));
}

/** The first row below a failed node is the failure; what was good stays below it, and says how old it is. */
export function assertStale(world: World, namespace: string, good: string): void {
  const lines = world.text().split('\n');
  const at = lines.findIndex((line) => line.trimStart().startsWith(`${namespace} |`));
  assert.match(lines[at] ?? '', / · stale since \d\d:\d\d:\d\d$/, world.text());
  const [failure] =
    world.model.readings.namespace(world.namespaceNode(namespace)).failure === undefined ? [] : [lines[at + 1]];
  assert.ok(failure?.includes(world.troubles().at(-1)?.headline ?? '?'), world.text());
  const names = (text: string): string[] => [...text.matchAll(/^ {6}(\S+) \| .* ▸$/gm)].map(([, name = '']) => name);
  assert.deepEqual(names(world.text()), names(good), 'the good rows are gone');
  assert.ok(names(good).length > 0);
}
