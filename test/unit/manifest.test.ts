import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commandTable } from '../../src/commands/table.ts';
import { restrictedSettings, settingsSection, views } from '../../src/ids.ts';
import { everyRow } from './views/every-row.ts';

const root = path.join(import.meta.dirname, '../..');
const source = readFileSync(path.join(root, 'src/ids.ts'), 'utf8');
const text = readFileSync(path.join(root, 'package.json'), 'utf8');
const strings = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;

interface Menu {
  readonly command: string;
  readonly when?: string;
}

const manifest = JSON.parse(text) as {
  readonly icon: string;
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsContainers: Readonly<
      Record<'activitybar' | 'panel', readonly { readonly id: string; readonly icon: string }[]>
    >;
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly svg: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { readonly scope: string }>> }[];
  };
};
const { commands, menus, configuration, viewsWelcome } = manifest.contributes;
const commandIds = commands.map(({ command }) => command).sort();
const properties = Object.assign({}, ...configuration.map((group) => group.properties)) as Record<
  string,
  { scope: string }
>;

/** Keys of an interface in ids.ts, read from its text: types are gone at run time. */
function keysOf(name: string): string[] {
  const body = new RegExp(`export interface ${name} \\{\\n([^]*?)\\n\\}`).exec(source)?.[1] ?? '';
  return [...body.matchAll(/^ {2}'?([\w.]+)'?:/gm)].map(([, key]) => key ?? '').sort();
}

describe('package.json', () => {
  it('contributes the commands of ids.ts and of the table, no more and no less', () => {
    assert.deepEqual(commandIds, keysOf('CommandArguments'));
    assert.deepEqual(commandTable.map(({ id }) => id).sort(), keysOf('CommandArguments'));
  });

  it('contributes the settings of ids.ts, no more and no less', () => {
    assert.deepEqual(
      Object.keys(properties).sort(),
      keysOf('SettingValues').map((key) => `${settingsSection}.${key}`),
    );
  });

  it('uses the context keys of ids.ts, all of them and no other', () => {
    const inUse = new Set(
      [...text.matchAll(/"(?:when|enablement)": "([^"]*)"/g)].flatMap(([, when]) =>
        [...(when ?? '').matchAll(/\bsqlkube\.\w+/g)].map(([key]) => key),
      ),
    );
    for (const [, key = ''] of text.matchAll(/"onContext:(sqlkube\.\w+)"/g)) inUse.add(key);
    for (const view of [views.clusters, views.doctor, views.diagnostics]) inUse.delete(view);
    assert.deepEqual([...inUse].sort(), keysOf('ContextValues'));
  });

  it('contributes the views of ids.ts', () => {
    assert.deepEqual(
      manifest.contributes.viewsContainers.activitybar.map(({ id }) => id),
      [views.container],
    );
    assert.deepEqual(
      manifest.contributes.views[views.container]?.map(({ id }) => id),
      [views.clusters, views.doctor],
    );
    assert.deepEqual(
      manifest.contributes.viewsContainers.panel.map(({ id }) => id),
      [views.panel],
    );
    assert.deepEqual(
      manifest.contributes.views[views.panel]?.map(({ id }) => id),
      [views.diagnostics],
    );
    for (const { view } of viewsWelcome) assert.ok(view === views.clusters || view === views.doctor, view);
  });

  it('refers to commands that exist', () => {
    for (const [menu, items] of Object.entries(menus)) {
      for (const { command } of items) assert.ok(commandIds.includes(command), `${menu}: ${command}`);
    }
    const linked = [
      ...Object.values(strings)
        .join(' ')
        .matchAll(/command:(sqlkube[\w.]+)/g),
    ].map(([, id]) => id ?? '');
    for (const id of linked) assert.ok([...commandIds, `${views.clusters}.focus`].includes(id), id);
  });

  it('hides from the palette every command that needs a row', () => {
    const needsRow = [...source.matchAll(/'(sqlkube[\w.]+)': \[row: /g)].map(([, id]) => id ?? '').sort();
    const hidden = (menus['commandPalette'] ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command)
      .sort();
    assert.ok(needsRow.length > 0);
    assert.deepEqual(hidden, needsRow);
  });

  it('takes every text from package.nls.json, which holds no other', () => {
    const used = new Set([...text.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key ?? ''));
    assert.deepEqual(Object.keys(strings).sort(), [...used].sort());
    for (const { title, category } of commands) assert.match(title + category, /^%[\w.]+%%category%$/);
  });

  it('titles commands by verb and object, without exclamation marks', () => {
    for (const [key, words] of Object.entries(strings)) {
      assert.doesNotMatch(words, /!(?!\[)/, key);
      assert.doesNotMatch(words, /\.\.\./, `${key}: an ellipsis is one character`);
    }
  });

  it('names files that are there', () => {
    const icons = [
      manifest.icon,
      ...Object.values(manifest.contributes.views)
        .flat()
        .map(({ icon }) => icon),
      ...manifest.contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ];
    for (const file of icons) assert.ok(existsSync(path.join(root, file)), file);
    assert.match(manifest.main, /\.cjs$/, 'in a package of type module VS Code loads .js as ESM');
  });

  it('has a walkthrough of seven steps, each with a picture, one button and a completion event that is real', () => {
    const [walkthrough, ...others] = manifest.contributes.walkthroughs;
    assert.deepEqual(others, []);
    assert.equal(walkthrough?.steps.length, 7);
    for (const { id, description, media, completionEvents } of walkthrough.steps) {
      const words = strings[description.replaceAll('%', '')] ?? '';
      assert.equal([...words.matchAll(/\]\(command:/g)].length, 1, `${id} has one button`);
      assert.match(words, /\n\[[^\]]+\]\(command:[^)]+\)$/, `${id}: a link alone on its line is a button`);
      assert.ok(existsSync(path.join(root, media.svg)), media.svg);
      assert.match(media.altText, /^%[\w.]+%$/);
      assert.ok(completionEvents.length > 0, id);
      for (const event of completionEvents) {
        const [kind = '', key = ''] = event.split(':');
        if (kind === 'onContext') assert.ok(keysOf('ContextValues').includes(key), event);
        else {
          assert.equal(kind, 'onCommand', event);
          assert.ok(commandIds.includes(key), `${event}: a click elsewhere is not the work of the step`);
        }
      }
    }
  });

  it('is limited in untrusted workspaces, and restricts what could be abused', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.deepEqual([...restrictedConfigurations].sort(), [...restrictedSettings].sort());
    for (const key of ['readOnly', 'certificatePins'])
      assert.equal(properties[`sqlkube.${key}`]?.scope, 'application', key);
  });

  it('is activated by nothing but its views, its commands and T-SQL', () => {
    assert.deepEqual(manifest.activationEvents, ['onLanguage:sql']);
  });
});

