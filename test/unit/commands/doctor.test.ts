import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { doctorCopy } from '../../../src/commands/doctor-copy.ts';
import { doctorExplainCheck } from '../../../src/commands/doctor-explain-check.ts';
import { doctorFix } from '../../../src/commands/doctor-fix.ts';
import { doctorRun } from '../../../src/commands/doctor-run.ts';
import { doctorRunCheck } from '../../../src/commands/doctor-run-check.ts';
import { doctorShowChain } from '../../../src/commands/doctor-show-chain.ts';
import { doctorShowJson } from '../../../src/commands/doctor-show-json.ts';
import { doctorShowReport } from '../../../src/commands/doctor-show-report.ts';
import { err, ok } from '../../../src/core/result.ts';
import { passwordKey } from '../../../src/host/secrets.ts';
import type { DoctorModel } from '../../../src/views/doctor-model.ts';
import type { DoctorNode } from '../../../src/views/doctor-nodes.ts';
import { presentDoctor } from '../../../src/views/doctor-present.ts';
import { connection, endpoint } from '../../support/fake-cluster.ts';
import type { Act } from '../../support/scripted-prompts.ts';
import { goodServer, handsOf, transport } from '../core/doctor/hands.ts';
import { world } from './world.ts';

/** A world with one connection and one endpoint, whose password is known. */
async function examined(...acts: Act[]) {
  const made = world(...acts);
  made.settings.user['connections'] = [connection()];
  made.settings.user['endpoints'] = [endpoint()];
  await made.vault.store(passwordKey(connection()), 'hunter2');
  return made;
}

const row = { connectionId: 'c1', endpointId: 'e1' };

/** The view as text: label, description, and what stands below. */
function shown(model: DoctorModel, parent?: DoctorNode, indent = ''): string[] {
  return model.rows(parent).flatMap((node) => {
    const { label, description, collapsible } = presentDoctor(model, node);
    const line = `${indent}${label}${description === '' ? '' : `  [${description}]`}`;
    const isOpen = collapsible === 'expanded' || node.kind === 'link';
    return [line, ...(isOpen ? shown(model, node, `${indent}  `) : [])];
  });
}

const switchedOff = handsOf({ server: ok({ ...goodServer, switchInUse: false, switchConfigured: false }) });

