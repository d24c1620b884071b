import type { SqlValue, TypedValue } from '../../values.ts';
import type { ArgumentInfo, ScalarFunction } from '../contracts.ts';
import { commonTypeOf } from '../types/common-type.ts';
import { compareValues } from '../types/comparison.ts';
import { convert } from '../types/convert.ts';
import { checkConversion } from '../types/conversion-chart.ts';
import { int, untypedNull } from '../types/families.ts';
import { intOf } from './define.ts';

const typeOfAll = (args: readonly ArgumentInfo[]) => commonTypeOf(args.map(({ type }) => type));

/** The largest or smallest argument; NULLs are passed over (documented). */
function extreme(name: string, sign: 1 | -1): ScalarFunction {
  return {
    name,
    minArgs: 1,
    maxArgs: 254,
    returnType: typeOfAll,
    evaluate(args, { returnType }) {
      const values = args.map((argument) => convert(argument, returnType)).filter((value) => value !== null);
      return values.reduce<SqlValue>(
        (best, value) => (best === null || sign * compareValues(value, best, returnType) > 0 ? value : best),
        null,
      );
    },
  };
}

const isNull: ScalarFunction = {
  name: 'isnull',
  minArgs: 2,
  maxArgs: 2,
  nullable: ([first, second]) => first?.nullable === true && second?.nullable !== false,
  /** The first argument's type and length (documented), unless it is the bare NULL. */
  returnType([first, second]) {
    if (first === undefined || second === undefined) return int;
    if (first.type === untypedNull) return second.type;
    checkConversion(second.type, first.type, false);
    return first.type;
  },
  evaluate([first, second], { returnType }) {
    const chosen: TypedValue | undefined = first === undefined || first.value === null ? second : first;
    return chosen === undefined ? null : convert(chosen, returnType);
  },
};

const choose: ScalarFunction = {
  name: 'choose',
  minArgs: 2,
  maxArgs: 254,
  returnType: (args) => typeOfAll(args.slice(1)),
  evaluate([index, ...values], { returnType }) {
    const at = index === undefined || index.value === null ? 0 : intOf(index);
    const chosen = values[at - 1];
    return chosen === undefined ? null : convert(chosen, returnType);
  },
};

/** ISNULL, CHOOSE, GREATEST, LEAST. COALESCE, NULLIF and IIF are CASE to the parser. */
export const choiceFunctions: readonly ScalarFunction[] = [
  isNull,
  choose,
  extreme('greatest', 1),
  extreme('least', -1),
];
