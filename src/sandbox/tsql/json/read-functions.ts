import type { SqlValue, TypedValue } from '../../values.ts';
import type { ScalarFunction } from '../contracts.ts';
import { isMax, nvarchar } from '../types/families.ts';
import { documentText, pathText, requireText } from './arguments.ts';
import { missingProperty, notAContainer, notAScalar, valueTruncated } from './errors.ts';
import { findMany, findOne, readSpan, type JsonSpan } from './find.ts';
import { parsePath } from './path.ts';
import { jsonKind, Scanner } from './scanner.ts';
import { spanText } from './open-entries.ts';

const isContainer = (span: Pick<JsonSpan, 'kind'>): boolean =>
  span.kind === jsonKind.object || span.kind === jsonKind.array;

/** State 1 for a literal or bounded type, 2 for a max type (observed); 13623 and 13624 have it the other way round. */
const boundedFirst = (argument: TypedValue | undefined): 1 | 2 => (argument && isMax(argument.type) ? 2 : 1);
const maxFirst = (argument: TypedValue | undefined): 1 | 2 => (argument && isMax(argument.type) ? 1 : 2);

/** `JSON_VALUE(document, path)`: nvarchar(4000). */
export const jsonValue: ScalarFunction = {
  name: 'json_value',
  minArgs: 2,
  maxArgs: 2,
  foldsConstants: true,
  returnType(args) {
    requireText(args, 0, 'json_value', true);
    requireText(args, 1, 'json_value', false);
    return nvarchar(4000);
  },
  evaluate([document, pathArgument]) {
    const path = parsePath(pathText(pathArgument, 1, 'json_value'));
    const text = documentText(document);
    if (text === undefined) return null;
    const scanner = new Scanner(text, boundedFirst(document));
    const isMaxText = boundedFirst(document) === 2;
    if (path.many) return manyScalars(scanner, path.strict, findMany(scanner, path, isMaxText));
    const search = findOne(scanner, path.steps, isMaxText);
    if (!search.found) {
      if (path.strict) throw missingProperty(boundedFirst(document));
      return null;
    }
    if (isContainer(search)) {
      if (path.strict) throw notAScalar(maxFirst(document));
      return null;
    }
    return scalarText(text, readSpan(scanner), path.strict);
  },
};

function scalarText(text: string, span: JsonSpan, strict: boolean): SqlValue {
  const value = spanText(text, span.kind, span.start, span.end);
  if (value === null || value.length <= 4000) return value;
  if (strict) throw valueTruncated();
  return null;
}

/** Exactly one value counts; several are NULL, or 13608 under strict (observed). */
function manyScalars(scanner: Scanner, strict: boolean, spans: readonly JsonSpan[]): SqlValue {
  if (spans.some((span) => span.kind === jsonKind.null)) return null;
  const [span] = spans;
  if (span !== undefined && spans.length === 1 && !isContainer(span)) return scalarText(scanner.text, span, strict);
  if (strict) throw missingProperty(1);
  return null;
}

/** `JSON_QUERY(document [, path])`: the fragment as written. */
export const jsonQuery: ScalarFunction = {
  name: 'json_query',
  minArgs: 1,
  maxArgs: 2,
  returnsJson: true,
  foldsConstants: true,
  returnType(args) {
    requireText(args, 0, 'json_query', true);
    requireText(args, 1, 'json_query', true);
    const [document] = args;
    return nvarchar(document !== undefined && isMax(document.type) ? 'max' : 4000);
  },
  evaluate([document, pathArgument]) {
    const path = parsePath(pathArgument === undefined ? '$' : pathText(pathArgument, 1, 'json_query'));
    const text = documentText(document);
    if (text === undefined) return null;
    const scanner = new Scanner(text, boundedFirst(document));
    const isMaxText = boundedFirst(document) === 2;
    if (path.many) return manyFragments(scanner, path.strict, findMany(scanner, path, isMaxText), isMaxText);
    const search = findOne(scanner, path.steps, isMaxText);
    if (!search.found) {
      if (path.strict) throw missingProperty(boundedFirst(document));
      return null;
    }
    if (search.kind === jsonKind.null) return null;
    if (!isContainer(search)) {
      if (path.strict) throw notAContainer(maxFirst(document));
      return null;
    }
    const { start, end } = readSpan(scanner);
    return text.slice(start, end);
  },
};

function manyFragments(scanner: Scanner, strict: boolean, spans: readonly JsonSpan[], isMaxText: boolean): SqlValue {
  if (spans.some((span) => span.kind === jsonKind.null)) return null;
  const [span] = spans;
  if (span !== undefined && spans.length === 1 && isContainer(span)) return scanner.text.slice(span.start, span.end);
  if (!strict) return null;
  throw spans.length > 1 ? notAContainer(isMaxText ? 4 : 3) : missingProperty(isMaxText ? 2 : 1);
}
