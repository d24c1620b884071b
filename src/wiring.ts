import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { commandTable } from './commands/table.ts';
import type { CommandContext } from './commands/command.ts';
import { execute, registerCommands } from './commands/register.ts';
import type { RegisterParts } from './commands/register.ts';
import { containerRows } from './core/kube/container-rows.ts';
import { podHealth } from './core/kube/health.ts';
import { podFacts } from './core/kube/pod-facts.ts';
import type { Diagnosis } from './core/decode/diagnosis.ts';
import type { Knowledge } from './core/tsql/assist/knowledge.ts';
import { Access } from './host/access.ts';
import { Approvals } from './host/approvals.ts';
import { Disposables } from './host/disposables.ts';
import { Consents } from './host/consents.ts';
import { DocumentConnections } from './host/document-connections.ts';
import { ReadOnlyDocuments } from './host/documents.ts';
import { Expiries } from './host/expiries.ts';
import { explainContext } from './host/explain.ts';
import type { About, Explain, FindLacks } from './host/explain.ts';
import { kubeconfigPaths } from './host/kubeconfig-paths.ts';
import { KnownSecrets } from './host/known-secrets.ts';
import { redactingLog } from './host/log.ts';
import { ProfileStore } from './host/profile-store.ts';
import { Report } from './host/report.ts';
import { Responses } from './host/responses.ts';
import type { RunFinding } from './host/run-finding.ts';
import { RunHistory } from './host/run-history.ts';
import { Sandbox } from './host/sandbox.ts';
import { SecretVault } from './host/secrets.ts';
import { Settings } from './host/settings.ts';
import { SetupStore } from './host/setup-store.ts';
import { vscodeEditor } from './host/sql-editor.ts';
import { vscodePrompts } from './host/vscode-prompts.ts';
import { vscodeSettings } from './host/vscode-settings.ts';
import { Diagnostics, type Finding } from './panel-host/diagnostics.ts';
import { keptState } from './panel-host/kept-state.ts';
import { registerPanel } from './panel-host/panel-view.ts';
import { views } from './ids.ts';
import type { CommandId } from './ids.ts';
import type { KubeObject } from './sql/cluster-reader.ts';
import { DoctorControl } from './views/doctor-control.ts';
import { DoctorModel } from './views/doctor-model.ts';
import { showDoctor } from './views/doctor-view.ts';
import type { DoctorRun } from './core/doctor/report.ts';
import { firstBroken } from './core/doctor/summary.ts';
import { ClustersControl } from './views/clusters-control.ts';
import { ClustersModel } from './views/clusters-model.ts';
import { showClusters } from './views/clusters-view.ts';
import { showExpiries } from './views/expiry-item.ts';
import { showMilestones } from './views/milestone-keys.ts';
import { knownNames } from './views/known-names.ts';
import { examine } from './wire-doctor.ts';
import { wireEditor } from './wire-editor.ts';
import { fileWriter } from './wire-files.ts';
import { lazySql } from './wire-sql.ts';

/** What the tests inside VS Code drive and look at; nothing of it is for other extensions. */
export interface TestApi {
  readonly model: ClustersModel;
  readonly doctor: DoctorModel;
  readonly vault: SecretVault;
  readonly access: Access;
  readonly profiles: ProfileStore;
  readonly sandbox: Sandbox;
  readonly diagnostics: Diagnostics;
}

/** Runs a command, with what VS Code hands over. */
export type CommandHandler = (...args: never[]) => Promise<void>;

/** Everything at work. */
export interface Wired {
  readonly api: TestApi;
  readonly dispose: () => Promise<void>;
}

