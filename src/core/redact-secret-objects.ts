/** Marks text that holds an object of the kind Secret, or a list of them, whose items name no kind. */
const secretKind = /(?:^|[^\p{L}\p{N}_])kind\\*["']?\s*:\s*\\*["']?Secret(?:List)?(?![\p{L}\p{N}_])/u;
/** `"data": {` in JSON, also where the JSON stands in a string and its quotes are escaped, once or more. */
const jsonMember = /(\\*)"(?:data|stringData)\1"\s*:\s*\{/gu;
/** `data:` on a line of its own, as YAML has it. */
const yamlMember = /^([ \t]*)(?:data|stringData):[ \t]*$/u;

/** Characters up to behind the brace that closes an object whose quotes carry `escapes` backslashes; the end when none does. */
const objectEnd = (text: string, start: number, escapes: number): number => {
  let depth = 1;
  let inString = false;
  let backslashes = 0;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\\') {
      backslashes += 1;
      continue;
    }
    if (sign === '"' && backslashes === escapes) inString = !inString;
    else if (!inString && sign === '{') depth += 1;
    else if (!inString && sign === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    backslashes = 0;
  }
  return text.length;
};

const withoutJson = (text: string, mask: string): string => {
  const pieces: string[] = [];
  let done = 0;
  for (const match of text.matchAll(jsonMember)) {
    if (match.index < done) continue;
    const open = match.index + match[0].length;
    const quote = `${match[1] ?? ''}"`;
    pieces.push(text.slice(done, open - 1), quote, mask, quote);
    done = objectEnd(text, open, match[1]?.length ?? 0);
  }
  pieces.push(text.slice(done));
  return pieces.join('');
};

/** A line of YAML with its key, if it has one, and without its value. */
const maskedLine = (line: string, mask: string): string => {
  if (line.trim() === '') return line;
  const [, start = ''] = /^(\s*[^:\s]+:)/u.exec(line) ?? [];
  return start === '' ? mask : `${start} ${mask}`;
};

const withoutYaml = (text: string, mask: string): string => {
  let inside: number | undefined;
  const lines = text.split('\n').map((line) => {
    const indent = line.length - line.trimStart().length;
    if (inside !== undefined && line.trim() !== '' && indent <= inside) inside = undefined;
    if (inside !== undefined) return maskedLine(line, mask);
    const match = yamlMember.exec(line.trimEnd());
    if (match !== null) inside = match[1]?.length ?? 0;
    return line;
  });
  return lines.join('\n');
};

/**
 * Text in which the data of Kubernetes Secrets is masked. Where a Secret is anywhere in the text, whatever is called `data` goes:
 * better a ConfigMap too many than a Secret too few. Linear in the length of the text.
 */
export const withoutSecretObjects = (text: string, mask: string): string =>
  secretKind.test(text) ? withoutYaml(withoutJson(text, mask), mask) : text;
