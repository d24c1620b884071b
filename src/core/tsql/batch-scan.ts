/** Where one batch stands in a script. Blank ones are listed too, so that the batches and their GO lines make up the script. */
export interface BatchPlace {
  readonly start: number;
  /** Behind its last character: the start of the GO line, or the end of the script. */
  readonly end: number;
  /** Where the next batch starts, behind the GO line. */
  readonly next: number;
  /** How often to send it (`GO 5`). */
  readonly count: number;
  /** The database of its last USE that has a line to itself, in lower case. */
  readonly database?: string;
}

const separator = /^\s*go(?:\s+(\d+))?\s*;?\s*(?:--.*)?$/iu;
const use = /^\s*use\s+(?:\[((?:[^\]]|\]\])+)\]|([\p{L}_][\p{L}\p{N}_@$#]*))\s*;?\s*(?:--.*)?$/iu;
/** Lines that sqlcmd keeps to itself. */
const sqlcmdLine =
  /^\s*(?:!!|:\s*(?:!!|r|setvar|connect|on|out|error|list|listvar|xml|perftrace|quit|exit|reset|ed|serverlist|help)(?![\w:]))/iu;

/** True for a line of a script that is a command to sqlcmd (`:setvar`, `:r`, `!!`) and never reaches SQL Server. */
export const isSqlcmdLine = (line: string): boolean => sqlcmdLine.test(line);

/** End of the line on which `at` stands, after its line feed. */
export const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
};

/** Behind the delimiter that closes what `open` opened; a doubled one stands for itself. Negative where it is never closed. */
export const skipDelimited = (text: string, open: number, close: string): number => {
  let at = open + 1;
  for (;;) {
    const found = text.indexOf(close, at);
    if (found < 0) return -text.length;
    if (text[found + 1] !== close) return found + 1;
    at = found + 2;
  }
};

/** Behind a block comment, which nests. Negative where it is never closed. */
export const skipBlockComment = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 47 && text.charCodeAt(at + 1) === 42) {
      depth += 1;
      at += 1;
    } else if (code === 42 && text.charCodeAt(at + 1) === 47) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return -text.length;
};

/** The end of the line, in front of its line end. */
export const skipLineComment = (text: string, start: number): number => {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at += 1;
  return at;
};

/** 1 for the characters at which the scan has to look; everything else is passed over. */
const special = new Uint8Array(128);
for (const sign of '\n\'"[-/') special[sign.charCodeAt(0)] = 1;

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xfeff || code === 0xa0;

/** First character of a line that is not blank, within the line. */
const firstOfLine = (text: string, start: number): number => {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== 10 && isBlank(text.charCodeAt(at))) at += 1;
  return at;
};

/** The line that starts there, without what is blank at its end. A carriage return alone ends no line of a script. */
export const wholeLine = (text: string, start: number): string => text.slice(start, lineEnd(text, start)).trimEnd();

interface LineStart {
  readonly separator?: { readonly count: number };
  readonly database?: string;
  /** A line of sqlcmd ends here. */
  readonly skipTo?: number;
}

/** What a line that begins outside strings and comments is, as far as batches are concerned. */
const readLineStart = (text: string, start: number): LineStart | undefined => {
  const first = text.charCodeAt(firstOfLine(text, start)) | 32;
  if (first === 103) {
    const match = separator.exec(wholeLine(text, start));
    return match === null ? undefined : { separator: { count: Number(match[1] ?? 1) } };
  }
  if (first === 117) {
    const match = use.exec(wholeLine(text, start));
    return match === null ? undefined : { database: (match[1]?.replaceAll(']]', ']') ?? match[2] ?? '').toLowerCase() };
  }
  // `:` and `!`, with the bit that makes letters lower-case
  if (first !== 58 && first !== 33) return undefined;
  return isSqlcmdLine(wholeLine(text, start)) ? { skipTo: start + wholeLine(text, start).length } : undefined;
};

/**
 * Finds the end of the batch that starts at `start`, as sqlcmd and the editors do: at a GO that is alone on its line and
 * not inside a string or comment; T-SQL itself does not know it. `start` is the start of a line.
 */
export const scanBatch = (text: string, start: number): BatchPlace => {
  let database: string | undefined;
  const done = (end: number, next: number, count: number): BatchPlace => ({
    start,
    end,
    next,
    count,
    ...(database === undefined ? {} : { database }),
  });
  let at = start;
  let atLineStart = true;
  while (at < text.length) {
    if (atLineStart) {
      atLineStart = false;
      const line = readLineStart(text, at);
      if (line?.separator !== undefined) return done(at, lineEnd(text, at), line.separator.count);
      if (line?.database !== undefined) database = line.database;
      if (line?.skipTo !== undefined) at = line.skipTo;
    }
    let code = text.charCodeAt(at);
    while (at < text.length && (code > 127 || special[code] === 0)) code = text.charCodeAt(++at);
    if (at >= text.length) break;
    if (code === 10) {
      at += 1;
      atLineStart = true;
    } else if (code === 39) at = Math.abs(skipDelimited(text, at, "'"));
    else if (code === 91) at = Math.abs(skipDelimited(text, at, ']'));
    else if (code === 34) at = Math.abs(skipDelimited(text, at, '"'));
    else if (code === 45 && text.charCodeAt(at + 1) === 45) at = skipLineComment(text, at);
    else if (code === 47 && text.charCodeAt(at + 1) === 42) at = Math.abs(skipBlockComment(text, at));
    else at += 1;
  }
  return done(text.length, text.length, 1);
};

/** All batches of a script, blank ones too; at least one. */
export const batchPlaces = (script: string): readonly BatchPlace[] => {
  const places = [scanBatch(script, 0)];
  for (let last = places[0]; last !== undefined && last.next < script.length; last = places.at(-1))
    places.push(scanBatch(script, last.next));
  return places;
};
