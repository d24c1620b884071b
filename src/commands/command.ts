import type { ChainLink } from '../core/decode/chain.ts';
import type { Diagnosis } from '../core/decode/diagnosis.ts';
import type { Kubeconfig } from '../cluster/client.ts';
import type { CheckCode } from '../core/doctor/checks.ts';
import type { Finding, Fix } from '../core/doctor/finding.ts';
import type { Hands } from '../core/doctor/hands.ts';
import type { DoctorRun } from '../core/doctor/report.ts';
import type { Failure } from '../core/failure.ts';
import type { ContainerRow } from '../core/kube/pod.ts';
import type { ClusterFailure } from '../core/kube/cluster-failure.ts';
import type { Result } from '../core/result.ts';
import type { insertableCalls } from '../core/tsql/assist/insert-call.ts';
import type { clustersFor, Knowledge, knownNames } from '../core/tsql/assist/knowledge.ts';
import type { snippetText } from '../core/tsql/assist/suggestion.ts';
import type { copyCall } from '../core/tsql/copy/copy-call.ts';
import type { judgeReadOnly } from '../core/tsql/run/read-only.ts';
import type { withoutValues } from '../core/tsql/run/response-secrets.ts';
import type { runDocument } from '../core/tsql/run/run-document.ts';
import type { planRun } from '../core/tsql/run/run-plan.ts';
import type { readRun } from '../core/tsql/run/run-report.ts';
import type { csvTable } from '../core/tsql/run/text-table.ts';
import type { Access } from '../host/access.ts';
import type { Consents } from '../host/consents.ts';
import type { Expiries } from '../host/expiries.ts';
import type { DocumentConnections } from '../host/document-connections.ts';
import type { Explain, FindLacks } from '../host/explain.ts';
import type { Files } from '../host/file-writer.ts';
import type { Logger } from '../host/log.ts';
import type { ProfileStore } from '../host/profile-store.ts';
import type { Prompts } from '../host/prompts.ts';
import type { SetupStore } from '../host/setup-store.ts';
import type { Responses } from '../host/responses.ts';
import type { RunFinding } from '../host/run-finding.ts';
import type { RunHistory } from '../host/run-history.ts';
import type { SecretVault } from '../host/secrets.ts';
import type { SqlEditor } from '../host/sql-editor.ts';
import type { ImageSetting, CommandArguments, CommandId, NamespaceRef, RowRef } from '../ids.ts';
import type { ClusterReader, KubeObject, Link, ServerFacts } from '../sql/cluster-reader.ts';
import type { ScriptRunner } from '../sql/script-runner.ts';

/** The tree, as commands drive it. */
interface ClustersControl {
  connect(connectionId: string): Promise<Result<ServerFacts, Failure>>;
  disconnect(connectionId: string): Promise<void>;
  connectedFacts(connectionId: string): ServerFacts | undefined;
  /** One row, or everything that was read. */
  refresh(row?: RowRef): Promise<void>;
  /** An endpoint whose row may show what is no longer so. */
  readEndpoint(endpointId: string): Promise<void>;
  loadMore(namespace: NamespaceRef): Promise<void>;
  /** One namespace, or all that are incomplete. */
  loadAll(namespace?: NamespaceRef): Promise<void>;
  stop(): void;
  filterText: string;
  problemsOnly: boolean;
  /** Shows the view. */
  focus(): Promise<void>;
  nameOf(row: RowRef): string | undefined;
  troubleOf(row: RowRef):
    | {
        readonly where: string;
        readonly explanation: Diagnosis;
        readonly about: { readonly connectionId?: string; readonly endpointId?: string };
        /** T-SQL that mends it. */
        readonly script?: string;
        readonly parent: RowRef;
      }
    | undefined;
}

/** The diagnostics panel, as commands drive it. */
interface DiagnosticsControl {
  /** Decodes a text and shows what it means. */
  decode(text: string, from: string): Promise<void>;
  /** Remembers what failed among the errors of the session, without showing the panel. */
  add(finding: Shown): void;
  /** Remembers it and shows it. Who has looked at the links hands over the chain; else it follows from the diagnoses. */
  show(finding: Shown): Promise<void>;
  /** Brings the panel into view. */
  reveal(): Promise<void>;
}

/** What the panel can show. */
interface Shown {
  /** Where it comes from, in words. */
  readonly from: string;
  /** Root cause first. */
  readonly diagnoses: readonly Diagnosis[];
  readonly chain?: readonly (ChainLink & { readonly note?: string })[];
  /** The rows of the tree behind it, for the commands of its buttons. */
  readonly about?: { readonly connectionId?: string; readonly endpointId?: string };
}

/** The sandbox as a process of its own. */
interface SandboxControl {
  readonly isRunning: boolean;
  readonly faults: readonly SandboxFault[];
  readonly currentFault: string | undefined;
  start(signal: AbortSignal): Promise<Result<{ readonly connectionId: string }, Failure>>;
  stop(): Promise<void>;
  inject(fault: string | undefined): Promise<Result<true, Failure>>;
}

