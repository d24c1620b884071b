const declaration = /^\ufeff?\s*<\?xml\s[^?]*\?>\s*/;
const misc = String.raw`<!--(?:(?!--)[\s\S])*-->|<\?(?![Xx][Mm][Ll][\s?])[\s\S]*?\?>`;
const nameText = String.raw`[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*`;
const attributes = String.raw`((?:\s+${nameText}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*`;
const piece = new RegExp(
  String.raw`(${misc})|<!\[CDATA\[[\s\S]*?\]\]>()|<(${nameText})${attributes}(/?)>|</(${nameText})\s*>|([^<]+)`,
  'y',
);
const references = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/;

/** The text without its XML declaration, which the procedure takes off on the way out and in (documented). */
export function stripXmlDeclaration(text: string): string {
  return text.replace(declaration, '');
}

/**
 * Well-formed as SQL Server's `xml` type wants it: fragments and text beside elements are allowed, a DTD is not
 * (a subset check: tags nest, attributes are quoted and unique, references are known). Returns what is wrong, or undefined.
 */
export function xmlProblem(text: string): string | undefined {
  const source = stripXmlDeclaration(text);
  const open: string[] = [];
  let position = 0;
  while (position < source.length) {
    piece.lastIndex = position;
    const match = piece.exec(source);
    if (!match) return `illegal markup at character ${position + 1}`;
    const problem = pieceProblem(match, open);
    if (problem) return `${problem} at character ${position + 1}`;
    position = piece.lastIndex;
  }
  const last = open.at(-1);
  return last === undefined ? undefined : `end tag '${last}' expected`;
}

function pieceProblem(match: RegExpExecArray, open: string[]): string | undefined {
  const [, , , start, attributeText = '', selfClosing, end, characters] = match;
  if (start !== undefined) {
    if (selfClosing !== '/') open.push(start);
    return attributeProblem(attributeText);
  }
  if (end !== undefined) return open.pop() === end ? undefined : `end tag '${end}' does not match`;
  if (characters === undefined) return undefined;
  if (characters.includes(']]>')) return "']]>' in text";
  return references.test(characters) ? 'unknown entity' : undefined;
}

function attributeProblem(text: string): string | undefined {
  const names = [...text.matchAll(new RegExp(String.raw`\s(${nameText})\s*=\s*("[^"]*"|'[^']*')`, 'g'))];
  if (names.some(([, , value = '']) => references.test(value))) return 'unknown entity';
  return new Set(names.map(([, name]) => name)).size === names.length ? undefined : 'attribute given twice';
}

/** For use inside element content and quoted attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] ?? mark);
}
