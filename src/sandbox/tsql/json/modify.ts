import { advancedAccessor, missingProperty, notAnArray, unsupportedModifyPath } from './errors.ts';
import { openRoot, readSpan, type JsonSpan } from './find.ts';
import { quoteJson } from './literal.ts';
import { parsePath, type JsonPath, type PathStep } from './path.ts';
import { jsonKind, Scanner } from './scanner.ts';

/** 13609 and 13608 of JSON_MODIFY (observed). */
const textState = 7;
const missingState = 2;

/** Where the path's last step leads: a value, or a place in an object where a member may be added. */
type Target =
  | { readonly kind: 'value'; readonly value: JsonSpan; readonly member?: Member }
  | { readonly kind: 'absent-member'; readonly name: string; readonly insertAt: number; readonly empty: boolean }
  | { readonly kind: 'none' };

/** A member with what must go when it is removed: its comma is the one before it, or after it when it is first. */
interface Member {
  readonly start: number;
  readonly previousEnd: number | undefined;
  /** Start of the next member's name, when there is one. */
  readonly nextStart: number | undefined;
}

/**
 * JSON_MODIFY: the text with one value changed and everything else as it was. `literal` is the new value as JSON, or
 * undefined for SQL NULL. The whole text is checked first. Throws 13607, 13608, 13609, 13619, 13621, 13660.
 */
export function modifyJson(text: string, pathText: string, literal: string | undefined): string {
  const path = parsePath(pathText, true);
  if (path.many) throw advancedAccessor('JsonModify', 4);
  if (path.steps.length === 0 && !path.append) throw unsupportedModifyPath();
  const target = locate(text, checkedRoot(text), path.steps);
  return path.append ? append(text, path, target, literal) : replace(text, path, target, literal);
}

/** The whole text must be JSON, from end to end. */
function checkedRoot(text: string): JsonSpan {
  const scanner = new Scanner(text, textState);
  openRoot(scanner, true);
  const root = readSpan(scanner);
  scanner.expectEnd();
  return root;
}

function locate(text: string, root: JsonSpan, steps: readonly PathStep[]): Target {
  let target: Target = { kind: 'value', value: root };
  for (const step of steps) {
    if (target.kind !== 'value') return { kind: 'none' };
    target = descend(text, target.value, step);
  }
  return target;
}

function descend(text: string, container: JsonSpan, step: PathStep): Target {
  const scanner = new Scanner(text, textState, container.start);
  if (step.kind === 'key' && container.kind === jsonKind.object) return findMember(scanner, container, step.name);
  if (step.kind === 'index' && container.kind === jsonKind.array) return findElement(scanner, step.index);
  return { kind: 'none' };
}

function findMember(scanner: Scanner, container: JsonSpan, name: string): Target {
  let previousEnd: number | undefined;
  let more = scanner.enterObject();
  while (more) {
    const start = scanner.at;
    const matches = scanner.readName() === name;
    const value = readSpan(scanner);
    more = scanner.nextMember();
    if (matches) {
      return { kind: 'value', value, member: { start, previousEnd, nextStart: more ? scanner.at : undefined } };
    }
    previousEnd = value.end;
  }
  return { kind: 'absent-member', name, insertAt: container.end - 1, empty: previousEnd === undefined };
}

function findElement(scanner: Scanner, index: number): Target {
  let more = scanner.enterArray();
  for (let position = 0; more; position += 1) {
    const value = readSpan(scanner);
    if (position === index) return { kind: 'value', value };
    more = scanner.nextElement();
  }
  return { kind: 'none' };
}

function replace(text: string, path: JsonPath, target: Target, literal: string | undefined): string {
  if (target.kind === 'value') {
    const remove = literal === undefined && !path.strict && target.member !== undefined;
    return remove ? removeMember(text, target.value, target.member) : put(text, target.value, literal ?? 'null');
  }
  if (path.strict) throw missingProperty(missingState);
  if (target.kind === 'none' || literal === undefined) return text;
  return addMember(text, target, literal);
}

const put = (text: string, span: JsonSpan, literal: string): string =>
  text.slice(0, span.start) + literal + text.slice(span.end);

function addMember(text: string, target: Target & { readonly kind: 'absent-member' }, literal: string): string {
  const member = `${target.empty ? '' : ','}${quoteJson(target.name)}:${literal}`;
  return text.slice(0, target.insertAt) + member + text.slice(target.insertAt);
}

function removeMember(text: string, value: JsonSpan, member: Member): string {
  if (member.previousEnd !== undefined) return text.slice(0, member.previousEnd) + text.slice(value.end);
  return text.slice(0, member.start) + text.slice(member.nextStart ?? value.end);
}

function append(text: string, path: JsonPath, target: Target, literal: string | undefined): string {
  if (target.kind === 'value') {
    if (target.value.kind === jsonKind.array) return push(text, target.value, literal ?? 'null');
    if (path.strict) throw notAnArray();
    return text;
  }
  if (path.strict) throw missingProperty(missingState);
  if (target.kind === 'none' || literal === undefined) return text;
  return addMember(text, target, `[${literal}]`);
}

function push(text: string, array: JsonSpan, literal: string): string {
  const empty = text.slice(array.start + 1, array.end - 1).trim() === '';
  return `${text.slice(0, array.end - 1)}${empty ? '' : ','}${literal}${text.slice(array.end - 1)}`;
}
