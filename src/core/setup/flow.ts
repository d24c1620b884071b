import type { Owner } from './owner.ts';

/** The steps from nothing to pods, in order. */
export const flowSteps = ['connection', 'certificates', 'access', 'apply', 'token', 'sql', 'trust', 'proof'] as const;

/** One of them. */
export type FlowStep = (typeof flowSteps)[number];

/** What was noted about a step: it is done, or somebody else was asked to do it. */
export interface StepMark {
  readonly state: 'done' | 'waiting';
  /** ISO time. */
  readonly at: string;
}

/** Words for a step, and who does it. */
export interface FlowStepWords {
  readonly title: string;
  readonly owner: Owner;
  /** What it is for, as a sentence. */
  readonly about: string;
}

/** How the checklist names them. */
export const flowWords: Readonly<Record<FlowStep, FlowStepWords>> = {
  connection: {
    title: 'Connect to SQL Server 2025',
    owner: 'database-dba',
    about: 'A login with which this computer reaches the database.',
  },
  certificates: {
    title: 'Certificates',
    owner: 'cluster-admin',
    about: 'A CA of your own, and a server certificate for the name that SQL Server calls.',
  },
  access: {
    title: 'Access and proxy',
    owner: 'cluster-admin',
    about: 'What SQL Server may do in the cluster, and the manifests that allow exactly that.',
  },
  apply: {
    title: 'Apply to the cluster',
    owner: 'cluster-admin',
    about: 'The proxy, its service account and roles, in the cluster.',
  },
  token: {
    title: 'Token',
    owner: 'cluster-admin',
    about: 'A token of the service account, for the credential in SQL Server.',
  },
  sql: {
    title: 'SQL Server set-up',
    owner: 'database-dba',
    about: 'Switch, master key, credential, grants and proof, as scripts with an undo each.',
  },
  trust: {
    title: "Trust on SQL Server's host",
    owner: 'host-administrator',
    about: 'The CA in the place where SQL Server looks for it, and the name of the proxy.',
  },
  proof: {
    title: 'Proof',
    owner: 'database-dba',
    about: 'A real call from SQL Server through the proxy: pods in the tree.',
  },
};

/** What is known without asking anybody, step by step; a mark of the user's counts only where nothing is known. */
export type FlowFacts = Readonly<Partial<Record<FlowStep, boolean>>>;

/** State of one step. */
export type FlowState = 'done' | 'to do' | 'waiting';

/** What is known wins over what was noted: a deleted connection is no longer done. */
export const stateOf = (
  step: FlowStep,
  facts: FlowFacts,
  marks: Readonly<Partial<Record<FlowStep, StepMark>>>,
): FlowState => {
  const fact = facts[step];
  if (fact === true) return 'done';
  const mark = marks[step]?.state;
  if (mark === 'waiting') return 'waiting';
  return mark === 'done' && fact === undefined ? 'done' : 'to do';
};

/** The first step that somebody here can go on with; undefined when all are done or wait for others. */
export const nextStep = (states: Readonly<Record<FlowStep, FlowState>>): FlowStep | undefined =>
  flowSteps.find((step) => states[step] === 'to do');
