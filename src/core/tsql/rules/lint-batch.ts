import { readBatch } from '../calls/call-finder.ts';
import { allRules } from './all-rules.ts';
import { CallFacts } from './call-facts.ts';
import type { Finding, Fix, Rule, Severity } from './rule.ts';
import type { Span } from '../calls/span.ts';
import { isSuppressed, suppressions } from './suppression.ts';

/** What the settings and the surroundings say. */
export interface LintOptions {
  /** By rule name, without `sqlkube/`. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** URLs of endpoints that are known to be Kubernetes, whatever their path. */
  readonly knownEndpoints?: readonly string[];
}

/** Something found in a document. */
export interface Diagnostic {
  readonly code: `sqlkube/${string}`;
  /** The rule's name: the code without `sqlkube/`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  /** The help page, as a path inside the extension. */
  readonly help: string;
  /** The best one first. */
  readonly fixes: readonly Fix[];
  /** True when it rests on behaviour that nobody published a test of; the message says so. */
  readonly unverified: boolean;
}

/** Path of a rule's help page inside the extension and the repository. */
const helpPage = (rule: string): string => `docs/rules/${rule}.md`;

/** What a message ends with when it rests on unverified behaviour. */
const unverifiedNote = 'Not verified on a real SQL Server.';

interface Found extends Finding {
  readonly rule: Rule;
  /** Where the call begins, for suppression. */
  readonly about: number;
}

const severityOf = ({ rule, unverified }: Found, { severities = {} }: LintOptions): Severity | 'off' => {
  const usual = unverified === true || rule.unverified === true ? 'hint' : rule.severity;
  return Object.hasOwn(severities, rule.name) ? (severities[rule.name] ?? usual) : usual;
};

const toDiagnostic = (found: Found, severity: Severity): Diagnostic => {
  const { rule, span, message, fixes = [] } = found;
  const unverified = found.unverified === true || rule.unverified === true;
  return {
    code: `sqlkube/${rule.name}`,
    rule: rule.name,
    severity,
    span,
    message: unverified ? `${message} ${unverifiedNote}` : message,
    help: helpPage(rule.name),
    fixes,
    unverified,
  };
};

const procedureRules = allRules.filter((rule) => rule.about === 'procedure');
const kubernetesRules = allRules.filter((rule) => rule.about === 'kubernetes');
const batchRules = allRules.filter((rule) => rule.about === 'batch');

const checkCall = (found: Found[], facts: CallFacts): void => {
  const about = facts.call.span.start;
  for (const rule of procedureRules) for (const finding of rule.check(facts)) found.push({ ...finding, rule, about });
  const { kubernetes } = facts;
  if (kubernetes === undefined) return;
  for (const rule of kubernetesRules)
    for (const finding of rule.check(facts, kubernetes)) found.push({ ...finding, rule, about });
};

/** What is wrong in one batch, with offsets into it. `database` is the one that a USE above has set, in lower case. Never throws. */
export const lintBatch = (text: string, database: string | undefined, options: LintOptions): readonly Diagnostic[] => {
  const batch = readBatch(text);
  const { knownEndpoints = [] } = options;
  const around = { batch, knownEndpoints, ...(database === undefined ? {} : { database }) };
  const found: Found[] = [];
  for (const rule of batchRules)
    for (const finding of rule.check(batch)) found.push({ ...finding, rule, about: finding.span.start });
  for (const call of batch.calls)
    if (call.complete && call.target === 'rest') checkCall(found, new CallFacts(call, around));
  const silent = suppressions(batch);
  return found.flatMap((one) => {
    const severity = severityOf(one, options);
    const hidden = severity === 'off' || isSuppressed(silent, one.rule.name, [one.span.start, one.about]);
    return hidden ? [] : [toDiagnostic(one, severity)];
  });
};
