import type { SqlMessage } from '../../failure.ts';
import { spanOf, type Finding, type Span } from './finding.ts';
import { always, eachLine, when, type Recogniser } from './recogniser.ts';
import { messageWords } from './message-words.ts';

type Seen = 'all' | 'number' | 'words';

const found = (label: string, match: RegExpExecArray, error: SqlMessage, seen: Seen): Finding =>
  foundAt(label, spanOf(match), error, seen);

const foundAt = (label: string, span: Span, error: SqlMessage, seen: Seen): Finding => ({
  part: 'sql',
  span,
  label: `${label}: Msg ${error.number}`,
  reading: { kind: 'sql', error, seen },
});

/** Level and state as fields need something when the text does not say them; nothing of it is shown. */
const numbered = (number: string | number, text: string): SqlMessage => ({
  number: Number(number),
  state: 0,
  class: 16,
  text: unescaped(text).replace(dbLibTail, '').replaceAll(/\s+/g, ' ').trim(),
});

/** What DB-Library appends to every message. */
const dbLibTail = /DB-Lib error message \d{1,6}, severity \d{1,2}:[^]*$/;

/** What a string literal of Python or JavaScript made of a text. */
const unescaped = (text: string): string => text.replaceAll(/\\[rnt]/g, ' ').replaceAll(/\\(['"`\\])/g, '$1');

/** The word for “message” in SQL Server’s and its tools’ languages, and the error log’s. */
const messageWord =
  'Msg|Meldung|Nachricht|Mens|Mensaje|Mensagem|Messaggio|Bericht|Komunikat|Zpráva|İleti|Meddelande|Сообщение|メッセージ|消息|訊息|메시지|Error|Fehler|Erreur';
const word = String.raw`[\p{L}\p{M}]{1,20}[:.]?\s{0,2}`;
const comma = String.raw`\s?[,，、]\s{0,2}`;
const head = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${messageWord})[:.]?\s{0,2}(\d{1,7})${comma}${word}(\d{1,3})${comma}${word}(\d{1,3})(?!\d)([^\r\n]{0,400})`,
  'giu',
);

const procedureIn =
  /[,，、]\s{0,2}(?:Proc\p{L}{0,20}|Prozedur|Процедура|プロシージャ|过程|程序|프로시저)\s{0,2}([^\s,，、]{1,200})/iu;
const lineIn =
  /(?:^|[,，、]\s{0,2})(?:第\s?(\d{1,7})|[\p{L}\p{M}]{1,12}\s{0,2}(\d{1,7}))\s?行?\s*(?:\[[^\]]{0,80}\]?\s*)?[.:]?\s*$/u;

/** SSMS, sqlcmd and the error log, in any language: `Msg 31608, Level 16, State 24, …` and the text behind or below it. */
export const messageHeads: Recogniser = always((text) => {
  const heads = [...text.matchAll(head)].filter((match) => Number(match[2]) <= 25);
  return heads.map((match, index) => {
    const rest = match[4] ?? '';
    const inline = /^[^:：]{0,260}[:：] (.+)$/.exec(rest)?.[1];
    const after = match.index + match[0].length;
    const end = inline === undefined ? sentenceEnd(text, after, heads[index + 1]?.index ?? text.length) : after;
    const where = inline === undefined ? rest : rest.slice(0, -inline.length - 2);
    const error = {
      ...numbered(match[1] ?? '', inline ?? text.slice(after, end).replace(logStamp, '')),
      class: Number(match[2]),
      state: Number(match[3]),
      ...placeOf(where),
    };
    const finding = found('SQL Server message', match, error, 'all');
    return { ...finding, span: { start: match.index, end } };
  });
});

function placeOf(rest: string): Pick<SqlMessage, 'procedure' | 'line'> {
  const procedure = procedureIn.exec(rest)?.[1];
  const line = lineIn.exec(rest);
  const digits = line?.[1] ?? line?.[2];
  return {
    ...(procedure === undefined ? {} : { procedure }),
    ...(digits === undefined ? {} : { line: Number(digits) }),
  };
}

/** The error log repeats date and source in front of the text. */
const logStamp = /^\s*\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\s+\S+\s+/;
const mostLines = 8;
const longestLine = 2000;

/** Messages end in a full stop. Tools wrap them, so lines are joined until one does, a blank one comes, or the next message. */
function sentenceEnd(text: string, from: number, limit: number): number {
  let end = from;
  for (let count = 0; count <= mostLines; count += 1) {
    const next = text.slice(end + 1, end + longestLine).indexOf('\n');
    const stop = Math.min(next === -1 ? end + longestLine : end + 1 + next, limit);
    const line = text.slice(end, stop).trim();
    if (line === '' && end > from) return end;
    end = stop;
    if (end >= limit || /[.。!?)]$/.test(line)) return end;
  }
  return end;
}

interface Spelling {
  readonly label: string;
  /** A text without one of these, in lower case, has no message in this format. */
  readonly needs: readonly string[];
  /** Groups `number` and `text`; `state`, `class`, `line` and `procedure` when the format has them. */
  readonly pattern: RegExp;
}

/** How drivers and tools print a message with its number. Formats observed, or as their source prints them. */
const spellings: readonly Spelling[] = [
  {
    label: 'ODBC (pyodbc, isql)',
    needs: ['[sql server]'],
    pattern:
      /(?:(?<![\w.])[\w.]{1,80}: \('\w{5}', ['\x22])?(?:\[\w{5}\] ?)?(?:\[Microsoft\]\[[^\]]{1,80}\]|\[FreeTDS\])?\[SQL Server\](?<text>(?:(?!\[SQL Server\])[^]){1,2000}?) ?\((?<number>\d{2,6})\)(?: \(SQL\w{1,30}\))?/g,
  },
  {
    label: 'Python DB-API (pymssql)',
    needs: [", b'", ', b"', ",b'", ", '", ', "', ",'", ',"'],
    pattern:
      /(?:(?<![\w.])[\w.]{1,80}: )?\((?<number>\d{2,6}), ?b?(?:"(?<text>(?:[^"\\]|\\.){1,4000})"|'(?<quoted>(?:[^'\\]|\\.){1,4000})')/g,
  },
  {
    label: 'DBeaver',
    needs: ['sql error ['],
    pattern: /SQL Error \[(?<number>\d{2,6})\] \[\w{1,10}\]: (?<text>[^\r\n]{1,2000})/g,
  },
  {
    label: 'DataGrip',
    needs: [']['],
    pattern: /\[\w{5}\]\[(?<number>\d{2,6})\](?: Line (?<line>\d{1,7}):)? ?(?<text>[^\r\n]{1,2000})/g,
  },
  {
    label: '.NET SqlException',
    needs: ['sqlexception ('],
    pattern:
      /(?:(?:Microsoft|System)\.Data\.SqlClient\.)?SqlException \(0x80131904\): (?<text>[^\r\n]{1,2000})(?:(?:(?!SqlException \()[^]){0,3000}?Error Number: ?(?<number>\d{1,6}), ?State: ?(?<state>\d{1,3}), ?Class: ?(?<class>\d{1,2}))?/g,
  },
  {
    label: 'Node (mssql, tedious)',
    needs: ['error: '],
    pattern:
      /(?:Request|Connection|PreparedStatement|Transaction)Error: (?<text>[^\r\n]{1,2000})(?:(?!RequestError: |ConnectionError: )[^]){0,4000}?\bnumber['"]?: (?<number>\d{2,6})(?:,\s{0,20}(?:lineNumber: (?<line>\d{1,7}),\s{0,20})?state['"]?: (?<state>\d{1,3}),\s{0,20}class['"]?: (?<class>\d{1,2})(?:,\s{0,20}message: (?:'(?:[^'\\]|\\.){0,2000}'|"(?:[^"\\]|\\.){0,2000}"))?)?/g,
  },
  {
    label: 'tedious message token',
    needs: ['number'],
    pattern:
      /\bnumber['"]?: ?(?<number>\d{2,6}),\s{0,20}['"]?state['"]?: ?(?<state>\d{1,3}),\s{0,20}['"]?class['"]?: ?(?<class>\d{1,2}),\s{0,20}['"]?message['"]?: ?(?:"(?<text>(?:[^"\\]|\\.){1,4000})"|'(?<quoted>(?:[^'\\]|\\.){1,4000})')/g,
  },
];

/** Messages as drivers and tools print them. One recogniser a format, in the order in which they may claim text. */
export const driverMessages: readonly Recogniser[] = spellings.map(({ label, needs, pattern }) =>
  when(needs, (text) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const groups = match.groups ?? {};
      const number = groups['number'];
      const said = groups['text'] ?? groups['quoted'] ?? '';
      if (number === undefined) return [];
      return [found(label, match, detailed(numbered(number, said), groups), groups['state'] ? 'all' : 'number')];
    }),
  ),
);

const detailed = (error: SqlMessage, groups: Readonly<Record<string, string | undefined>>): SqlMessage => ({
  ...error,
  ...(groups['state'] === undefined ? {} : { state: Number(groups['state']) }),
  ...(groups['class'] === undefined ? {} : { class: Number(groups['class']) }),
  ...(groups['line'] === undefined ? {} : { line: Number(groups['line']) }),
});

/** Lines whose words only one message has, for formats that leave the number out. */
export const knownWords: Recogniser = eachLine(
  messageWords.map(({ words }) => words),
  (line, span) => {
    const lower = line.toLowerCase();
    const known = messageWords.find(({ words }) => lower.includes(words));
    if (known === undefined) return undefined;
    const said = line
      .replace(' (0x80131904)', '')
      .replace(/^.{0,200}?(?:Error|Exception|error|exception): (?=\p{Lu})/u, '');
    return foundAt('Message without its number', span, numbered(known.number, said), 'words');
  },
);

/** Nothing but a message's number. */
export const loneNumber: Recogniser = always((text) => {
  const match = /^\s*(?:(?:Msg|Error|SQL error)[ :#]{0,3})?(\d{2,5})\s*$/i.exec(text);
  return match === null ? [] : [found('Message number', match, numbered(match[1] ?? '', ''), 'number')];
});
