import type { BatchReading } from '../calls/call-finder.ts';
import type { Span } from '../calls/span.ts';
import type { SqlText } from '../quoting.ts';
import type { CallFacts } from './call-facts.ts';
import type { KubernetesRequest } from './kubernetes-request.ts';

/** How much a diagnostic weighs; the words of the settings. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

interface Described {
  /** Code `sqlkube/<name>`, help page `docs/rules/<name>.md`. */
  readonly name: string;
  /** Before settings change it. `error` is for what SQL Server or Kubernetes refuses. */
  readonly severity: Severity;
  /** One sentence for lists. */
  readonly summary: string;
  /** True for what rests on behaviour that nobody published a test of; such a rule is a hint. */
  readonly unverified?: true;
}

/** Looks at every call of the procedure that is fully understood, whoever is called. */
export interface ProcedureRule extends Described {
  readonly about: 'procedure';
  readonly check: (facts: CallFacts) => readonly Finding[];
}

/** Looks at those whose URL is known to be one of Kubernetes. */
export interface KubernetesRule extends Described {
  readonly about: 'kubernetes';
  readonly check: (facts: CallFacts, request: KubernetesRequest) => readonly Finding[];
}

/** Looks at a whole batch that holds the procedure's name, which need not be in a call. */
export interface BatchRule extends Described {
  readonly about: 'batch';
  readonly check: (batch: BatchReading) => readonly Finding[];
}

export type Rule = ProcedureRule | KubernetesRule | BatchRule;

/** What a rule found, at offsets of the batch. */
export interface Finding {
  readonly span: Span;
  readonly message: string;
  /** The best one first. */
  readonly fixes?: readonly Fix[];
  /** True where only this finding of the rule rests on unverified behaviour; it becomes a hint. */
  readonly unverified?: true;
}

/** Edits that are made together; their spans do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Puts `text` in place of a span, which is empty for an insertion. */
export interface TextChange {
  readonly span: Span;
  readonly text: string;
}

/** A change whose text was built by quoting. */
export interface TextEdit extends TextChange {
  readonly text: SqlText;
}
