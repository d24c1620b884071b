import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandTable } from '../../../src/commands/table.ts';
import type { CommandContext } from '../../../src/commands/command.ts';
import { registerCommands } from '../../../src/commands/register.ts';
import type { ConnectionProfile, EndpointProfile } from '../../../src/core/connection.ts';
import { explain as decode } from '../../../src/core/decode/explain.ts';
import type { Explanation } from '../../../src/core/decode/explanation.ts';
import { missing } from '../../../src/core/decode/missing.ts';
import { describePod } from '../../../src/core/describe/pod-description.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { containerRows } from '../../../src/core/kube/container-rows.ts';
import { podHealth } from '../../../src/core/kube/health.ts';
import { podFacts } from '../../../src/core/kube/pod-facts.ts';
import { redact } from '../../../src/core/redact.ts';
import { err, ok } from '../../../src/core/result.ts';
import { Access } from '../../../src/host/access.ts';
import { Approvals } from '../../../src/host/approvals.ts';
import { Expiries } from '../../../src/host/expiries.ts';
import { explainContext } from '../../../src/host/explain.ts';
import type { Explain } from '../../../src/host/explain.ts';
import { redactingLog } from '../../../src/host/log.ts';
import { ProfileStore } from '../../../src/host/profile-store.ts';
import { Report } from '../../../src/host/report.ts';
import { readBytes } from '../../../src/host/file-system.ts';
import { SetupStore } from '../../../src/host/setup-store.ts';
import { SecretVault } from '../../../src/host/secrets.ts';
import { Settings } from '../../../src/host/settings.ts';
import type { CommandArguments, CommandId } from '../../../src/ids.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { mssqlDriver } from '../../../src/sql/driver.ts';
import { createClusterReader } from '../../../src/sql/reader.ts';
import type { ClusterNode, ConnectionNode, EndpointNode, NamespaceNode } from '../../../src/views/cluster-nodes.ts';
import { present } from '../../../src/views/cluster-present.ts';
import { rowsBelow } from '../../../src/views/cluster-rows.ts';
import { tooltip } from '../../../src/views/cluster-tooltip.ts';
import { renderDoctor } from '../../../src/core/doctor/report.ts';
import { chainOfRun } from '../../../src/host/run-finding.ts';
import { createDoctor } from '../../../src/sql/doctor.ts';
import { DoctorControl } from '../../../src/views/doctor-control.ts';
import { DoctorModel } from '../../../src/views/doctor-model.ts';
import { subjectOf } from '../../support/doctor.ts';
import { ClustersControl } from '../../../src/views/clusters-control.ts';
import { ClustersModel } from '../../../src/views/clusters-model.ts';
import { testFiles } from '../../support/files.ts';
import { editorParts } from '../../support/editor-parts.ts';
import { MemorySecrets, MemorySettings, MemoryState } from '../../support/memory-backends.ts';
import { memoryDiagnostics, type MemoryDiagnostics } from '../../support/memory-diagnostics.ts';
import { ScriptedPrompts } from '../../support/scripted-prompts.ts';
import type { Act } from '../../support/scripted-prompts.ts';
import { treeText } from '../../support/tree-text.ts';
import { testKube } from '../../support/kube.ts';

/** What differs from a good connection and a good endpoint. */
export interface Change {
  readonly connection?: Partial<ConnectionProfile>;
  readonly endpoint?: Partial<EndpointProfile>;
  /** Instead of the sandbox's own. */
  readonly password?: string;
  /** For an endpoint that signs in by token. */
  readonly token?: string;
  readonly pageSize?: number;
  readonly seconds?: { readonly connect?: number; readonly query?: number; readonly request?: number };
  /** False: this computer has never seen SQL Server's certificate. */
  readonly trustsServer?: boolean;
  readonly acts?: readonly Act[];
}

/** The whole extension but VS Code, in front of a real sandbox. */
export interface World {
  /** The diagnostics panel and what it was told. */
  readonly panel: MemoryDiagnostics;
  readonly model: ClustersModel;
  readonly control: ClustersControl;
  readonly prompts: ScriptedPrompts;
  /** As the log channel got it. */
  readonly logged: readonly string[];
  /** Text that left us: the clipboard and documents. */
  readonly shown: readonly string[];
  /** Failures of commands. */
  readonly reported: readonly Failure[];
  /** What must be nowhere. */
  readonly secrets: readonly string[];
  readonly ports: { readonly sqlServer: number; readonly proxy: number };
  connectionNode(): ConnectionNode;
  endpointNode(): EndpointNode;
  namespaceNode(name: string): NamespaceNode;
  everyNode(): readonly ClusterNode[];
  /** Failures and lacks in the tree, from top to bottom. */
  troubles(): readonly Explanation[];
  connect(): ReturnType<ClustersModel['connect']>;
  /** Connects, lists the namespaces and one namespace's pods; all of it must go well. */
  good(namespace?: string): Promise<NamespaceNode>;
  run<K extends CommandId>(id: K, ...args: CommandArguments[K]): Promise<void>;
  text(): string;
  /** All tooltips and accessible texts of the tree. */
  tooltips(): string;
  close(): Promise<void>;
}