describe('Run Doctor', () => {
  it('has menus for its rows, each on some of them and not on all', async () => {
    const { context, doctorModel, state } = await examined();
    state.hands = switchedOff;
    await doctorRun.run(context, row);
    const nodes = doctorModel.allRows();
    const contexts = nodes.map((node) =>
      Object.entries(presentDoctor(doctorModel, node).context)
        .map(([key, value]) => `${key}=${value}`)
        .join(';'),
    );
    const file = path.join(import.meta.dirname, '../../../package.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
      contributes: { menus: Record<string, { command: string; when: string }[]> };
    };
    const items = (manifest.contributes.menus['view/item/context'] ?? []).filter(({ when }) =>
      when.startsWith('view == sqlkube.doctor '),
    );
    assert.ok(items.length > 3);
    for (const { command, when } of items) {
      const clauses = [...when.matchAll(/viewItem =~ \/((?:\\.|[^/])*)\//g)].map(([, of]) => new RegExp(of ?? ''));
      const fitting = contexts.filter((context) => clauses.every((clause) => clause.test(context)));
      assert.ok(fitting.length > 0 && fitting.length < contexts.length, `${command}: ${when}`);
    }
  });

  it('shows every check in the order of the chain, and that nothing is broken', async () => {
    const { context, doctorModel } = await examined();
    assert.equal(await doctorRun.run(context, row), undefined);
    const lines = shown(doctorModel);
    assert.match(lines[0] ?? '', /^Nothing is broken\.? {2}\[https:\/\/k8s\.corp\.example:8443\]$/);
    assert.deepEqual(lines.slice(1, 4), [
      'VS Code  [works]',
      '  prod-sql01 lets app in  [passed]',
      'SQL Server  [works]',
    ]);
    assert.equal(lines.length, 1 + 8 + 36);
  });

  it('takes the only endpoint without asking, of a connection’s failure too', async () => {
    const { context, doctorModel, prompts } = await examined();
    await doctorRun.run(context, { connectionId: 'c1' });
    assert.equal(doctorModel.endpointId, 'e1');
    assert.deepEqual(prompts.seen, []);
  });

  it('unfolds what failed: why, who mends it, how, and what was seen', async () => {
    const { context, doctorModel, state } = await examined();
    state.hands = switchedOff;
    await doctorRun.run(context, row);
    const lines = shown(doctorModel);
    assert.match(lines[0] ?? '', /^The first broken link is “SQL Server”: .*switched off.* To be mended by: DBA\./);
    const at = lines.findIndex((line) => line.endsWith('[failed · DBA]'));
    assert.deepEqual(lines.slice(at + 1, at + 3), [
      '    The option external rest endpoint enabled is 0, as after set-up.',
      '    To be mended by: DBA',
    ]);
    assert.match(
      lines.join('\n'),
      /\n {4}Have somebody with ALTER SETTINGS switch it on\. .* {2}\[fix: click for the script\]\n/,
    );
    assert.match(lines.join('\n'), /\n {4}external rest endpoint enabled: value 0, value_in_use 0 {2}\[seen\]\n/);
    assert.match(
      lines.join('\n'),
      /\n {2}The proxy answers for itself: not looked at, because of: Calling REST endpoints is switched on {2}\[skipped\]\n/,
    );
  });

  const fixRow = (model: DoctorModel, text: RegExp): { readonly id: string } => {
    const rows = model.allRows();
    const found = rows.find((node) => node.kind === 'fix' && text.test(node.fix.text));
    assert.ok(found, rows.map((node) => JSON.stringify(node)).join('\n'));
    return { id: found.id };
  };

  it('opens the script of a fix, with its machine in the name', async () => {
    const { context, doctorModel, state, opened } = await examined();
    state.hands = switchedOff;
    await doctorRun.run(context, row);
    await doctorFix.run(context, fixRow(doctorModel, /switch it on/));
    assert.match(opened[0]?.name ?? '', /^Fix for prod-sql01\.sql$/);
    assert.match(opened[0]?.text ?? '', /^EXEC sp_configure 'external rest endpoint enabled', 1;\nRECONFIGURE;\n$/);
  });

  it('begins the command of a fix, filled in with what was examined', async () => {
    const { context, doctorModel, state, executed } = await examined();
    state.hands = handsOf({ answers: { '/-/healthz': () => err(transport('0x80070010')) } });
    await doctorRun.run(context, row);
    await doctorFix.run(context, fixRow(doctorModel, /call the endpoint by a name/));
    assert.deepEqual(executed, [['sqlkube.endpoint.edit', { connectionId: 'c1', endpointId: 'e1' }]]);
  });

  it('runs one check again, and mends the verdict', async () => {
    const { context, doctorModel, state } = await examined();
    state.hands = switchedOff;
    await doctorRun.run(context, row);
    state.hands = handsOf();
    await doctorRunCheck.run(context, { id: 'check switch' });
    assert.match(shown(doctorModel)[0] ?? '', /^Nothing is broken/);
  });

  it('shows and copies its report as Markdown and JSON, and one finding as text', async () => {
    const { context, doctorModel, state, opened, copied } = await examined();
    state.hands = switchedOff;
    await doctorRun.run(context, row);
    await doctorShowReport.run(context);
    await doctorShowJson.run(context);
    assert.deepEqual(
      opened.map(({ name }) => name),
      ['Doctor.md', 'Doctor.json'],
    );
    assert.match(opened[0]?.text ?? '', /^# Doctor: .*\n\n\*\*The first broken link is “SQL Server”/);
    const json = JSON.parse(opened[1]?.text ?? '') as { firstBroken: string; findings: unknown[] };
    assert.deepEqual([json.firstBroken, json.findings.length], ['switch', 36]);
    await doctorCopy.run(context);
    assert.equal(copied[0], opened[0]?.text);
    await doctorCopy.run(context, { id: 'check switch' });
    assert.match(copied[1] ?? '', /FAIL +Calling REST endpoints is switched off/);
    assert.equal(doctorModel.isRunning, false);
  });

  it('shows the lit chain in the panel, with what is broken before what could be better, and a whole chain too', async () => {
    const { context, state, panel } = await examined();
    state.hands = switchedOff;
    await doctorShowChain.run(context);
    assert.equal(panel.revealed.times, 0, 'there is no run yet');
    await doctorRun.run(context, row);
    await doctorShowChain.run(context);
    assert.equal(panel.revealed.times, 1);
    const [entry] = panel.diagnostics.state.entries;
    assert.deepEqual(
      [entry?.id, entry?.from],
      [panel.diagnostics.state.selected, 'Doctor: https://k8s.corp.example:8443'],
    );
    assert.equal(
      entry?.chain
        .map(({ link, state: seen }) => `${link} ${seen}`)
        .slice(0, 3)
        .join(', '),
      'vscode passed, sql-server failed, name skipped',
    );
    assert.equal(entry.diagnoses[0]?.code, 'doctor.switch');
    assert.deepEqual(entry.about, row);
    state.hands = handsOf();
    await doctorRun.run(context, row);
    await doctorShowChain.run(context);
    const whole = panel.diagnostics.state.entries.find(({ id }) => id === panel.diagnostics.state.selected);
    assert.ok(whole?.chain.every(({ state: seen }) => seen === 'passed'));
    assert.equal(panel.posted.at(-1)?.said, 'Nothing is broken');
  });

  it('opens the page that says what a check does', async () => {
    const { context, opened } = await examined();
    await doctorRun.run(context, row);
    await doctorExplainCheck.run(context, { id: 'check tls-trust' });
    assert.equal(opened[0]?.name, 'docs/doctor.md#tls-trust');
  });
});
