import type { TypedValue } from '../../values.ts';
import type { ArgumentInfo } from '../contracts.ts';
import { clashName, isText } from '../types/families.ts';
import { badArgumentType } from './errors.ts';

/** Compile-time check (observed): the argument must be character text; `allowNull` when a bare NULL is fine. */
export function requireText(args: readonly ArgumentInfo[], index: number, name: string, allowNull: boolean): void {
  const argument = args[index];
  if (argument === undefined || (argument.isNullLiteral && allowNull)) return;
  if (argument.isNullLiteral) throw badArgumentType('NULL', index + 1, name);
  if (!isText(argument.type)) throw badArgumentType(clashName(argument.type), index + 1, name);
}

/** The path's text. A path that is NULL at run time is 8116 state 8 even when the document is NULL (observed). */
export function pathText(argument: TypedValue | undefined, index: number, name: string): string {
  const value = argument?.value ?? null;
  if (typeof value === 'string') return value;
  throw badArgumentType('NULL', index + 1, name.toUpperCase(), 8);
}

/** The document's text, or undefined for NULL. */
export const documentText = (argument: TypedValue | undefined): string | undefined =>
  typeof argument?.value === 'string' ? argument.value : undefined;
