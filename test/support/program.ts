import assert from 'node:assert/strict';
import type { CommandContext, Outcome } from '../../src/commands/command.ts';
import { execute } from '../../src/commands/register.ts';
import type { RegisterParts } from '../../src/commands/register.ts';
import { commandTable } from '../../src/commands/table.ts';
import { explain as decode } from '../../src/core/decode/explain.ts';
import { missing } from '../../src/core/decode/missing.ts';
import { renderDoctor } from '../../src/core/doctor/report.ts';
import { chainOfRun } from '../../src/host/run-finding.ts';
import { describePod } from '../../src/core/describe/pod-description.ts';
import type { Failure } from '../../src/core/failure.ts';
import { containerRows } from '../../src/core/kube/container-rows.ts';
import { podHealth } from '../../src/core/kube/health.ts';
import { podFacts } from '../../src/core/kube/pod-facts.ts';
import { err, ok } from '../../src/core/result.ts';
import { generatedHash } from '../../src/core/setup/generated-hash.ts';
import { Access } from '../../src/host/access.ts';
import { Approvals } from '../../src/host/approvals.ts';
import { Expiries } from '../../src/host/expiries.ts';
import { explainContext } from '../../src/host/explain.ts';
import type { Explain } from '../../src/host/explain.ts';
import { readBytes } from '../../src/host/file-system.ts';
import { KnownSecrets } from '../../src/host/known-secrets.ts';
import { redactingLog } from '../../src/host/log.ts';
import { ProfileStore } from '../../src/host/profile-store.ts';
import { Report } from '../../src/host/report.ts';
import { SecretVault } from '../../src/host/secrets.ts';
import { Settings } from '../../src/host/settings.ts';
import { SetupStore } from '../../src/host/setup-store.ts';
import type { CommandArguments, CommandId } from '../../src/ids.ts';
import { createDoctor } from '../../src/sql/doctor.ts';
import { mssqlDriver } from '../../src/sql/driver.ts';
import { createClusterReader } from '../../src/sql/reader.ts';
import { createScriptRunner } from '../../src/sql/script-runner.ts';
import { ClustersControl } from '../../src/views/clusters-control.ts';
import { DoctorControl } from '../../src/views/doctor-control.ts';
import { DoctorModel } from '../../src/views/doctor-model.ts';
import { ClustersModel } from '../../src/views/clusters-model.ts';
import { subjectOf } from './doctor.ts';
import { editorParts } from './editor-parts.ts';
import { testFiles } from './files.ts';
import { MemorySecrets, MemorySettings, MemoryState } from './memory-backends.ts';
import { memoryDiagnostics } from './memory-diagnostics.ts';
import { ScriptedPrompts } from './scripted-prompts.ts';
import type { Act } from './scripted-prompts.ts';
import { treeText } from './tree-text.ts';
import { testKube } from './kube.ts';

/** What outlives a window: settings, secrets and state. */
export class Computer {
  readonly settings = new MemorySettings();
  readonly secrets = new MemorySecrets();
  readonly workspaceState = new MemoryState();
  readonly globalState = new MemoryState();
  /** Everything that was shown, logged, copied or reported, over all windows. */
  readonly shown: string[] = [];
}

interface ProgramOptions {
  /** The folder that files are suggested for. */
  readonly home: string;
  /** PEM; certificates by which this computer trusts SQL Server. */
  readonly authorities: readonly string[];
  /** Where kubectl would look; none when absent. */
  readonly kubeconfigs?: readonly string[];
}

/** The whole extension but VS Code: its real commands, on the real disk and the real network, with a user who follows a script. */
export interface Program {
  readonly context: CommandContext;
  readonly prompts: ScriptedPrompts;
  readonly model: ClustersModel;
  readonly control: ClustersControl;
  /** Titles and texts of documents, in order. */
  readonly opened: readonly { readonly name: string; readonly text: string }[];
  readonly copied: readonly string[];
  readonly failures: readonly Failure[];
  /** Runs a command with these answers, all of which must be asked for. */
  run<K extends CommandId>(id: K, args: CommandArguments[K], ...acts: readonly Act[]): Promise<Outcome>;
  tree(): string;
  close(): Promise<void>;
}

