import { SqlError } from '../../sql-error.ts';

/** Every run-time JSON error ends the batch (observed). States tell the callers apart; see the facts of each function. */
const jsonError = (number: number, text: string, state: number): SqlError =>
  new SqlError(number, text, { state, reach: 'batch' });

/** 13607 (observed). `.` stands for the end of the path. */
export const badPath = (path: string, position: number, state: number): SqlError =>
  jsonError(
    13607,
    `JSON path is not properly formatted. Unexpected character '${path.charAt(position) || '.'}' is found at position ${position}.`,
    state,
  );

/** 13609 (observed). `.` stands for the end of the text. */
export const badText = (text: string, position: number, state: number): SqlError =>
  jsonError(
    13609,
    `JSON text is not properly formatted. Unexpected character '${text.charAt(position) || '.'}' is found at position ${position}.`,
    state,
  );

/** 13608 (observed). */
export const missingProperty = (state: number): SqlError =>
  jsonError(13608, 'Property cannot be found on the specified JSON path.', state);

/** 13606 (observed). */
export const tooDeep = (): SqlError =>
  jsonError(13606, 'JSON text/path that has more than 128 nesting levels cannot be parsed.', 1);

/** 13611 (observed). */
export const notOpenable = (state: number): SqlError =>
  jsonError(
    13611,
    'Value referenced by JSON path is not an array or object and cannot be opened with OPENJSON.',
    state,
  );

/** 13612 (observed). */
export const notBase64 = (): SqlError =>
  jsonError(
    13612,
    'Cannot convert a string value found in the JSON text to binary value because it is not Base64 encoded.',
    5,
  );

/** 13613 (documented). */
export const base64TooLong = (): SqlError =>
  jsonError(13613, 'Base64 encoded string cannot be converted to binary value. Binary data would be truncated.', 1);

/** 13618 (documented). */
export const asJsonType = (): SqlError =>
  jsonError(13618, 'AS JSON option can be specified only for column of nvarchar(max) type in WITH clause.', 1);

/** 13619 (observed). */
export const unsupportedModifyPath = (): SqlError =>
  jsonError(13619, 'Unsupported JSON path found in argument 2 of JSON_MODIFY.', 1);

/** 13621 (observed). */
export const notAnArray = (): SqlError => jsonError(13621, 'Array cannot be found in the specified JSON path.', 1);

/** 13623 (observed). */
export const notAScalar = (state: number): SqlError =>
  jsonError(13623, 'Scalar value cannot be found in the specified JSON path.', state);

/** 13624 (observed). */
export const notAContainer = (state: number): SqlError =>
  jsonError(13624, 'Object or array cannot be found in the specified JSON path.', state);

/** 13625 (observed). */
export const valueTruncated = (): SqlError =>
  jsonError(13625, 'String value in the specified JSON path would be truncated.', 1);

/** 13638 (observed). */
export const nullName = (): SqlError =>
  jsonError(13638, "User error : Name parameter value in 'json_object' cannot be null", 1);

/** 13660 (observed): an accessor that the grammar knows and the engine refuses. */
export const advancedAccessor = (what: string, state: number): SqlError =>
  jsonError(13660, `${what} not yet supported for advanced JSON array accessors.`, state);

/** 8116 (observed). State 1 with the lower-case name when found at compile time, 8 and upper case at run time. */
export const badArgumentType = (type: string, argument: number, name: string, state = 1): SqlError =>
  new SqlError(8116, `Argument data type ${type} is invalid for argument ${argument} of ${name} function.`, {
    state,
    reach: state === 1 ? 'statement' : 'batch',
  });
