import type { Parser } from '../../tsql/contracts.ts';

/** DONE CurCmd of statements whose number nobody published; clients do not look at it. */
export const ddlCommand = 0;

/** `NAME = ` before an option's value. */
export function expectOption(parser: Parser, ...words: readonly string[]): void {
  parser.expectKeyword(...words);
  parser.expectSymbol('=');
}

/** IF EXISTS after DROP …. */
export function acceptIfExists(parser: Parser): boolean {
  return parser.acceptKeyword('IF', 'EXISTS');
}

/** ON or OFF. */
export function parseSwitch(parser: Parser): boolean {
  if (parser.acceptKeyword('ON')) return true;
  parser.expectKeyword('OFF');
  return false;
}
