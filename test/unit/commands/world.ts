import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain as decode } from '../../../src/core/decode/explain.ts';
import { missing } from '../../../src/core/decode/missing.ts';
import { describePod } from '../../../src/core/describe/pod-description.ts';
import { containerRows } from '../../../src/core/kube/container-rows.ts';
import { podHealth } from '../../../src/core/kube/health.ts';
import { podFacts } from '../../../src/core/kube/pod-facts.ts';
import { ok } from '../../../src/core/result.ts';
import type { CommandContext } from '../../../src/commands/command.ts';
import { Access } from '../../../src/host/access.ts';
import { Approvals } from '../../../src/host/approvals.ts';
import { Expiries } from '../../../src/host/expiries.ts';
import { explainContext } from '../../../src/host/explain.ts';
import type { Explain, FindLacks } from '../../../src/host/explain.ts';
import { KnownSecrets } from '../../../src/host/known-secrets.ts';
import { ProfileStore } from '../../../src/host/profile-store.ts';
import { readBytes } from '../../../src/host/file-system.ts';
import { SetupStore } from '../../../src/host/setup-store.ts';
import { SecretVault } from '../../../src/host/secrets.ts';
import { Settings } from '../../../src/host/settings.ts';
import { renderDoctor } from '../../../src/core/doctor/report.ts';
import { chainOfRun } from '../../../src/host/run-finding.ts';
import type { Hands } from '../../../src/core/doctor/hands.ts';
import { DoctorControl } from '../../../src/views/doctor-control.ts';
import { DoctorModel } from '../../../src/views/doctor-model.ts';
import { examineWith } from '../../support/doctor.ts';
import { handsOf } from '../core/doctor/hands.ts';
import { ClustersControl } from '../../../src/views/clusters-control.ts';
import { ClustersModel } from '../../../src/views/clusters-model.ts';
import { memoryDiagnostics, type MemoryDiagnostics } from '../../support/memory-diagnostics.ts';
import { editorParts, type EditorWorld } from '../../support/editor-parts.ts';
import { FakeCluster } from '../../support/fake-cluster.ts';
import { testFiles } from '../../support/files.ts';
import { MemorySecrets, MemorySettings, MemoryState } from '../../support/memory-backends.ts';
import { ScriptedPrompts } from '../../support/scripted-prompts.ts';
import type { Act } from '../../support/scripted-prompts.ts';
import { testKube } from '../../support/kube.ts';

interface World extends EditorWorld {
  readonly panel: MemoryDiagnostics;
  readonly context: CommandContext;
  readonly settings: MemorySettings;
  readonly secrets: MemorySecrets;
  readonly state: {
    keyBits: number;
    trusted: boolean;
    readOnly: boolean;
    mssql: unknown;
    clipboard: string;
    selection: { readonly text: string; readonly from: string } | undefined;
    /** The doctor's. */
    hands: Hands;
  };
  /** Other commands that were run, with their arguments. */
  readonly executed: (readonly unknown[])[];
  readonly doctorModel: DoctorModel;
  readonly prompts: ScriptedPrompts;
  readonly profiles: ProfileStore;
  readonly vault: SecretVault;
  readonly cluster: FakeCluster;
  readonly model: ClustersModel;
  readonly logged: string[];
  /** The folder that is suggested for files; it is made by the first that is written. */
  readonly home: string;
  readonly copied: string[];
  readonly opened: { readonly name: string; readonly text: string }[];
  /** Faults that were injected, in order. */
  readonly injected: (string | undefined)[];
}

const ignore = (): void => undefined;