/** Builds every object and joins the rooms. */
export function wire(
  extension: vscode.ExtensionContext,
  register: (id: CommandId, handler: CommandHandler) => void,
): Wired {
  const owned = new Disposables();
  extension.subscriptions.push(owned);
  const channel = owned.add(vscode.window.createOutputChannel('SQL Kube', { log: true }));
  const known = new KnownSecrets();
  const redact = (text: string): string => known.redact(text);
  const seen = (secret: string): void => known.add(secret);
  const log = redactingLog(channel, redact);
  const prompts = known.watching(vscodePrompts);
  const isTrusted = (): boolean => vscode.workspace.isTrusted;
  const settings = new Settings(vscodeSettings);
  const profiles = new ProfileStore(settings, isTrusted);
  const vault = new SecretVault(extension.secrets, seen);
  const approvals = new Approvals(extension.workspaceState);
  const access = new Access({ profiles, vault, approvals, prompts, isTrusted });
  const expiries = new Expiries(extension.globalState);
  const documents = owned.add(new ReadOnlyDocuments());
  const { reader, scripts, doctors, newSession } = lazySql(settings, log);
  const diagnostics = new Diagnostics({
    decode: async (text) => {
      const { run } = doctorModel;
      const { lastUsed } = access;
      return (await onDemand()).decodePasted(text, {
        profiles,
        expiries,
        factsOf: (id) => clusters.connectedFacts(id),
        ...(lastUsed && { lastUsed }),
        ...(run && { run }),
        now: new Date(),
      });
    },
    redact,
    copy: async (text) => {
      await vscode.env.clipboard.writeText(text);
    },
    run: async (command, row) => {
      await vscode.commands.executeCommand(command, row);
    },
    reveal: async () => {
      await vscode.commands.executeCommand(`${views.diagnostics}.focus`);
    },
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    kept: keptState(extension.workspaceState),
  });
  owned.add(registerPanel(extension.extensionUri, diagnostics));
  // Whatever is explained to the user is also among the errors of the session.
  const explain: Explain = async (failure, about = {}) => {
    const told = (await onDemand()).explain(failure, explainContext(about));
    if (failure.kind !== 'cancelled' && failure.kind !== 'refused') diagnostics.add(findingOf(told, about));
    return told;
  };
  const findLacks: FindLacks = async (facts) => (await onDemand()).missing(facts);
  const containersOf = (pod: KubeObject, at: Date): ReturnType<typeof containerRows> =>
    containerRows(podFacts(pod), at.getTime());
  const model = owned.add(
    new ClustersModel({
      profiles,
      access,
      reader: reader.get,
      explain,
      findLacks,
      log,
      isTrusted,
      healthOf: podHealth,
      containersOf,
      expiryOf: (endpoint) => expiries.lines(endpoint, new Date()),
      pageSize: () => settings.wholeNumber('pods.pageSize', { low: 1, high: 5000, fallback: 500 }),
      now: () => new Date(),
    }),
  );
  const clusters = new ClustersControl(model, async () => {
    await vscode.commands.executeCommand(`${views.clusters}.focus`);
  });
  const setups = new SetupStore(extension.globalState);
  const sandbox = new Sandbox({
    program: extension.asAbsolutePath('dist/sandbox.cjs'),
    profiles,
    access,
    log,
    seen,
    disconnect: (id) => clusters.disconnect(id),
  });
  owned.add(showClusters({ model, profiles, sandbox, settings, log }));
  owned.add(showExpiries({ profiles, expiries, isTrusted, changed: () => model.changed.fire(undefined) }));
  owned.add(showMilestones({ profiles, setups, expiries, model }));
  const report = new Report({
    prompts,
    log,
    explain,
    showMore: (told, about) => diagnostics.show(findingOf(told, about)),
    showLog: () => channel.show(),
  });
  const doctorModel = new DoctorModel();
  owned.add(showDoctor(doctorModel));
  const chainOfRun = async (run: DoctorRun): Promise<RunFinding> => (await onDemand()).chainOfRun(run);
  // What the doctor found broken is among the errors of the session.
  owned.add(
    doctorModel.finished.on((run) => {
      if (firstBroken(run.findings)) void chainOfRun(run).then((finding) => diagnostics.add(finding));
    }),
  );
  const doctor = new DoctorControl({
    model: doctorModel,
    examine: async (link, wish) =>
      await examine(await doctors.get(), link, wish, { access, settings, setups, expiries }),
    focus: async () => {
      await vscode.commands.executeCommand(`${views.doctor}.focus`);
    },
  });
  const responses = new Responses(documents);
  const knowledge = (): Knowledge => knownNames(model);
  const home = extension.extensionUri;
  const editor = owned.add(wireEditor({ home, settings, profiles, log, responses, knowledge }));
  const mostEntries = (): number => settings.wholeNumber('history.maxEntries', { low: 0, high: 500, fallback: 50 });
  const context: CommandContext = {
    log,
    prompts,
    profiles,
    access,
    vault,
    expiries,
    keyBits: () => settings.keyBits,
    image: (key) => settings.image(key),
    requestSeconds: () => settings.wholeNumber('request.timeoutSeconds', { low: 1, high: 230, fallback: 30 }),
    files: fileWriter(prompts, documents),
    kube: {
      paths: () => kubeconfigPaths(process.env, homedir()),
      load: async (paths) => (await import('./cluster/client.ts')).loadKubeconfig({ kind: 'files', paths }),
      consents: new Consents(extension.globalState),
    },
    setups,
    clusters,
    sandbox,
    diagnostics,
    doctor,
    chainOfRun,
    renderDoctor: async (run, as) => (await onDemand()).renderDoctor(run, as),
    reader: reader.get,
    scripts: scripts.get,
    newSession,
    callTools: editor.callTools,
    editor: vscodeEditor,
    knowledge,
    responses,
    history: new RunHistory(extension.globalState, mostEntries),
    documentConnections: new DocumentConnections(extension.workspaceState),
    explain,
    findLacks,
    describePod: async (pod, events, at) => (await onDemand()).describePod(pod, events, at.getTime()),
    containersOf,
    isReadOnly: () => settings.readOnly,
    isTrusted,
    copy: async (text) => {
      await vscode.env.clipboard.writeText(text);
    },
    clipboard: async () => await vscode.env.clipboard.readText(),
    selection: selectedText,
    open: (name, text) => documents.open(name, text),
    compare: (title, name, texts) => documents.compare(title, name, texts),
    openPage: async (page) => {
      const [path = '', fragment = ''] = page.split('#');
      const uri = vscode.Uri.joinPath(extension.extensionUri, path).with({ fragment });
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    },
    showLog: () => channel.show(),
    mssqlProfiles: () => vscode.workspace.getConfiguration('mssql').inspect('connections')?.globalValue,
    environment: () => environment(extension, settings),
    redact,
    remember: seen,
    readFile: async (path) => (await onDemand()).readBytes(path),
    execute: (id, args, instead) => execute(commandTable, id, args, { ...parts, context: { ...context, ...instead } }),
    newId: () => crypto.randomUUID(),
    now: () => new Date(),
  };
  const parts: RegisterParts = {
    context,
    register,
    report: (failure, about) => report.failure(failure, about),
    reportUnknown: () => report.unknown(),
    log,
  };
  registerCommands(commandTable, parts);
  const dispose = async (): Promise<void> => {
    await sandbox.stop();
    doctorModel.stop();
    await Promise.all([reader.close(), scripts.close(), doctors.close()]);
  };
  return { api: { doctor: doctorModel, model, vault, access, profiles, sandbox, diagnostics }, dispose };
}

