import { badRequest } from './status-error.ts';

/** True for objects that a selector lets through. */
export type Matches<T> = (value: T) => boolean;

type Labels = Readonly<Record<string, string>>;

const operators = 'in, notin, =, ==, !=, gt, lt';

// Words, and the signs that the label selector's grammar knows; `==` and `!=` are one sign each.
const tokenize = (text: string): string[] => text.match(/==|!=|[=!(),<>]|[^\s=!(),<>]+/g) ?? [];

const isWord = (token: string | undefined): token is string => token !== undefined && !/^[=!(),<>]/.test(token);

const parseError = (found: string | undefined, expected: string): Error =>
  badRequest(`unable to parse requirement: found '${found ?? ''}', expected: ${expected}`);

const readWord = (tokens: string[]): string => {
  const token = tokens.shift();
  if (!isWord(token)) throw parseError(token, 'identifier');
  return token;
};

const readValues = (tokens: string[]): ReadonlySet<string> => {
  if (tokens.shift() !== '(') throw parseError(tokens[0], "'('");
  const values = new Set<string>();
  for (;;) {
    values.add(readWord(tokens));
    const next = tokens.shift();
    if (next === ')') return values;
    if (next !== ',') throw parseError(next, "',', or ')'");
  }
};

/** A value may be left out: `app=` asks for the empty text. */
const readValue = (tokens: string[]): string => {
  if (tokens.length === 0 || tokens[0] === ',') return '';
  return readWord(tokens);
};

const readRequirement = (tokens: string[]): Matches<Labels> => {
  if (tokens[0] === '!') {
    tokens.shift();
    const absent = readWord(tokens);
    return (labels) => labels[absent] === undefined;
  }
  const key = readWord(tokens);
  const operator = tokens[0];
  if (operator === undefined || operator === ',') return (labels) => labels[key] !== undefined;
  tokens.shift();
  if (operator === 'in' || operator === 'notin') {
    const values = readValues(tokens);
    return operator === 'in'
      ? (labels) => labels[key] !== undefined && values.has(labels[key])
      : (labels) => labels[key] === undefined || !values.has(labels[key]);
  }
  if (operator === '=' || operator === '==') {
    const value = readValue(tokens);
    return (labels) => labels[key] === value;
  }
  if (operator === '!=') {
    const value = readValue(tokens);
    return (labels) => labels[key] !== value;
  }
  throw parseError(operator, operators);
};

/** Reads a label selector; undefined when there is none to apply. */
export const labelSelector = (text: string | undefined): Matches<Labels> | undefined => {
  const tokens = tokenize(text ?? '');
  if (tokens.length === 0) return undefined;
  const requirements: Matches<Labels>[] = [];
  for (;;) {
    requirements.push(readRequirement(tokens));
    const next = tokens.shift();
    if (next === undefined) return (labels) => requirements.every((matches) => matches(labels));
    if (next !== ',') throw parseError(next, "',' or 'end of string'");
  }
};

/** Reads a field selector over the fields that the resource supports; undefined when there is none to apply. */
export const fieldSelector = <T>(
  text: string | undefined,
  fields: Readonly<Record<string, (value: T) => string>>,
): Matches<T> | undefined => {
  const terms = (text ?? '').split(',').filter((term) => term !== '');
  if (terms.length === 0) return undefined;
  const requirements = terms.map((term): Matches<T> => {
    const match = /^([^=!]*)(==|!=|=)(.*)$/.exec(term);
    if (match === null) throw badRequest(`invalid selector: '${text ?? ''}'; can't understand '${term}'`);
    const [, name = '', operator, value] = match;
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (read === undefined) throw badRequest(`field label not supported: ${name}`);
    return operator === '!=' ? (item) => read(item) !== value : (item) => read(item) === value;
  });
  return (item) => requirements.every((matches) => matches(item));
};
