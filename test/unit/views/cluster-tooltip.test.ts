import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandTable } from '../../../src/commands/table.ts';
import { escapeMarkdown } from '../../../src/host/markdown.ts';
import type { ClusterNode } from '../../../src/views/cluster-nodes.ts';
import { rowsBelow } from '../../../src/views/cluster-rows.ts';
import { tooltip } from '../../../src/views/cluster-tooltip.ts';
import { linkedCommands, sentence } from '../../../src/views/tooltip-markdown.ts';
import { http, pod } from '../../support/fake-cluster.ts';
import { world } from './world.ts';
import type { World } from './world.ts';

/** What is left when escaped characters and code, which cannot work, are taken out. */
const working = (markdown: string): string => markdown.replaceAll(/\\[!-/:-@[-`{-~]|`[^`]+`/g, '');

/** Text that is mostly what Markdown is made of. */
const signs = fc.string({
  unit: fc.constantFrom(
    '[',
    ']',
    '(',
    ')',
    '`',
    '*',
    '\\',
    '<',
    '>',
    '!',
    ':',
    '/',
    '@',
    '&',
    '|',
    '\n',
    '\r',
    'a',
    ' ',
  ),
});

/** The links of a tooltip, as title, command and argument. */
const linksOf = (markdown: string) =>
  [...working(markdown).matchAll(/\[([^\]]*)\]\(command:([\w.]+)\?([^)]*)\)/g)].map(
    ([, title = '', command = '', query = '']) => ({
      title,
      command,
      row: (JSON.parse(decodeURIComponent(query)) as unknown[])[0],
    }),
  );

/** A value of a tooltip's table, as people read it. */
const cell = (markdown: string, name: string): string | undefined =>
  new RegExp(`^\\| ${name} \\| (.*) \\|$`, 'm').exec(markdown)?.[1]?.replaceAll(/\\(.)/g, '$1');

const everyNode = ({ model }: World): ClusterNode[] => {
  const below = (nodes: readonly ClusterNode[]): ClusterNode[] =>
    nodes.flatMap((node) => [node, ...below(rowsBelow(model, node))]);
  return below(rowsBelow(model, undefined));
};

const tip = (made: World, kind: ClusterNode['kind']): string => {
  const node = everyNode(made).find((found) => found.kind === kind);
  assert.ok(node, `no ${kind}`);
  return tooltip(made.model, node);
};

/** A world with one opened pod whose texts are those given. */
async function opened(text: string, name = 'api-1'): Promise<World> {
  const made = world();
  made.cluster.pods.set('shop', [pod(name, { status: 'CrashLoopBackOff', node: 'node-1', ip: '10.0.0.7' })]);
  made.cluster.objects.set(`shop/${name}`, {
    spec: { containers: [{ name: 'api', image: 'shop/api:1' }] },
    status: {
      startTime: '2026-01-01T12:00:00',
      conditions: [
        { type: 'Initialized', status: 'True', message: 'not this one' },
        { type: 'Ready', status: 'False', message: text },
      ],
      containerStatuses: [
        {
          name: 'api',
          ready: false,
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff', message: text } },
          lastState: {
            terminated: { exitCode: 1, reason: 'Error', message: text, finishedAt: '2026-01-01T13:00:00' },
          },
        },
      ],
    },
  });
  await made.openPod(await made.openNamespace(), name);
  made.pass(90);
  return made;
}

describe('tooltips', () => {
  it('say of a pod what its row has no room for, the call and its age', async () => {
    const text = tip(await opened('containers with unready status: [api]'), 'pod');
    assert.equal(cell(text, 'Status'), 'CrashLoopBackOff');
    assert.equal(cell(text, 'Message'), 'containers with unready status: [api]');
    assert.match(cell(text, 'Started') ?? '', /^2026-01-01 12:00:00 \S/);
    assert.equal(cell(text, 'Image'), 'shop/api:1');
    assert.equal(cell(text, 'Node'), 'node-1');
    assert.equal(cell(text, 'IP'), '10.0.0.7');
    assert.equal(cell(text, 'Call'), 'GET https://k8s.example/api, 12 ms');
    assert.match(cell(text, 'As of') ?? '', /^2026-01-01 14:02:11 \S+, 90s ago$/);
  });

  it('say of a container why it waits and how it ended', async () => {
    const text = tip(await opened('no database'), 'container');
    assert.equal(cell(text, 'State'), 'waiting: CrashLoopBackOff, last exit 1');
    assert.equal(cell(text, 'Message'), 'no database');
    assert.match(cell(text, 'Last exit') ?? '', /^exit 1, Error, 2026-01-01 13:00:00 \S+, no database$/);
    assert.equal(cell(text, 'Call'), 'GET https://k8s.corp.example:8443/api/v1/namespaces/shop/pods/api-1');
    assert.match(cell(text, 'As of') ?? '', /90s ago$/);
  });

  it('prefer the pod’s own message', async () => {
    const made = await opened('unready');
    made.cluster.objects.set('shop/api-1', { status: { message: 'The node was low on resource: memory.' } });
    await made.openPod(await made.openNamespace(), 'api-1');
    assert.equal(cell(tip(made, 'pod'), 'Message'), 'The node was low on resource: memory.');
  });

  it('link commands with the row’s reference, and only commands that are enabled and there', async () => {
    const made = await opened('x');
    made.cluster.restartCount();
    made.cluster.podFailures.set(1, http(503));
    const shop = await made.openNamespace();
    const row = { connectionId: 'c1', endpointId: 'e1', namespace: 'shop', pod: 'api-1' };
    const id = `${shop.id}/pod/api-1`;
    assert.deepEqual(linksOf(tip(made, 'pod')), [
      { title: 'Describe', command: 'sqlkube.pod.describe', row },
      { title: 'Logs', command: 'sqlkube.pod.showLogs', row },
      { title: 'Refresh', command: 'sqlkube.row.refresh', row: { id } },
    ]);
    assert.deepEqual(linksOf(tip(made, 'container')), [
      { title: 'Logs', command: 'sqlkube.pod.showLogs', row: { ...row, container: 'api' } },
      { title: 'Describe the pod', command: 'sqlkube.pod.describe', row },
      { title: 'Refresh', command: 'sqlkube.row.refresh', row: { id } },
    ]);
    assert.deepEqual(linksOf(tip(made, 'failure')), [
      { title: 'Explain', command: 'sqlkube.failure.explain', row: { id: `${shop.id}/failure` } },
      { title: 'Retry', command: 'sqlkube.row.refresh', row: { id: shop.id } },
    ]);
    const used = everyNode(made).flatMap((node) => linksOf(tooltip(made.model, node)).map(({ command }) => command));
    assert.deepEqual([...new Set(used)].sort(), [...linkedCommands].sort());
    for (const command of linkedCommands) {
      const found = commandTable.find((entry) => entry.id === command);
      assert.ok(found, command);
      assert.ok(!('writes' in found && found.writes), `${command} changes something, and a click is no confirmation`);
    }
  });
});

describe('text from the cluster', () => {
  const hostile = [
    '[click](command:sqlkube.connection.remove)',
    '![x](https://evil.example/x.png)',
    '<a href="command:sqlkube.sandbox.start">x</a>',
    '<https://evil.example> https://evil.example www.evil.example me@evil.example',
    '\\[click](command:sqlkube.pod.describe)',
    '`code` ``[x](command:a)`` | cell |',
    'a |\n\n[x]: command:workbench.action.quit\n\n[x]',
    'a\r[x](command:a)\u2028# head\u202egnp.exe',
    "')[x](command:a?%5B%5D)",
    '$(trash) &lt;a&gt; &#91;x&#93;(command:a)',
  ];

  for (const text of hostile) {
    it(`does not work as Markdown: ${JSON.stringify(text)}`, async () => {
      const links = (made: World) =>
        everyNode(made).map((node) => linksOf(tooltip(made.model, node)).map(({ title, command }) => title + command));
      const made = await opened(text, text);
      const tame = await opened('tame');
      assert.deepEqual(links(made), links(tame));
      for (const kind of ['pod', 'container'] as const) {
        // The same skeleton, line by line: nothing of the text stands outside of what is escaped.
        const skeleton = (markdown: string) => working(markdown).replaceAll(/[^\n[\](){}<>|*_`#!\\:@/]/g, '');
        const without = (markdown: string) => skeleton(markdown.replaceAll(/\(command:[^)]*\)|^\| Call .*\n/gm, ''));
        assert.equal(without(tip(made, kind)), without(tip(tame, kind)));
      }
    });
  }

  it('leaves nothing that works, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), signs), (text) => {
        const left = escapeMarkdown(text).replaceAll(/\\[!-/:-@[-`{-~]/g, '');
        assert.doesNotMatch(left, /[!-/:-@[-`{-~\p{Cc}]/u);
        assert.equal(
          escapeMarkdown(text).replaceAll(/\\(.)/g, '$1'),
          text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' '),
        );
      }),
    );
  });

  it('has no power in a sentence that quotes it either, which keeps its own code and bold', () => {
    assert.equal(sentence('Run `sudo x` on **sql01**'), 'Run `sudo x` on **sql01**');
    assert.equal(sentence('a\\_b [x](command:y) <b>'), 'a\\_b \\[x\\]\\(command\\:y\\) \\<b\\>');
    fc.assert(
      fc.property(signs, (text) => {
        assert.doesNotMatch(working(sentence(text)), /[[\]()<>!:/@&|\n`]/);
      }),
    );
  });
});
