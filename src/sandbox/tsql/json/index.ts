import type { ScalarFunction } from '../contracts.ts';
import { jsonArray, jsonModify, jsonObject, stringEscape } from './build-functions.ts';
import { jsonQuery, jsonValue } from './read-functions.ts';
import { isJson, jsonPathExists } from './test-functions.ts';

export { openJson } from './open-json.ts';
export { forJsonChunks, planForJson, writeForJson } from './for-json.ts';

/** JSON_VALUE and its kin. */
export const jsonFunctions: readonly ScalarFunction[] = [
  jsonValue,
  jsonQuery,
  jsonModify,
  isJson,
  jsonPathExists,
  jsonObject,
  jsonArray,
  stringEscape,
];