/** Builds it; nothing is connected yet. */
export async function openWorld(sandbox: Sandbox, change: Change = {}): Promise<World> {
  const { sqlserver, proxy, credential, database } = sandbox.description;
  const connection: ConnectionProfile = {
    id: 'c1',
    name: 'prod',
    server: `${sqlserver.host},${sqlserver.port}`,
    database,
    user: sqlserver.user,
    encryption: 'mandatory',
    ...change.connection,
  };
  const endpoint: EndpointProfile = {
    id: 'e1',
    connectionId: 'c1',
    url: proxy.url,
    authentication: { kind: 'credential', name: credential ?? proxy.url },
    namespaces: 'all',
    ...change.endpoint,
  };
  const settings = new MemorySettings();
  settings.user['connections'] = [connection];
  settings.user['endpoints'] = [endpoint];
  const secrets = new MemorySecrets();
  const prompts = new ScriptedPrompts(...(change.acts ?? []));
  const isTrusted = (): boolean => true;
  const profiles = new ProfileStore(new Settings(settings), isTrusted);
  const vault = new SecretVault(secrets);
  const access = new Access({ profiles, vault, approvals: new Approvals(new MemoryState()), prompts, isTrusted });
  const target = { profile: connection, password: change.password ?? sqlserver.password };
  await access.storePassword(target);
  if (change.token !== undefined) await access.storeToken({ target, endpoint }, change.token);
  const reader = createClusterReader({
    loadDriver: () => Promise.resolve(mssqlDriver),
    timeouts: () => ({ connect: 5, query: 30, request: 20, ...change.seconds }),
    authorities: change.trustsServer === false ? [] : [await readFile(sqlserver.ca, 'utf8')],
  });
  const doctor = createDoctor({
    loadDriver: () => Promise.resolve(mssqlDriver),
    timeouts: () => ({ connect: 5, call: 20 }),
    authorities: [await readFile(sqlserver.ca, 'utf8')],
  });
  const logged: string[] = [];
  const write = (line: string) => void logged.push(line);
  const log = redactingLog({ trace: write, debug: write, info: write, warn: write, error: write }, redact);
  const panel = memoryDiagnostics(redact);
  const explain: Explain = (failure, about = {}) => {
    const told = decode(failure, explainContext(about));
    panel.diagnostics.add({ from: about.connection?.name ?? 'SQL Kube', diagnoses: [told] });
    return Promise.resolve(told);
  };
  const findLacks: CommandContext['findLacks'] = (facts) => Promise.resolve(missing(facts));
  const containersOf: CommandContext['containersOf'] = (pod, at) => containerRows(podFacts(pod), at.getTime());
  const now = (): Date => new Date();
  const model = new ClustersModel({
    profiles,
    access,
    reader: () => Promise.resolve(reader),
    explain,
    findLacks,
    log,
    isTrusted,
    healthOf: podHealth,
    containersOf,
    expiryOf: () => [],
    pageSize: () => change.pageSize ?? 500,
    now,
  });
  const control = new ClustersControl(model, () => Promise.resolve());
  const doctorModel = new DoctorModel();
  const shown: string[] = [];
  const context: CommandContext = {
    log,
    prompts,
    profiles,
    access,
    vault,
    expiries: new Expiries(new MemoryState()),
    requestSeconds: () => 30,
    keyBits: () => 2048,
    files: testFiles({ prompts, home: join(tmpdir(), 'sqlkube-nothing-is-written') }),
    clusters: control,
    sandbox: {
      isRunning: false,
      faults: [],
      currentFault: undefined,
      start: () => Promise.resolve(err({ kind: 'cancelled' })),
      stop: () => Promise.resolve(),
      inject: () => Promise.resolve(ok(true as const)),
    },
    diagnostics: panel.diagnostics,
    doctor: new DoctorControl({
      model: doctorModel,
      examine: (link, wish) => doctor.examine(link, { ...wish, now: now(), subject: subjectOf(link) }),
      focus: () => Promise.resolve(),
    }),
    chainOfRun: (run) => Promise.resolve(chainOfRun(run)),
    renderDoctor: (run, as) => Promise.resolve(renderDoctor(run, as)),
    openPage: () => Promise.resolve(),
    reader: () => Promise.resolve(reader),
    kube: testKube(),
    setups: new SetupStore(new MemoryState()),
    scripts: () => Promise.reject(new Error('no script is run here')),
    ...editorParts((name, text) => void shown.push(`${name}\n${text}`)).context,
    explain,
    findLacks,
    describePod: (pod, events, at) => Promise.resolve(describePod(pod, events, at.getTime())),
    containersOf,
    isReadOnly: () => false,
    isTrusted,
    copy: (text) => {
      shown.push(text);
      return Promise.resolve();
    },
    clipboard: () => Promise.resolve(''),
    selection: () => undefined,
    open: (name, text) => {
      shown.push(`${name}\n${text}`);
      return Promise.resolve();
    },
    compare: (title, name, { before, after }) => {
      shown.push(`${title} ${name}\n${before}\n${after}`);
      return Promise.resolve();
    },
    showLog: () => undefined,
    image: () => '',
    mssqlProfiles: () => undefined,
    environment: () => ({ extension: 'test' }),
    redact,
    remember: () => undefined,
    readFile: readBytes,
    execute: () => Promise.reject(new Error('no other command is run here')),
    newId: () => 'new',
    now,
  };
  const reported: Failure[] = [];
  const report = new Report({
    prompts: { tell: (level, message) => prompts.tell(level, message) },
    log,
    explain,
    showMore: () => Promise.resolve(),
    showLog: () => undefined,
  });
  const handlers = new Map<CommandId, (...args: never[]) => Promise<void>>();
  registerCommands(commandTable, {
    context,
    register: (id, handler) => {
      handlers.set(id, handler);
      return { dispose: () => undefined };
    },
    report: (failure) => {
      reported.push(failure);
      report.failure(failure);
    },
    reportUnknown: () => assert.fail('something unexpected happened; see the log'),
    log,
  });

  const the = <T>(found: T | undefined, what: string): T => {
    assert.ok(found !== undefined, `no ${what} in\n${treeText(model)}`);
    return found;
  };
  const connectionNode = (): ConnectionNode => the(model.connections()[0], 'connection');
  const endpointNode = (): EndpointNode => the(model.endpoints(connectionNode())[0], 'endpoint');
  const namespaceNode = (name: string): NamespaceNode =>
    the(
      model.namespaces(endpointNode()).find(({ namespace }) => namespace === name),
      `namespace ${name}`,
    );
  const everyNode = (): ClusterNode[] => {
    const below = (nodes: readonly ClusterNode[]): ClusterNode[] =>
      nodes.flatMap((node) => [node, ...below(rowsBelow(model, node))]);
    return below(rowsBelow(model, undefined));
  };
  const troubles = (): Explanation[] =>
    everyNode().flatMap((node) =>
      node.kind === 'failure' ? [node.explanation] : node.kind === 'lack' ? [node.lack] : [],
    );
  return {
    secrets: [sqlserver.password, sandbox.description.kubernetes.token, target.password, change.token ?? ''].filter(
      (secret) => secret !== '',
    ),
    ports: { sqlServer: sqlserver.port, proxy: Number(new URL(proxy.url).port) },
    panel,
    model,
    control,
    prompts,
    logged,
    shown,
    reported,
    connectionNode,
    endpointNode,
    namespaceNode,
    everyNode,
    troubles,
    connect: () => model.connect(connectionNode()),
    async good(namespace = 'kube-system'): Promise<NamespaceNode> {
      const connected = await model.connect(connectionNode());
      assert.ok(connected.ok, JSON.stringify(connected));
      await model.refresh(endpointNode());
      const node = namespaceNode(namespace);
      await model.refresh(node);
      assert.deepEqual(troubles(), [], treeText(model));
      return node;
    },
    run: async <K extends CommandId>(id: K, ...args: CommandArguments[K]): Promise<void> =>
      the(handlers.get(id), id)(...(args as never[])),
    text: () => treeText(model),
    tooltips: () =>
      everyNode()
        // Of 50,000 pods some are enough: their tooltips are made alike.
        .slice(0, 1000)
        .map((node) => `${tooltip(model, node)}\n${JSON.stringify(present(model, node))}`)
        .join('\n'),
    async close(): Promise<void> {
      model.dispose();
      await Promise.all([reader.close(), doctor.close()]);
    },
  };
}
