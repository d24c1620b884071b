/** The rules of types and values that the engine uses. */
export { checkConversion } from './conversion-chart.ts';
export { commonType, commonTypeOf } from './common-type.ts';
export { compareValues, comparisonKey } from './comparison.ts';
export { convert, tryConvert } from './convert.ts';
export { binaryCollation, parseCollation } from './collation.ts';
export { applyBinary, applyUnary, evaluateBinary } from './operators.ts';
export { binaryType, integerLiteralType, unaryType } from './operator-types.ts';
export { describeType as typeText, untypedNull } from './families.ts';
export { matchesLike } from './like.ts';
export { makeType, typeNames } from './type-syntax.ts';
export { typeWord } from './conversion-errors.ts';
export { storeInColumn } from './storage.ts';