/** Opens a window on that computer. */
export function openProgram(computer: Computer, options: ProgramOptions): Program {
  const { shown } = computer;
  const prompts = new ScriptedPrompts();
  const known = new KnownSecrets();
  const redact = (text: string): string => known.redact(text);
  const isTrusted = (): boolean => true;
  const profiles = new ProfileStore(new Settings(computer.settings), isTrusted);
  const vault = new SecretVault(computer.secrets, (secret) => known.add(secret));
  const watched = known.watching(prompts);
  const approvals = new Approvals(computer.workspaceState);
  const access = new Access({ profiles, vault, approvals, prompts: watched, isTrusted });
  const expiries = new Expiries(computer.globalState);
  const loadDriver = () => Promise.resolve(mssqlDriver);
  const { authorities } = options;
  const reader = createClusterReader({
    ...{ loadDriver, authorities, timeouts: () => ({ connect: 10, query: 60, request: 30 }) },
  });
  const runner = createScriptRunner({
    ...{ loadDriver, authorities, timeouts: () => ({ connectSeconds: 10, querySeconds: 60 }) },
  });
  const doctor = createDoctor({ loadDriver, authorities, timeouts: () => ({ connect: 10, call: 15 }) });
  const setups = new SetupStore(computer.globalState);
  const write = (line: string): void => void shown.push(`log: ${line}`);
  const log = redactingLog({ trace: write, debug: write, info: write, warn: write, error: write }, redact);
  const explain: Explain = (failure, about = {}) => Promise.resolve(decode(failure, explainContext(about)));
  const findLacks: CommandContext['findLacks'] = (facts) => Promise.resolve(missing(facts));
  const containersOf: CommandContext['containersOf'] = (pod, at) => containerRows(podFacts(pod), at.getTime());
  const now = (): Date => new Date();
  const pageSize = (): number => 500;
  const model = new ClustersModel({
    ...{ profiles, access, explain, findLacks, log, isTrusted, healthOf: podHealth, containersOf, pageSize, now },
    reader: () => Promise.resolve(reader),
    expiryOf: (endpoint) => expiries.lines(endpoint, now()),
  });
  const control = new ClustersControl(model, () => Promise.resolve());
  const opened: { name: string; text: string }[] = [];
  const copied: string[] = [];
  const context: CommandContext = {
    ...editorParts((name, text) => void shown.push(`document: ${name}\n${text}`)).context,
    ...{ log, profiles, access, vault, explain, findLacks, containersOf, isTrusted, redact, now },
    prompts: watched,
    files: testFiles({ prompts: watched, home: options.home, shown }),
    kube: testKube(...(options.kubeconfigs ?? [])),
    setups,
    clusters: control,
    sandbox: {
      isRunning: false,
      faults: [],
      currentFault: undefined,
      start: () => Promise.resolve(err({ kind: 'cancelled' })),
      stop: () => Promise.resolve(),
      inject: () => Promise.resolve(ok(true as const)),
    },
    reader: () => Promise.resolve(reader),
    scripts: () => Promise.resolve(runner),
    diagnostics: memoryDiagnostics(redact, computer.workspaceState).diagnostics,
    doctor: new DoctorControl({
      model: new DoctorModel(),
      examine: (link, wish) => {
        const hash = generatedHash(setups.find(link.endpoint.url)?.cluster);
        const subject = { ...subjectOf(link), ...(hash !== undefined && { generatedHash: hash }) };
        return doctor.examine(link, { ...wish, subject, now: now() });
      },
      focus: () => Promise.resolve(),
    }),
    chainOfRun: (run) => Promise.resolve(chainOfRun(run)),
    renderDoctor: (run, as) => Promise.resolve(renderDoctor(run, as)),
    openPage: () => Promise.resolve(),
    clipboard: () => Promise.resolve(''),
    selection: () => undefined,
    expiries,
    keyBits: () => 2048,
    requestSeconds: () => 30,
    describePod: (pod, events, at) => Promise.resolve(describePod(pod, events, at.getTime())),
    isReadOnly: () => false,
    copy: (text) => {
      copied.push(text);
      return Promise.resolve();
    },
    open: (name, text) => {
      opened.push({ name, text });
      shown.push(`document: ${name}\n${text}`);
      return Promise.resolve();
    },
    compare: (title, name, { before, after }) => {
      opened.push({ name: title, text: after });
      shown.push(`comparison: ${title}\n${name}\n${before}\n${after}`);
      return Promise.resolve();
    },
    showLog: () => undefined,
    image: () => '',
    mssqlProfiles: () => undefined,
    environment: () => ({ extension: 'test' }),
    remember: (secret) => known.add(secret),
    readFile: readBytes,
    execute: (id, args, instead) => execute(commandTable, id, args, { ...parts, context: { ...context, ...instead } }),
    newId: () => crypto.randomUUID(),
  };
  const failures: Failure[] = [];
  const report = new Report({
    prompts: { tell: (level, message) => prompts.tell(level, message) },
    ...{ log, explain, showLog: () => undefined, showMore: () => Promise.resolve() },
  });
  const parts: RegisterParts = {
    context,
    register: () => assert.fail('commands are run by their ids'),
    report: (failure, about) => {
      failures.push(failure);
      shown.push(`report: ${JSON.stringify(failure)}`);
      report.failure(failure, about);
    },
    reportUnknown: () => assert.fail(`something unexpected happened: ${shown.slice(-3).join('\n')}`),
    log,
  };
  return {
    ...{ context, prompts, model, control, opened, copied, failures },
    async run(id, args, ...acts) {
      const from = prompts.seen.length;
      prompts.follow(...acts);
      const outcome = await context.execute(id, args);
      shown.push(...prompts.seen.slice(from));
      assert.deepEqual(prompts.left, [], `${id} did not ask for all of it:\n${prompts.seen.slice(from).join('\n')}`);
      return outcome;
    },
    tree: () => treeText(model),
    async close() {
      model.dispose();
      await Promise.all([reader.close(), runner.close(), doctor.close()]);
    },
  };
}
