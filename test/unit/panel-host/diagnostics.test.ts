import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { explain } from '../../../src/core/decode/explain.ts';
import { paletteOf } from '../../../src/core/decode/palette.ts';
import { redact } from '../../../src/core/redact.ts';
import { offerFor } from '../../../src/panel-host/actions.ts';
import { panelPage } from '../../../src/panel-host/page.ts';
import { isToPanel, type PanelEntry } from '../../../src/protocol/panel.ts';
import { commandTable } from '../../../src/commands/table.ts';
import { actions } from '../../../src/core/decode/terms.ts';
import { MemoryState } from '../../support/memory-backends.ts';
import { memoryDiagnostics, type MemoryDiagnostics } from '../../support/memory-diagnostics.ts';

const untrusted =
  'Msg 31608, Level 16, State 24, Line 1\nAn error occurred, failed to communicate with the external rest endpoint. HRESULT: 0x80070008.';
const context = { sqlServerName: 'sql01', endpointUrl: 'https://k8s.corp.example:8443' };
const silent = explain({ kind: 'timeout', stage: 'connect', seconds: 15 }, context);
const refused = explain({ kind: 'unreachable', server: 'sql01', code: 'ECONNREFUSED', detail: 'refused' }, context);

const world = (secrets: readonly string[] = []): MemoryDiagnostics =>
  memoryDiagnostics((text) => redact(text, secrets));

const first = ({ diagnostics }: MemoryDiagnostics): PanelEntry => {
  const [entry] = diagnostics.state.entries;
  assert.ok(entry !== undefined);
  return entry;
};