/** All of the extension but VS Code and SQL Server, with a user who follows a script. */
export function world(...acts: Act[]): World {
  const settings = new MemorySettings();
  const secrets = new MemorySecrets();
  const state: World['state'] = {
    keyBits: 2048,
    trusted: true,
    readOnly: false,
    mssql: undefined,
    clipboard: '',
    selection: undefined,
    hands: handsOf(),
  };
  const isTrusted = () => state.trusted;
  const prompts = new ScriptedPrompts(...acts);
  const profiles = new ProfileStore(new Settings(settings), isTrusted);
  const known = new KnownSecrets();
  const vault = new SecretVault(secrets, (secret) => known.add(secret));
  const watched = known.watching(prompts);
  const approvals = new Approvals(new MemoryState());
  const access = new Access({ profiles, vault, approvals, prompts: watched, isTrusted });
  const expiries = new Expiries(new MemoryState());
  const now = () => new Date(2026, 0, 1, 12, 0, 0);
  const cluster = new FakeCluster();
  const explain: Explain = (failure, about = {}) => Promise.resolve(decode(failure, explainContext(about)));
  const findLacks: FindLacks = (facts) => Promise.resolve(missing(facts));
  const containersOf: CommandContext['containersOf'] = (pod, at) => containerRows(podFacts(pod), at.getTime());
  const model = new ClustersModel({
    profiles,
    access,
    reader: () => Promise.resolve(cluster),
    explain,
    findLacks,
    log: { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
    isTrusted,
    healthOf: podHealth,
    containersOf,
    expiryOf: (endpoint) => expiries.lines(endpoint, now()),
    pageSize: () => 500,
    now,
  });
  const logged: string[] = [];
  const write = (line: string) => void logged.push(line);
  const copied: string[] = [];
  const opened: { readonly name: string; readonly text: string }[] = [];
  const executed: (readonly unknown[])[] = [];
  const doctorModel = new DoctorModel();
  let ids = 0;
  const injected: (string | undefined)[] = [];
  const parts = editorParts((name, text) => void opened.push({ name, text }));
  const home = join(tmpdir(), `sqlkube-world-${randomUUID()}`);
  const panel = memoryDiagnostics((text) => known.redact(text));
  const context: CommandContext = {
    log: { trace: write, debug: write, info: write, warn: write, error: write },
    prompts: watched,
    profiles,
    access,
    vault,
    expiries,
    requestSeconds: () => 30,
    keyBits: () => state.keyBits,
    files: testFiles({ prompts: watched, home }),
    clusters: new ClustersControl(model, () => Promise.resolve()),
    sandbox: {
      isRunning: true,
      faults: [
        { name: 'expired', title: 'Expired certificate', description: 'The proxy shows an expired certificate.' },
      ],
      get currentFault() {
        return injected.at(-1);
      },
      start: () => Promise.resolve(ok({ connectionId: 'sandbox' })),
      stop: () => Promise.resolve(),
      inject: (fault) => {
        injected.push(fault);
        return Promise.resolve(ok(true as const));
      },
    },
    diagnostics: panel.diagnostics,
    doctor: new DoctorControl({
      model: doctorModel,
      examine: (link, wish) => examineWith(state.hands, link, wish),
      focus: () => Promise.resolve(),
    }),
    chainOfRun: (run) => Promise.resolve(chainOfRun(run)),
    renderDoctor: (run, as) => Promise.resolve(renderDoctor(run, as)),
    openPage: (page) => {
      opened.push({ name: page, text: '' });
      return Promise.resolve();
    },
    execute: (id, args) => {
      executed.push([id, ...args]);
      return Promise.resolve(undefined);
    },
    reader: () => Promise.resolve(cluster),
    kube: testKube(),
    setups: new SetupStore(new MemoryState()),
    scripts: () => Promise.reject(new Error('no script is run here')),
    ...parts.context,
    explain,
    findLacks,
    describePod: (pod, events, at) => Promise.resolve(describePod(pod, events, at.getTime())),
    containersOf,
    isReadOnly: () => state.readOnly,
    isTrusted,
    copy: (text) => {
      copied.push(text);
      return Promise.resolve();
    },
    clipboard: () => Promise.resolve(state.clipboard),
    selection: () => state.selection,
    open: (name, text) => {
      opened.push({ name, text });
      return Promise.resolve();
    },
    compare: (name, _, { after }) => {
      opened.push({ name, text: after });
      return Promise.resolve();
    },
    showLog: () => undefined,
    image: () => '',
    mssqlProfiles: () => state.mssql,
    environment: () => ({ extension: '0.1.0' }),
    redact: (text) => known.redact(text),
    remember: () => undefined,
    readFile: readBytes,
    newId: () => `id${(ids += 1)}`,
    now,
  };
  return {
    panel,
    executed,
    doctorModel,
    context,
    settings,
    secrets,
    state,
    prompts,
    profiles,
    vault,
    cluster,
    model,
    logged,
    home,
    copied,
    opened,
    injected,
    editor: parts.editor,
    session: parts.session,
    globalState: parts.globalState,
    workspaceState: parts.workspaceState,
  };
}
