/** The rules of types and values that the engine uses (`TypeRules` of `contracts.ts`). */
export { checkConversion } from './conversion-chart.ts';
export { commonType, commonTypeOf } from './common-type.ts';
export { compareValues, comparisonKey } from './comparison.ts';
export { convert, isConversionFailure, tryConvert, type ConvertOptions } from './convert.ts';
export { binaryCollation, defaultCollation, parseCollation, type Collation } from './collation.ts';
export { applyBinary, applyUnary, evaluateBinary } from './operators.ts';
export { binaryType, integerLiteralType, unaryType } from './operator-types.ts';
export { describeType as typeText, untypedNull } from './families.ts';
export { matchesLike } from './like.ts';
export { makeType, type TypeArguments, type TypePlace } from './type-syntax.ts';
export { typeWord } from './conversion-errors.ts';
export { storeInColumn, type ColumnPlace } from './storage.ts';
