import type { SqlType } from '../../values.ts';
import { needsConvert, noExplicitConversion, typeClash } from './conversion-errors.ts';
import { familyOf, isMax, untypedNull, type Family } from './families.ts';

/** `implicit` on its own, `explicit` by CAST and CONVERT only, `never` at all. */
type Conversion = 'implicit' | 'explicit' | 'never';

const numbers: readonly Family[] = ['integer', 'decimal', 'money', 'float'];
const temporals: readonly Family[] = ['datetime', 'date', 'time', 'datetime2'];
const among = (families: readonly Family[], family: Family): boolean => families.includes(family);

/** The conversion chart of "Data type conversion" (documented), by family. */
function conversion(from: Family, to: Family): Conversion {
  if (from === 'variant') return to === 'variant' ? 'implicit' : 'explicit';
  if (from === to || to === 'variant') return 'implicit';
  if (from === 'text') return to === 'binary' ? 'explicit' : 'implicit';
  if (from === 'binary') return to === 'float' ? 'never' : among(temporals, to) ? 'explicit' : 'implicit';
  if (to === 'text') return 'implicit';
  if (from === 'uniqueidentifier' || to === 'uniqueidentifier') return to === 'binary' ? 'explicit' : 'never';
  if (to === 'binary') return among(numbers, from) ? 'implicit' : 'explicit';
  if (among(numbers, from)) return among(numbers, to) || to === 'datetime' ? 'implicit' : 'never';
  if (among(numbers, to)) return from === 'datetime' ? 'explicit' : 'never';
  return (from === 'date' && to === 'time') || (from === 'time' && to === 'date') ? 'never' : 'implicit';
}

/** Throws 529 or 206 for a pair that never converts, 257 for one that needs CAST or CONVERT. */
export function checkConversion(from: SqlType, to: SqlType, explicit: boolean): void {
  if (from === untypedNull) return;
  const allowed = to.name === 'sql_variant' && isMax(from) ? 'never' : conversion(familyOf(from), familyOf(to));
  if (allowed === 'implicit' || (allowed === 'explicit' && explicit)) return;
  if (allowed === 'explicit') throw needsConvert(from, to);
  throw explicit ? noExplicitConversion(from, to) : typeClash(from, to);
}
