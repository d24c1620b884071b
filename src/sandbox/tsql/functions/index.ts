import type { ScalarFunction, TableFunction } from '../contracts.ts';
import { choiceFunctions } from './choices.ts';
import { concatFunctions } from './concat.ts';
import { dateFunctions } from './date-functions.ts';
import { momentFunctions } from './date-making.ts';
import { nvarchar } from '../types/families.ts';
import { textOf } from './define.ts';
import { encodingFunctions } from './encodings.ts';
import { identityFunctions } from './identities.ts';
import { formatMessage } from './message-format.ts';
import { numberFunctions } from './numbers.ts';
import { stringSplit } from './string-split.ts';
import { editFunctions } from './text-edits.ts';
import { measureFunctions } from './text-measures.ts';
import { partFunctions } from './text-parts.ts';

/** `FORMATMESSAGE(text, …)`: RAISERROR's formatting without raising; message numbers are not known here. */
const formatMessageFunction: ScalarFunction = {
  name: 'formatmessage',
  minArgs: 1,
  maxArgs: 21,
  returnType: () => nvarchar(2048),
  evaluate: ([format, ...args]) =>
    typeof format?.value === 'string' ? formatMessage(textOf(format), args).slice(0, 2047) : null,
};

/** Every built-in scalar function but those of JSON, of errors and of the server itself. */
export const scalarFunctions: readonly ScalarFunction[] = [
  ...partFunctions,
  ...editFunctions,
  ...measureFunctions,
  ...concatFunctions,
  ...dateFunctions,
  ...momentFunctions,
  ...numberFunctions,
  ...choiceFunctions,
  ...identityFunctions,
  ...encodingFunctions,
  formatMessageFunction,
];

/** Table-valued functions but OPENJSON. */
export const tableFunctions: readonly TableFunction[] = [stringSplit];