interface SandboxFault {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** Kubeconfigs of this computer; a command gets its client with `chooseCluster`. */
interface KubeEntrance {
  /** Where kubectl would look. */
  paths(): readonly string[];
  load(paths: readonly string[]): Promise<Result<Kubeconfig, ClusterFailure>>;
  readonly consents: Consents;
}

/** The view Doctor, as commands drive it. */
interface DoctorControl {
  /** The last finished run. */
  readonly run: DoctorRun | undefined;
  /** What was examined last. */
  readonly endpointId: string | undefined;
  /** Runs all checks, or some and what stands on them anew. */
  examine(link: Link, only?: readonly CheckCode[], kubeconfig?: Hands['kubeconfig']): Promise<DoctorRun | undefined>;
  stop(): void;
  rowOf(row: RowRef): { readonly check: CheckCode; readonly finding?: Finding; readonly fix?: Fix } | undefined;
}

/** What reads T-SQL: in a bundle of its own, loaded on first use. */
export interface CallTools {
  readonly planRun: typeof planRun;
  readonly judgeReadOnly: typeof judgeReadOnly;
  readonly readRun: typeof readRun;
  readonly runDocument: typeof runDocument;
  readonly csvTable: typeof csvTable;
  readonly withoutValues: typeof withoutValues;
  readonly copyCall: typeof copyCall;
  readonly insertableCalls: typeof insertableCalls;
  readonly clustersFor: typeof clustersFor;
  readonly knownNames: typeof knownNames;
  readonly snippetText: typeof snippetText;
}

/** Everything that commands use; built in wiring, small in tests. */
export interface CommandContext {
  readonly log: Logger;
  readonly prompts: Prompts;
  readonly profiles: ProfileStore;
  readonly access: Access;
  readonly vault: SecretVault;
  /** Writes files that were asked for: shown first, all or nothing. */
  readonly files: Files;
  readonly kube: KubeEntrance;
  /** Set-ups that were begun on this computer. */
  readonly setups: SetupStore;
  readonly clusters: ClustersControl;
  readonly sandbox: SandboxControl;
  readonly diagnostics: DiagnosticsControl;
  readonly doctor: DoctorControl;
  /** What the panel shows of a run. */
  readonly chainOfRun: (run: DoctorRun) => Promise<RunFinding>;
  readonly renderDoctor: (run: DoctorRun, as: 'markdown' | 'json' | 'text') => Promise<string>;
  readonly reader: () => Promise<ClusterReader>;
  /** Runs T-SQL scripts, in sessions of their own. */
  readonly scripts: () => Promise<ScriptRunner>;
  /** A session of its own for one run: what it leaves behind, such as an open transaction, ends with it. Close it. */
  readonly newSession: () => Promise<ScriptRunner>;
  readonly callTools: () => Promise<CallTools>;
  readonly editor: SqlEditor;
  /** Names that were read already. */
  readonly knowledge: () => Knowledge;
  readonly responses: Pick<Responses, 'open' | 'find'>;
  readonly history: RunHistory;
  readonly documentConnections: DocumentConnections;
  readonly explain: Explain;
  readonly findLacks: FindLacks;
  /** When certificates and tokens end. */
  readonly expiries: Expiries;
  /** Seconds that SQL Server may wait for one call. */
  readonly requestSeconds: () => number;
  /** RSA bits of new keys, as set; checked where keys are made. */
  readonly keyBits: () => number;
  /** A container image, as set; checked where it is used. Empty is ours. */
  readonly image: (key: ImageSetting) => string;
  readonly describePod: (pod: KubeObject, events: readonly KubeObject[], now: Date) => Promise<string>;
  readonly containersOf: (pod: KubeObject, now: Date) => readonly ContainerRow[];
  readonly isReadOnly: () => boolean;
  readonly isTrusted: () => boolean;
  readonly copy: (text: string) => Promise<void>;
  readonly clipboard: () => Promise<string>;
  /** What is selected in the active editor, and that file’s name. */
  readonly selection: () => { readonly text: string; readonly from: string } | undefined;
  /** Opens text as a read-only document; the name is the tab's title and carries the language by its suffix. */
  readonly open: (name: string, text: string) => Promise<void>;
  /** Opens two texts beside each other; `name` carries the language by its suffix. */
  readonly compare: (
    title: string,
    name: string,
    texts: { readonly before: string; readonly after: string },
  ) => Promise<void>;
  /** Opens a page that comes with the extension, by its path and anchor. */
  readonly openPage: (page: string) => Promise<void>;
  readonly showLog: () => void;
  /** `mssql.connections` of the user's settings, unchecked. */
  readonly mssqlProfiles: () => unknown;
  /** Versions and settings for “Copy Diagnostic Information”; no secrets. */
  readonly environment: () => Readonly<Record<string, unknown>>;
  readonly redact: (text: string) => string;
  /** A secret that was made here: from now on it is taken out of whatever leaves us. */
  readonly remember: (secret: string) => void;
  /** Bytes of a file on this computer, or the system's word for why not. */
  readonly readFile: (path: string) => Promise<Result<Uint8Array, string>>;
  /** Runs another command as if it were called, with `instead` in place of parts of its context; failures are reported already. */
  readonly execute: <K extends CommandId>(
    id: K,
    args: CommandArguments[K],
    instead?: Partial<CommandContext>,
  ) => Promise<Outcome>;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** What a command answers: nothing, or why it could not. */
export type Outcome = Result<unknown, Failure> | undefined;

/** One command. `run` may throw only on programmer errors. */
export interface Command<K extends CommandId = CommandId> {
  readonly id: K;
  /** Changes the cluster or SQL Server, so read-only mode refuses it. */
  readonly writes?: true;
  /** Connects or starts something, so Restricted Mode refuses it. */
  readonly needsTrust?: true;
  run(context: CommandContext, ...args: CommandArguments[K]): Promise<Outcome>;
}
