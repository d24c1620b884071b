import { listWithoutLimit } from './list-without-limit.ts';
import { methodMissing } from './method-missing.ts';
import { patchWithoutType } from './patch-without-type.ts';
import { payloadIgnored } from './payload-ignored.ts';
import { returnValueNotCaptured } from './return-value-not-captured.ts';
import type { Rule } from './rule.ts';
import { tokenLiteral } from './token-literal.ts';

/** Every rule, in the order in which the documentation lists them. */
export const allRules: readonly Rule[] = [
  methodMissing,
  tokenLiteral,
  returnValueNotCaptured,
  payloadIgnored,
  patchWithoutType,
  listWithoutLimit,
];
