import type { Expression } from '../ast.ts';
import type { RowScope } from './row-scope.ts';

type Node = Expression | Readonly<Record<string, unknown>>;

/** Calls `visit` for the expression and its parts, but not for those of nested queries. */
export const walk = (value: unknown, visit: (node: Node) => void): void => {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
    return;
  }
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return;
  const node = value as Node;
  if ('kind' in node) visit(node);
  for (const [key, part] of Object.entries(node)) if (key !== 'query') walk(part, visit);
};

/** Whether a node of that kind is among the parts. */
export const contains = (value: unknown, kind: Expression['kind']): boolean => {
  let found = false;
  walk(value, (node) => {
    found ||= node.kind === kind;
  });
  return found;
};

const columnKey = (parts: readonly string[], scope: RowScope): string => {
  const { depth, index } = scope.resolve(parts);
  return `column ${depth}.${index}`;
};

/** A text that is the same for expressions that mean the same: names resolved, lines left out, words in one case. */
export const canonical = (expression: Expression, scope: RowScope): string =>
  JSON.stringify(expression, (key: string, value: unknown) => {
    if (key === 'line') return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    if (key === 'name' && typeof value === 'string') return value.toLowerCase();
    if (value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'column')
      return columnKey((value as Extract<Expression, { kind: 'column' }>).parts, scope);
    return value;
  });
