import { defaultCollation, type Collation } from './collation.ts';

const remembered = new Map<string, RegExp>();

/**
 * LIKE under the default collation. Trailing blanks of the pattern count, those of the text do not have to be matched
 * (documented for varchar).
 */
export function matchesLike(
  text: string,
  pattern: string,
  escape: string | undefined,
  collation: Collation = defaultCollation,
): boolean {
  const expression = likeExpression(pattern, escape, collation);
  return expression.test(text) || (text.endsWith(' ') && expression.test(text.trimEnd()));
}

/** 1-based start of the first match of a PATINDEX pattern, 0 for none. */
export function patternIndex(pattern: string, text: string): number {
  const leading = pattern.startsWith('%');
  const trailing = pattern.length > 1 && pattern.endsWith('%');
  const body = pattern.slice(leading ? 1 : 0, trailing ? -1 : undefined);
  const source = likeSource(body, undefined);
  const match = compile(`${leading ? '' : '^'}${source}${trailing ? '' : '$'}`, 'is').exec(text);
  return match === null ? 0 : match.index + 1;
}

function likeExpression(pattern: string, escape: string | undefined, collation: Collation): RegExp {
  const key = `${collation.name}\u0000${escape ?? ''}\u0000${pattern}`;
  let expression = remembered.get(key);
  if (expression === undefined) {
    expression = compile(`^${likeSource(pattern, escape)}$`, collation.caseSensitive ? 's' : 'is');
    if (remembered.size > 500) remembered.clear();
    remembered.set(key, expression);
  }
  return expression;
}

/** Patterns count UTF-16 units, as the default collation does. A range that runs backwards matches nothing. */
function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    return /(?!)/;
  }
}

function likeSource(pattern: string, escape: string | undefined): string {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (escape !== undefined && character === escape && at + 1 < pattern.length) {
      at += 1;
      source += literal(pattern.charAt(at));
    } else if (character === '%') source += '.*?';
    else if (character === '_') source += '.';
    else if (character === '[') {
      const end = pattern.indexOf(']', at + (pattern.charAt(at + 1) === ']' ? 2 : 1));
      // An unclosed bracket matches nothing.
      if (end < 0) return '(?!)';
      source += bracket(pattern.slice(at + 1, end));
      at = end;
    } else source += literal(character);
  }
  return source;
}

function bracket(body: string): string {
  const negated = body.startsWith('^');
  const members = (negated ? body.slice(1) : body).replace(/[\\\][^]/g, '\\$&').replace(/(^-)|(-$)/g, '\\-');
  if (members === '') return negated ? '.' : '(?!)';
  return `[${negated ? '^' : ''}${members}]`;
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
