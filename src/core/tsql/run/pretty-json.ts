const blank = /[ \t\r\n]*/uy;
const text = /"(?:[^"\\]|\\[\s\S])*"?/uy;
const scalar = /[^\s,:{}[\]"]+/uy;

/**
 * JSON with a line for every value, two blanks a level. It works on the text, so numbers keep their digits and repeated keys
 * stay; what is no JSON comes out in some order of lines, but whole.
 */
export const prettyJson = (json: string): string => {
  const pieces: string[] = [];
  let depth = 0;
  const take = (pattern: RegExp, at: number): string => {
    pattern.lastIndex = at;
    return pattern.exec(json)?.[0] ?? '';
  };
  const line = (): void => void pieces.push('\n', '  '.repeat(Math.min(depth, 100)));
  for (let at = take(blank, 0).length; at < json.length; at += take(blank, at).length) {
    const sign = json[at] ?? '';
    const close = sign === '{' ? '}' : ']';
    if (sign === '{' || sign === '[') {
      const inside = at + 1 + take(blank, at + 1).length;
      if (json[inside] === close) {
        pieces.push(sign, close);
        at = inside + 1;
        continue;
      }
      depth += 1;
      pieces.push(sign);
      line();
    } else if (sign === '}' || sign === ']') {
      depth = Math.max(0, depth - 1);
      line();
      pieces.push(sign);
    } else if (sign === ',') {
      pieces.push(sign);
      line();
    } else if (sign === ':') pieces.push(': ');
    else {
      const value = sign === '"' ? take(text, at) : take(scalar, at);
      pieces.push(value === '' ? sign : value);
      at += Math.max(1, value.length);
      continue;
    }
    at += 1;
  }
  return pieces.join('');
};