describe('the menus of rows', () => {
  let rows: Awaited<ReturnType<typeof everyRow>>;
  before(async () => {
    rows = await everyRow();
  });

  /** The `viewItem` clauses of a `when`: all of them must match. */
  const clausesOf = (when = ''): readonly RegExp[] =>
    [...when.matchAll(/viewItem =~ \/((?:\\.|[^/])*)\//g)].map(([, pattern]) => new RegExp(pattern ?? ''));
  const items = (menus['view/item/context'] ?? [])
    .filter(({ when }) => when?.startsWith(`view == ${views.clusters} `) === true)
    .map(({ command, when }) => ({ command, clauses: clausesOf(when) }));
  const rowsOf = (clauses: readonly RegExp[]) =>
    rows.filter(({ contextValue }) => clauses.every((clause) => clause.test(contextValue)));
  const kindsOf = (command: string): string[] => {
    const found = items.filter((item) => item.command === command).flatMap(({ clauses }) => rowsOf(clauses));
    return [...new Set(found.map(({ kind }) => kind))].sort();
  };

  it('are tried on every kind of row', () => {
    const kinds = [...new Set(rows.map(({ kind }) => kind))].sort();
    const all = [
      'connection',
      'container',
      'endpoint',
      'failure',
      'lack',
      'more',
      'namespace',
      'note',
      'pod',
      'setting',
    ];
    assert.deepEqual(kinds, all);
  });

  it('ask of a row only what some row has, each clause and all of an entry together', () => {
    assert.ok(items.length > 20);
    for (const { command, clauses } of items) {
      assert.ok(clauses.length > 0, `${command} would stand on every row`);
      for (const clause of clauses) assert.notEqual(rowsOf([clause]).length, 0, `${command}: ${clause.source}`);
      assert.notEqual(rowsOf(clauses).length, 0, `${command}: ${clauses.map(({ source: of }) => of).join(' and ')}`);
    }
  });

  it('give each command only the rows that it can act on', () => {
    const trouble = ['failure', 'lack', 'setting'];
    assert.deepEqual(kindsOf('sqlkube.pod.describe'), ['pod']);
    assert.deepEqual(kindsOf('sqlkube.pod.showLogs'), ['container', 'pod']);
    assert.deepEqual(kindsOf('sqlkube.pods.loadAll'), ['more', 'namespace']);
    assert.deepEqual(kindsOf('sqlkube.row.refresh'), ['connection', 'endpoint', 'namespace', 'pod']);
    assert.deepEqual(kindsOf('sqlkube.row.copyName'), ['connection', 'container', 'endpoint', 'namespace', 'pod']);
    assert.deepEqual(kindsOf('sqlkube.failure.explain'), trouble);
    assert.deepEqual(kindsOf('sqlkube.failure.copy'), trouble);
    assert.deepEqual(kindsOf('sqlkube.connection.connect'), ['connection', 'failure']);
    for (const command of ['sqlkube.connection.disconnect', 'sqlkube.connection.test', 'sqlkube.connection.remove']) {
      assert.deepEqual(kindsOf(command), ['connection'], command);
    }
    for (const command of ['sqlkube.endpoint.test', 'sqlkube.endpoint.remove']) {
      assert.deepEqual(kindsOf(command), ['endpoint'], command);
    }
    assert.deepEqual(kindsOf('sqlkube.doctor.run'), ['endpoint', 'failure']);
  });
});
