import type { Constant } from './constant.ts';
import type { Span } from './span.ts';

/** One EXEC of `sp_invoke_external_rest_endpoint` or of a procedure of the schema `k8s`, as far as it is written. */
export interface Call {
  readonly target: 'rest' | 'k8s';
  /** Last part of the name, without brackets; empty while only `k8s.` is typed. */
  readonly procedure: string;
  /** From EXEC to the end of the last argument. */
  readonly span: Span;
  /** Its batch, without the GO line. */
  readonly batch: Span;
  readonly keyword: Span;
  /** The whole name with its database and schema. */
  readonly name: Span;
  /** The variable in `EXEC @code = …`, spelled as written. */
  readonly returnVariable?: Named;
  readonly arguments: readonly CallArgument[];
  /** False when something is missing, unclosed or not understood: then what is absent may only be unwritten. */
  readonly complete: boolean;
}

/** A piece of text that names something, and its place. */
export interface Named {
  readonly text: string;
  readonly span: Span;
}

/** One argument of a call. */
export interface CallArgument {
  readonly span: Span;
  /** `@url` in `@url = …`, as written. */
  readonly name?: Named;
  /** The parameter in lower case with its @: named, or by position for the procedure whose parameters are known. */
  readonly parameter?: string;
  /** Absent while the value is not written yet. */
  readonly value?: ArgumentValue;
  readonly output: boolean;
}

/** What stands as the value: `name` is text without quotes ([https://host] or GET), `default` the word DEFAULT, `other` what EXEC would not take. */
export interface ArgumentValue {
  readonly span: Span;
  readonly kind: 'literal' | 'variable' | 'name' | 'default' | 'null' | 'other';
  /** The variable in lower case with its @, when it is one. */
  readonly variable?: string;
  /** What it is known to be when the call runs. */
  readonly constant: Constant;
}

/** The argument for a parameter, which is given in lower case with its @. */
export const argumentFor = (call: Call, parameter: string): CallArgument | undefined =>
  call.arguments.find((one) => one.parameter === parameter);