/** What the panel shows of a failure, and where it comes from in words. */
function findingOf(told: Diagnosis, { connection, endpoint }: About): Finding {
  const where = [connection?.name, endpoint?.url.replace(/^https:\/\//, '')].filter((name) => name !== undefined);
  return {
    from: where.length === 0 ? 'SQL Kube' : where.join(' › '),
    diagnoses: [told],
    about: { ...(connection && { connectionId: connection.id }), ...(endpoint && { endpointId: endpoint.id }) },
  };
}

function selectedText(): { readonly text: string; readonly from: string } | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) return undefined;
  const name = vscode.workspace.asRelativePath(editor.document.uri);
  return { text: editor.document.getText(editor.selection), from: `Selection in ${name}` };
}

const onDemand = () => import('./on-demand.ts');

function environment(extension: vscode.ExtensionContext, settings: Settings): Readonly<Record<string, unknown>> {
  const { version } = extension.extension.packageJSON as { readonly version: string };
  const numbers = [
    'refresh.intervalSeconds',
    'pods.pageSize',
    'request.timeoutSeconds',
    'query.timeoutSeconds',
  ] as const;
  return {
    extension: version,
    vscode: vscode.version,
    host: vscode.env.appHost,
    remote: vscode.env.remoteName ?? 'none',
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    settings: Object.fromEntries(
      numbers.map((key) => [key, settings.wholeNumber(key, { low: 0, high: 86_400, fallback: 0 })]),
    ),
  };
}