describe('the diagnostics panel, its host side', () => {
  it('decodes what the panel posts, and posts back what it means with the chain', async () => {
    const { diagnostics, posted } = world();
    await diagnostics.receive({ type: 'decode', text: `Dear all,\n${untrusted}` });
    const last = posted.at(-1);
    assert.ok(last?.type === 'state' && isToPanel(last));
    const [entry] = last.state.entries;
    assert.equal(last.state.selected, entry?.id);
    assert.equal(entry?.from, 'Pasted text');
    assert.deepEqual(entry.notUnderstood, ['Dear all,']);
    assert.equal(entry.diagnoses[0]?.causes[0]?.code, 'tls.ca-missing');
    assert.deepEqual(
      entry.chain.filter(({ state }) => state === 'failed').map(({ link }) => link),
      ['tls'],
    );
    assert.equal(last.focus, 'card');
    assert.match(last.said ?? '', /does not trust the certificate/);
  });

  it('says so when it knows nothing in a text', async () => {
    const { diagnostics, posted } = world();
    await diagnostics.receive({ type: 'decode', text: 'The weather is fine.' });
    assert.deepEqual(diagnostics.state.entries[0]?.diagnoses, []);
    assert.deepEqual(diagnostics.state.entries[0].notUnderstood, ['The weather is fine.']);
    const last = posted.at(-1);
    assert.ok(last?.type === 'state');
    assert.equal(last.said, 'No error that we know is in this text');
  });

  it('keeps the errors of the session, newest first, the same one once', () => {
    const { diagnostics, revealed } = world();
    diagnostics.add({ from: 'prod', diagnoses: [silent], about: { connectionId: 'c1' } });
    diagnostics.add({ from: 'prod', diagnoses: [refused], about: { connectionId: 'c1' } });
    diagnostics.add({ from: 'prod', diagnoses: [silent], about: { connectionId: 'c1' } });
    diagnostics.add({ from: 'test', diagnoses: [silent], about: { connectionId: 'c2' } });
    assert.deepEqual(
      diagnostics.state.entries.map(({ from, diagnoses }) => `${from} ${diagnoses[0]?.code ?? ''}`),
      ['test timeout.connect', 'prod timeout.connect', 'prod driver.ECONNREFUSED'],
    );
    assert.equal(revealed.times, 0, 'nothing pops up that nobody asked for');
  });

  it('comes into view when it is asked for, with the chain of whoever has looked', async () => {
    const told = world();
    const chain = [{ link: 'tls', state: 'warned', note: 'ends in 3 days' }] as const;
    await told.diagnostics.show({ from: 'Doctor', diagnoses: [silent], chain });
    assert.equal(told.revealed.times, 1);
    assert.deepEqual(first(told).chain, chain);
  });

  it('runs the command behind a button, with the row it is about, and no other', async () => {
    const told = world();
    const { diagnostics, ran } = told;
    const about = { connectionId: 'c1', endpointId: 'e1' };
    diagnostics.add({ from: 'prod', diagnoses: [refused], about });
    const entry = first(told).id;
    const fixes = refused.causes[0]?.fixes ?? [];
    const step = fixes.findIndex(({ action }) => action === 'edit-connection');
    const place = { entry, diagnosis: 0, cause: 0, list: 'fixes', step } as const;
    assert.equal(first(told).diagnoses[0]?.causes[0]?.fixes[step]?.button, 'Edit the Connection…');
    await diagnostics.receive({ type: 'run', place });
    assert.deepEqual(ran, [{ command: 'sqlkube.connection.edit', row: about }]);
    for (const wrong of [
      { ...place, step: 99 },
      { ...place, entry: 'nothing' },
      { ...place, cause: -1 },
      { ...place, list: 'constructor' },
      { ...place, step: fixes.findIndex(({ action }) => action === undefined) },
    ]) {
      await diagnostics.receive({ type: 'run', place: wrong });
    }
    await diagnostics.receive({ type: 'run', place, command: 'workbench.action.terminal.new' });
    await diagnostics.receive({ type: 'run', command: 'sqlkube.connection.remove' });
    await diagnostics.receive('run');
    await diagnostics.receive(null);
    assert.equal(ran.length, 1);
  });

  it('reissues certificates without limits by its button, as the doctor’s row does', async () => {
    const told = world();
    const about = { connectionId: 'c1', endpointId: 'e1' };
    const [cause, ...others] = refused.causes;
    assert.ok(cause);
    const fixes = [{ text: 'Reissue.', action: 'reissue-certificates' }] as const;
    told.diagnostics.add({
      from: 'prod',
      diagnoses: [{ ...refused, causes: [{ ...cause, fixes }, ...others] }],
      about,
    });
    const place = { entry: first(told).id, diagnosis: 0, cause: 0, list: 'fixes', step: 0 } as const;
    await told.diagnostics.receive({ type: 'run', place });
    assert.deepEqual(told.ran, [{ command: 'sqlkube.certificate.create', row: { ...about, limited: false } }]);
  });

  it('offers commands of ours only, one for every action, which reports call as the palette does', async () => {
    const known = new Set(commandTable.map(({ id }) => id));
    const file = path.join(import.meta.dirname, '../../../package.nls.json');
    const titles = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, string>>;
    for (const action of actions) {
      const offer = offerFor(action);
      assert.ok(offer !== undefined && known.has(offer.command), action);
      const title = titles[`${offer.command.replace('sqlkube.', 'command.')}.title`];
      assert.equal(paletteOf(action), `[SQL Kube: ${title}]`);
    }
    assert.equal(offerFor(undefined), undefined);
  });

  it('copies as Markdown, as JSON, and a script', async () => {
    const told = world();
    await told.diagnostics.receive({ type: 'decode', text: untrusted });
    const entry = first(told).id;
    await told.diagnostics.receive({ type: 'copy', entry, form: 'markdown' });
    await told.diagnostics.receive({ type: 'copy', entry, form: 'json' });
    const place = { entry, diagnosis: 0, cause: 0, list: 'confirm', step: 0 } as const;
    await told.diagnostics.receive({ type: 'copy-script', place });
    const [markdown = '', json = '', script] = told.copied;
    assert.match(markdown, /^# SQL Server does not trust the certificate/);
    assert.match(markdown, /^VS Code: works → .*TLS: broken → proxy: not known/m);
    assert.match(markdown, /^## Most likely one of these/m);
    assert.match(markdown, /Confirm: On Linux/);
    const read = JSON.parse(json) as { diagnoses: { candidates: string[] }[] };
    assert.deepEqual(read.diagnoses[0]?.candidates, ['tls.ca-missing', 'tls.not-restarted', 'tls.ca-regenerated']);
    assert.match(script ?? '', /^ls -l \/var\/opt\/mssql/);
    assert.deepEqual(told.posted.at(-1), { type: 'said', said: 'Copied.' });
  });

  /** Another window on the same folder. */
  const reloaded = ({ workspace }: MemoryDiagnostics, secrets: readonly string[] = []): MemoryDiagnostics => {
    const state = new MemoryState();
    for (const [key, value] of workspace.all) state.all.set(key, JSON.parse(JSON.stringify(value)));
    return memoryDiagnostics((text) => redact(text, secrets), state);
  };

  it('comes back after a reload as it was, when the page says that it is ready', async () => {
    const before = world();
    before.diagnostics.add({ from: 'prod', diagnoses: [silent] });
    await before.diagnostics.receive({ type: 'decode', text: untrusted });
    const after = reloaded(before);
    await after.diagnostics.receive({ type: 'ready' });
    assert.deepEqual(after.posted, [{ type: 'state', state: before.diagnostics.state }]);
    assert.equal(after.diagnostics.state.entries.length, 2);
    await after.diagnostics.receive({ type: 'clear' });
    assert.deepEqual(reloaded(after).diagnostics.state, { entries: [] });
  });

  it('adds to what was kept, also before anybody opens the panel', async () => {
    const before = world();
    await before.diagnostics.receive({ type: 'decode', text: untrusted });
    const after = reloaded(before);
    after.diagnostics.add({ from: 'prod', diagnoses: [silent] });
    assert.deepEqual(
      after.diagnostics.state.entries.map(({ from }) => from),
      ['prod', 'Pasted text'],
    );
  });

  it('takes nothing else for what it kept', () => {
    const kept = { entries: [], selected: 'a' };
    for (const wrong of [undefined, null, 7, {}, { entries: [{}] }, { ...kept, more: 1 }]) {
      const state = new MemoryState();
      state.all.set('sqlkube.panel', wrong);
      assert.deepEqual(memoryDiagnostics((text) => redact(text), state).diagnostics.state, { entries: [] });
    }
  });

  it('keeps no more than VS Code may read at every start, and shows all the same', async () => {
    const told = world();
    const evidence = Array.from({ length: 100 }, (_, at) => `line ${at} ${'of a long log, '.repeat(12)}`);
    for (let at = 0; at < 20; at += 1)
      await told.diagnostics.show({ from: 'prod', diagnoses: [{ ...silent, headline: `Silent ${at}`, evidence }] });
    assert.equal(told.diagnostics.state.entries.length, 20);
    const after = reloaded(told).diagnostics.state;
    assert.ok(after.entries.length > 3 && after.entries.length < 20, `${after.entries.length} entries`);
    assert.ok(JSON.stringify(after).length < 210_000);
    assert.deepEqual(after.entries, told.diagnostics.state.entries.slice(0, after.entries.length));
    assert.equal(after.selected, after.entries[0]?.id);
  });

  it('redacts before it keeps, posts or copies anything: known secrets and what looks like one', async () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQ';
    const secret = 'planted-p4ss';
    const told = world([secret]);
    const text = `${untrusted}\nAuthorization: Bearer ${token}\nno such login ${secret}\n`;
    await told.diagnostics.receive({ type: 'decode', text });
    told.diagnostics.add({
      from: `prod ${secret}`,
      diagnoses: [{ ...silent, evidence: [`said ${secret} and ${token}`] }],
      chain: [{ link: 'tls', state: 'failed', note: secret }],
    });
    for (const { id } of told.diagnostics.state.entries) {
      await told.diagnostics.receive({ type: 'copy', entry: id, form: 'markdown' });
      await told.diagnostics.receive({ type: 'copy', entry: id, form: 'json' });
    }
    const everything = JSON.stringify([told.posted, told.diagnostics.state, told.copied, [...told.workspace.all]]);
    assert.match(everything, /redacted/);
    for (const planted of [secret, token, 'c2lnbmF0dXJlLXBsYW50ZWQ']) assert.ok(!everything.includes(planted), planted);
  });

  it('redacts also what an earlier version has kept', () => {
    const planted = 'planted-p4ss';
    const before = world();
    before.diagnostics.add({ from: planted, diagnoses: [] });
    const { diagnostics } = reloaded(before, [planted]);
    assert.equal(diagnostics.state.entries.length, 1);
    assert.ok(!JSON.stringify(diagnostics.state).includes(planted));
  });

  it('clears its list', async () => {
    const { diagnostics } = world();
    diagnostics.add({ from: 'prod', diagnoses: [silent] });
    await diagnostics.receive({ type: 'clear' });
    assert.deepEqual(diagnostics.state, { entries: [] });
  });
});

describe('the page of the panel', () => {
  const page = panelPage({ script: 'vscode://panel.js', style: 'vscode://panel.css', source: 'vscode:' }, 'n0nce');

  it('loads nothing but its own script and style, and runs nothing without the nonce', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      'style-src vscode:',
      "script-src 'nonce-n0nce'",
      "form-action 'none'",
      "base-uri 'none'",
    ]);
    assert.doesNotMatch(page, /unsafe|https?:\/\/|\bon\w+=/);
    assert.equal(page.match(/<script/g)?.length, 1);
  });
});
