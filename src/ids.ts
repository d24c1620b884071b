/**
 * Every id that package.json and the code share, with the types of what travels under it. No logic; a test compares both
 * directions with the manifest.
 */
import type { CertificatePin } from './core/connection.ts';
import type { Severity } from './core/tsql/rules/rule.ts';

/** What a command receives from a row of the tree. A row carries more; this is all that commands may rely on. */
export interface ConnectionRef {
  readonly connectionId: string;
}
/** An endpoint's row, or anything below it. */
export interface EndpointRef extends ConnectionRef {
  readonly endpointId: string;
}
/** A namespace's row, or anything below it. */
export interface NamespaceRef extends EndpointRef {
  readonly namespace: string;
}
/** A pod's row, or anything below it. */
export interface PodRef extends NamespaceRef {
  readonly pod: string;
  /** Present on a container's row. */
  readonly container?: string;
}
/** Any row: its id finds it again in the model. */
export interface RowRef {
  readonly id: string;
}

/** What a command about certificates may be told; a row of the tree tells its endpoint. */
export interface CertificateWish {
  /** Of the endpoint, where it is no profile yet. */
  readonly url?: string;
  readonly endpointId?: string;
  /** Where the files go, or lie. */
  readonly folder?: string;
  /** False to begin with a CA that has no name constraints. */
  readonly limited?: boolean;
  /** A file to inspect. */
  readonly path?: string;
}
/** A place in a document, as a CodeLens above a call names it. */
export interface CallRef {
  readonly uri: string;
  readonly offset: number;
}
/** The document of a run, and one of its result sets. */
export interface ResponseRef {
  /** Title of the document. */
  readonly response: string;
  /** 0-based. */
  readonly set?: number;
}

/** A set-up, by the URL of its endpoint. */
interface SetupRef {
  readonly url?: string;
}

/** Command ids and what they are called with. `undefined` means called from the palette. */
export interface CommandArguments {
  'sqlkube.connection.add': [];
  'sqlkube.connection.edit': [row?: ConnectionRef];
  'sqlkube.connection.remove': [row?: ConnectionRef];
  'sqlkube.connection.test': [row?: ConnectionRef];
  'sqlkube.connection.connect': [row?: ConnectionRef];
  'sqlkube.connection.disconnect': [row?: ConnectionRef];
  'sqlkube.connection.import': [];
  /** `given` fills in what the set-up knows. */
  'sqlkube.endpoint.add': [row?: ConnectionRef, given?: { readonly url: string; readonly credential: string }];
  'sqlkube.endpoint.edit': [row?: EndpointRef];
  'sqlkube.endpoint.remove': [row?: EndpointRef];
  'sqlkube.endpoint.test': [row?: EndpointRef];
  'sqlkube.secrets.forget': [];
  /** No row: from a view's title VS Code hands over whatever row is selected. */
  'sqlkube.clusters.refresh': [];
  'sqlkube.clusters.stop': [];
  'sqlkube.clusters.filter': [];
  'sqlkube.clusters.clearFilter': [];
  'sqlkube.clusters.showProblemsOnly': [];
  'sqlkube.clusters.showAll': [];
  'sqlkube.pods.loadMore': [row: NamespaceRef];
  'sqlkube.pods.loadAll': [row?: NamespaceRef];
  'sqlkube.pod.describe': [row: PodRef];
  'sqlkube.pod.showLogs': [row: PodRef];
  'sqlkube.row.refresh': [row: RowRef];
  'sqlkube.row.copyName': [row: RowRef];
  'sqlkube.failure.explain': [row: RowRef];
  'sqlkube.failure.retry': [row: RowRef];
  'sqlkube.failure.copy': [row: RowRef];
  'sqlkube.error.decode': [];
  'sqlkube.sandbox.start': [];
  'sqlkube.sandbox.stop': [];
  'sqlkube.sandbox.break': [];
  'sqlkube.certificate.create': [wish?: CertificateWish];
  'sqlkube.certificate.renew': [wish?: CertificateWish];
  'sqlkube.certificate.inspect': [wish?: CertificateWish];
  'sqlkube.token.request': [row?: Partial<EndpointRef>];
  'sqlkube.token.rotate': [row?: Partial<EndpointRef>];
  'sqlkube.expiry.review': [];
  'sqlkube.setup.open': [setup?: SetupRef];
  'sqlkube.setup.createSql': [row?: SetupRef & Partial<EndpointRef>];
  'sqlkube.setup.runSql': [setup?: SetupRef];
  'sqlkube.setup.undoSql': [setup?: SetupRef];
  'sqlkube.setup.exportRunBook': [setup?: SetupRef];
  'sqlkube.access.choose': [row?: SetupRef & Partial<EndpointRef>];
  'sqlkube.access.check': [row?: SetupRef & Partial<EndpointRef>];
  'sqlkube.proxy.createManifests': [row?: SetupRef & Partial<EndpointRef>];
  /** `server` is the URL of the API server. */
  'sqlkube.proxy.direct': [row?: SetupRef & Partial<EndpointRef>, server?: string];
  'sqlkube.cluster.apply': [row?: SetupRef & Partial<EndpointRef>];
  'sqlkube.cluster.remove': [row?: SetupRef & Partial<EndpointRef>];
  'sqlkube.doctor.run': [row?: EndpointRef | ConnectionRef];
  'sqlkube.doctor.runCheck': [row: RowRef];
  'sqlkube.doctor.stop': [];
  'sqlkube.doctor.fix': [row: RowRef];
  'sqlkube.doctor.explainCheck': [row: RowRef];
  /** No row: the whole report. */
  'sqlkube.doctor.copy': [row?: RowRef];
  'sqlkube.doctor.showReport': [];
  'sqlkube.doctor.showJson': [];
  'sqlkube.doctor.showChain': [];
  'sqlkube.diagnostics.copy': [];
  'sqlkube.log.show': [];
  'sqlkube.call.run': [call?: CallRef];
  'sqlkube.call.copyKubectl': [call?: CallRef];
  'sqlkube.call.copyCurl': [call?: CallRef];
  'sqlkube.call.chooseConnection': [];
  'sqlkube.call.insert': [];
  'sqlkube.history.show': [];
  'sqlkube.history.clear': [];
  'sqlkube.response.showBatch': [row: ResponseRef];
  'sqlkube.response.openCsv': [row: ResponseRef];
}

