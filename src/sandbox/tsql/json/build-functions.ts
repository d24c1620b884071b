import { notSupported } from '../../not-supported.ts';
import type { SqlError } from '../../sql-error.ts';
import type { SqlType, TypedValue } from '../../values.ts';
import type { ArgumentInfo, FunctionCallContext, ScalarFunction } from '../contracts.ts';
import { clashName, familyOf, nvarchar, untypedNull } from '../types/families.ts';
import { valueText } from '../types/to-text.ts';
import { documentText, pathText, requireText } from './arguments.ts';
import { badArgumentType, nullName } from './errors.ts';
import { escapeJson, jsonLiteral, quoteJson } from './literal.ts';
import { modifyJson } from './modify.ts';

/** `JSON_MODIFY(document, path, value)`: nvarchar(max). */
export const jsonModify: ScalarFunction = {
  name: 'json_modify',
  minArgs: 3,
  maxArgs: 3,
  returnsJson: true,
  foldsConstants: true,
  returnType(args) {
    requireText(args, 0, 'json_modify', true);
    requireText(args, 1, 'json_modify', false);
    const value = args[2];
    if (value !== undefined && !value.isNullLiteral && !isModifyValue(value.type)) {
      throw badArgumentType(clashName(value.type), 3, 'json_modify');
    }
    return nvarchar('max');
  },
  evaluate([document, path, value], { infos }) {
    const steps = pathText(path, 1, 'json_modify');
    const text = documentText(document);
    if (text === undefined) return null;
    const isNull = value === undefined || value.value === null;
    return modifyJson(text, steps, isNull ? undefined : jsonLiteral(value, infos[2]?.isJson === true));
  },
};

/** Numbers, bits and text; dates, money, uniqueidentifier, binary and sql_variant are 8116 (observed). */
function isModifyValue(type: SqlType): boolean {
  return type === untypedNull || ['integer', 'decimal', 'float', 'text'].includes(familyOf(type));
}

/** `JSON_OBJECT(name:value, …)`; keeps NULLs unless told ABSENT ON NULL (observed). */
export const jsonObject: ScalarFunction = {
  name: 'json_object',
  minArgs: 0,
  maxArgs: 4000,
  syntax: 'json-object',
  returnsJson: true,
  returnType: () => nvarchar('max'),
  evaluate(args, call) {
    const members: string[] = [];
    for (let index = 0; index + 1 < args.length; index += 2) {
      const [name, value] = [args[index], args[index + 1]];
      if (name === undefined || name.value === null) throw nullName();
      if (value === undefined || (value.value === null && call.nulls === 'absent')) continue;
      members.push(`${quoteJson(valueText(name))}:${literalOf(value, call, index + 1)}`);
    }
    return `{${members.join(',')}}`;
  },
};

/** `JSON_ARRAY(value, …)`; leaves NULLs out unless told NULL ON NULL (observed). */
export const jsonArray: ScalarFunction = {
  name: 'json_array',
  minArgs: 0,
  maxArgs: 4000,
  syntax: 'json-array',
  returnsJson: true,
  returnType: () => nvarchar('max'),
  evaluate(args, call) {
    const elements = args
      .map((value, index) => ({ value, index }))
      .filter(({ value }) => value.value !== null || call.nulls === 'null')
      .map(({ value, index }) => literalOf(value, call, index));
    return `[${elements.join(',')}]`;
  },
};

const literalOf = (value: TypedValue, call: FunctionCallContext, index: number): string =>
  jsonLiteral(value, call.infos[index]?.isJson === true);

/** `STRING_ESCAPE(text, 'json')`: nvarchar(max). */
export const stringEscape: ScalarFunction = {
  name: 'string_escape',
  minArgs: 2,
  maxArgs: 2,
  returnType(args: readonly ArgumentInfo[]) {
    requireText(args, 0, 'string_escape', true);
    requireText(args, 1, 'string_escape', true);
    return nvarchar('max');
  },
  evaluate([text, kind]) {
    if (typeof kind?.value === 'string' && kind.value.toLowerCase() !== 'json') throw badEscapeKind();
    return typeof text?.value === 'string' && kind?.value !== null ? escapeJson(text.value) : null;
  },
};

/** The server's own number and text for this are not known. */
const badEscapeKind = (): SqlError => notSupported("STRING_ESCAPE with a type other than 'json'");
