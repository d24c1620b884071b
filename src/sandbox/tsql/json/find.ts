import type { JsonPath, PathStep } from './path.ts';
import { jsonKind, type JsonKind, type Scanner } from './scanner.ts';

/** A value in a text; `end` is behind its last character. */
export interface JsonSpan {
  readonly kind: JsonKind;
  readonly start: number;
  readonly end: number;
}

/** Where the text stops being of interest: the cursor stands at the value (`found`), or there is none. */
export type Search = { readonly found: true; readonly kind: JsonKind } | { readonly found: false };

const nothing: Search = { found: false };

/**
 * Puts the cursor at the root. It must be an object or array; of a max-typed document a scalar is read before failing
 * (observed).
 */
export function openRoot(scanner: Scanner, isMax: boolean): JsonKind {
  const kind = scanner.kind();
  if (kind === jsonKind.object || kind === jsonKind.array) return kind;
  if (isMax) {
    scanner.skipValue();
    scanner.skipBlanks();
  }
  throw scanner.fail();
}

/**
 * Walks a path that reaches at most one value and leaves the cursor at it, the rest unread. A member or index that is
 * missing leaves its container read, and for the root what follows it too; a step of the wrong kind stops at once (observed).
 */
export function findOne(scanner: Scanner, steps: readonly PathStep[], isMax: boolean): Search {
  let kind = openRoot(scanner, isMax);
  for (const [index, step] of steps.entries()) {
    if (!fitsContainer(step, kind)) return nothing;
    if (!enterStep(scanner, step)) {
      if (index === 0) scanner.expectEnd();
      return nothing;
    }
    kind = scanner.kind();
  }
  return { found: true, kind };
}

const fitsContainer = (step: PathStep, kind: JsonKind): boolean =>
  kind === (step.kind === 'key' || step.kind === 'any-key' ? jsonKind.object : jsonKind.array);

/** Moves the cursor from a container to the value the step names; false when the container has none and is passed. */
function enterStep(scanner: Scanner, step: PathStep): boolean {
  return step.kind === 'key'
    ? enterMember(scanner, step.name)
    : enterElement(scanner, step.kind === 'index' ? step.index : 0);
}

/** The first member of that name counts. */
function enterMember(scanner: Scanner, name: string): boolean {
  let more = scanner.enterObject();
  while (more) {
    if (scanner.readName() === name) return true;
    scanner.skipValue();
    more = scanner.nextMember();
  }
  return false;
}

function enterElement(scanner: Scanner, index: number): boolean {
  let more = scanner.enterArray();
  for (let position = 0; more; position += 1) {
    if (position === index) return true;
    scanner.skipValue();
    more = scanner.nextElement();
  }
  return false;
}

/** Reads the value at the cursor and says where it is. */
export function readSpan(scanner: Scanner): JsonSpan {
  scanner.skipBlanks();
  const start = scanner.at;
  const kind = scanner.skipValue();
  return { kind, start, end: scanner.at };
}

/**
 * All values of a path with wildcards or ranges. Up to the first of them the text streams as in `findOne`; from there
 * each candidate container is read whole, and nothing after it (observed).
 */
export function findMany(scanner: Scanner, path: JsonPath, isMax: boolean): JsonSpan[] {
  const first = path.steps.findIndex((step) => step.kind !== 'key' && step.kind !== 'index');
  const prefix = findOne(scanner, path.steps.slice(0, first), isMax);
  const found: JsonSpan[] = [];
  if (prefix.found) collect(scanner, path.steps.slice(first), found);
  if (prefix.found && first === 0) scanner.expectEnd();
  return found;
}

function collect(scanner: Scanner, steps: readonly PathStep[], found: JsonSpan[]): void {
  const [step, ...rest] = steps;
  if (step === undefined) {
    found.push(readSpan(scanner));
    return;
  }
  if (!fitsContainer(step, scanner.kind())) {
    scanner.skipValue();
    return;
  }
  if (step.kind === 'key' || step.kind === 'any-key') collectMembers(scanner, step, rest, found);
  else collectElements(scanner, step, rest, found);
}

function collectMembers(scanner: Scanner, step: PathStep, rest: readonly PathStep[], found: JsonSpan[]): void {
  let seen = false;
  let more = scanner.enterObject();
  while (more) {
    const name = scanner.readName();
    const matches: boolean = step.kind === 'any-key' || (step.kind === 'key' && step.name === name && !seen);
    seen ||= matches;
    if (matches) collect(scanner, rest, found);
    else scanner.skipValue();
    more = scanner.nextMember();
  }
}

function collectElements(scanner: Scanner, step: PathStep, rest: readonly PathStep[], found: JsonSpan[]): void {
  let more = scanner.enterArray();
  for (let index = 0; more; index += 1) {
    if (includesIndex(step, index)) collect(scanner, rest, found);
    else scanner.skipValue();
    more = scanner.nextElement();
  }
}

function includesIndex(step: PathStep, index: number): boolean {
  if (step.kind === 'index') return index === step.index;
  return step.kind === 'any-index' || (step.kind === 'range' && index >= step.from && index <= step.to);
}