/** A command of this extension. */
export type CommandId = keyof CommandArguments;

/** What `sqlkube.lint.rules` may say of a rule. */
export type LintSeverity = Severity | 'off';

/** Settings without the `sqlkube.` prefix, and the type they have after checking. */
export interface SettingValues {
  /** Stored without secrets; entries are checked by `host/profiles.ts` before use. */
  connections: readonly unknown[];
  endpoints: readonly unknown[];
  /** Keyed by `host:port` in lower case. */
  certificatePins: Readonly<Record<string, CertificatePin>>;
  readOnly: boolean;
  /** Seconds; 0 is off. */
  'refresh.intervalSeconds': number;
  /** Pods a call. */
  'pods.pageSize': number;
  'request.timeoutSeconds': number;
  'query.timeoutSeconds': number;
  /** RSA bits of new keys. */
  'certificates.keyBits': number;
  /** `registry/name:tag`, with `@sha256:…` to pin it; empty is ours. */
  'proxy.image': string;
  'renewer.kubectlImage': string;
  'renewer.sqlcmdImage': string;
  /** Runs kept for each connection; 0 keeps none. */
  'history.maxEntries': number;
  'lint.enabled': boolean;
  /** By rule name, with or without `sqlkube/`. */
  'lint.rules': Readonly<Record<string, LintSeverity>>;
}

/** A setting of this extension, without prefix. */
export type SettingKey = keyof SettingValues;
/** The settings that name an image. */
export type ImageSetting = Extract<SettingKey, 'proxy.image' | `renewer.${string}`>;

/** Prefix of all settings. */
export const settingsSection = 'sqlkube';

/** Settings that a workspace may not set until it is trusted. */
export const restrictedSettings = [
  'sqlkube.connections',
  'sqlkube.endpoints',
  'sqlkube.proxy.image',
  'sqlkube.renewer.kubectlImage',
  'sqlkube.renewer.sqlcmdImage',
] as const;

/** View ids. */
export const views = {
  container: 'sqlkube',
  clusters: 'sqlkube.clusters',
  doctor: 'sqlkube.doctor',
  panel: 'sqlkubePanel',
  diagnostics: 'sqlkube.diagnostics',
} as const;

/** Context keys and their values; used in `when` clauses of package.json. */
export interface ContextValues {
  'sqlkube.hasConnections': boolean;
  'sqlkube.working': boolean;
  'sqlkube.filtered': boolean;
  'sqlkube.problemsOnly': boolean;
  'sqlkube.sandboxRunning': boolean;
  /** Milestones, by which the walkthrough ticks its steps. */
  'sqlkube.ownConnection': boolean;
  'sqlkube.certificatesMade': boolean;
  'sqlkube.accessChosen': boolean;
  'sqlkube.sqlServerSetUp': boolean;
  'sqlkube.podsSeen': boolean;
  'sqlkube.doctorRunning': boolean;
  /** There is a finished run to show. */
  'sqlkube.doctorReport': boolean;
}

/** A context key of this extension. */
export type ContextKey = keyof ContextValues;

/** Keys in SecretStorage: the prefix is followed by a hash of where the secret may be sent. */
export const secretKeys = {
  index: 'sqlkube.index',
  password: 'sqlkube.password.',
  token: 'sqlkube.token.',
  passphrase: 'sqlkube.passphrase.',
} as const;

/** Keys in workspaceState (approvals, the panel) and globalState. */
export const stateKeys = {
  approvals: 'sqlkube.approvals',
  panel: 'sqlkube.panel',
  certificates: 'sqlkube.certificates',
  tokens: 'sqlkube.tokens',
  setups: 'sqlkube.setups',
  /** Programs of kubeconfigs that were agreed to. */
  programs: 'sqlkube.programs',
  documentConnections: 'sqlkube.documentConnections',
} as const;

/** Key in globalState. */
export const historyKey = 'sqlkube.history';

/** Scheme of our read-only documents. */
export const documentScheme = 'sqlkube';
