import { findCalls } from '../calls/call-finder.ts';
import { kubernetesUrl } from './kubernetes-call.ts';
import { methodMissing } from './method-missing.ts';
import { returnValueNotCaptured } from './return-value-not-captured.ts';
import type { Finding, Rule } from './rule.ts';
import { tokenLiteral } from './token-literal.ts';

const rules: readonly Rule[] = [methodMissing, returnValueNotCaptured, tokenLiteral];

/** A finding with the rule that made it. */
interface Diagnostic extends Finding {
  readonly code: Rule['code'];
  readonly severity: Rule['severity'];
}

/** What is wrong with the calls of Kubernetes in a script; silent on calls that are not fully understood. Never throws. */
export const lint = (document: string): readonly Diagnostic[] =>
  findCalls(document)
    .filter((call) => call.complete && kubernetesUrl(call) !== undefined)
    .flatMap((call) =>
      rules.flatMap(({ code, severity, check }) => check(call).map((finding) => ({ code, severity, ...finding }))),
    );
