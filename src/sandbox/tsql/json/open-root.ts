import type { SqlType } from '../../values.ts';
import { isMax } from '../types/families.ts';
import { advancedAccessor, missingProperty, notOpenable } from './errors.ts';
import { findOne } from './find.ts';
import { parsePath } from './path.ts';
import { jsonKind, Scanner, type JsonKind } from './scanner.ts';

/** A document being opened: the cursor stands at the container that OPENJSON lists. */
export interface OpenedDocument {
  readonly scanner: Scanner;
  readonly kind: JsonKind;
  /** The container is the whole document, so nothing may follow it. */
  readonly isRoot: boolean;
}

/**
 * Goes to the container that OPENJSON's path names. Undefined: no rows. Throws 13607, 13608/3, 13609/3 with a path and /4
 * without, 13611, 13660 (observed).
 */
export function openDocument(
  text: string,
  type: SqlType,
  pathText: string | undefined,
  withColumns: boolean,
): OpenedDocument | undefined {
  const path = pathText === undefined ? undefined : parsePath(pathText);
  if (path?.many === true) throw advancedAccessor('OpenJson with default schema', 2);
  const scanner = new Scanner(text, path === undefined ? 4 : 3);
  const search = findOne(scanner, path?.steps ?? [], isMax(type));
  if (!search.found) {
    if (path?.strict === true) throw missingProperty(3);
    return undefined;
  }
  if (search.kind !== jsonKind.object && search.kind !== jsonKind.array) {
    if (path?.strict === true) throw notOpenable(withColumns ? 2 : 1);
    return undefined;
  }
  return { scanner, kind: search.kind, isRoot: path === undefined || path.steps.length === 0 };
}
