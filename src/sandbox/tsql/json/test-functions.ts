import { SqlError } from '../../sql-error.ts';
import type { ScalarFunction } from '../contracts.ts';
import { int } from '../types/families.ts';
import { documentText, pathText, requireText } from './arguments.ts';
import { findMany, findOne } from './find.ts';
import { parsePath } from './path.ts';
import { jsonKind, Scanner, type JsonKind } from './scanner.ts';

const containers: readonly JsonKind[] = [jsonKind.object, jsonKind.array];

/** What each bare word of ISJSON accepts (observed): SCALAR is a string or number only. */
const accepted: Record<string, readonly JsonKind[]> = {
  VALUE: Object.values(jsonKind),
  OBJECT: [jsonKind.object],
  ARRAY: [jsonKind.array],
  SCALAR: [jsonKind.string, jsonKind.number],
};

/** The kind of a text that is valid JSON from end to end; undefined when it is not. Throws 13606. */
function kindOfText(text: string): JsonKind | undefined {
  try {
    const scanner = new Scanner(text, 1);
    const kind = scanner.skipValue();
    scanner.expectEnd();
    return kind;
  } catch (error) {
    if (error instanceof SqlError && error.number === 13609) return undefined;
    throw error;
  }
}

/** `ISJSON(text [, VALUE | OBJECT | ARRAY | SCALAR])`. */
export const isJson: ScalarFunction = {
  name: 'isjson',
  minArgs: 1,
  maxArgs: 2,
  wordArguments: [1],
  foldsConstants: true,
  returnType(args) {
    requireText(args, 0, 'isjson', true);
    const word = args[1]?.constant;
    if (args[1] !== undefined && typeof word !== 'string') {
      throw new SqlError(1023, 'Invalid parameter 2 specified for isjson.', { class: 15 });
    }
    if (typeof word === 'string' && accepted[word.toUpperCase()] === undefined) {
      throw new SqlError(155, `'${word}' is not a recognized isjson option.`, { class: 15 });
    }
    return int;
  },
  evaluate([document, word]) {
    const text = documentText(document);
    if (text === undefined) return null;
    const kinds = typeof word?.value === 'string' ? accepted[word.value.toUpperCase()] : containers;
    const kind = kindOfText(text);
    return kind !== undefined && kinds?.includes(kind) === true ? 1 : 0;
  },
};

/** `JSON_PATH_EXISTS(document, path)`: 0 for text that is not JSON anywhere; a JSON null counts as there (observed). */
export const jsonPathExists: ScalarFunction = {
  name: 'json_path_exists',
  minArgs: 2,
  maxArgs: 2,
  foldsConstants: true,
  returnType(args) {
    requireText(args, 0, 'json_path_exists', true);
    requireText(args, 1, 'json_path_exists', false);
    return int;
  },
  evaluate([document, pathArgument]) {
    const path = parsePath(pathText(pathArgument, 1, 'json_path_exists'));
    const text = documentText(document);
    if (text === undefined) return null;
    const kind = kindOfText(text);
    if (kind === undefined || !containers.includes(kind)) return 0;
    const scanner = new Scanner(text, 1);
    const reached = path.many ? findMany(scanner, path, true).length > 0 : findOne(scanner, path.steps, true).found;
    return reached ? 1 : 0;
  },
};
