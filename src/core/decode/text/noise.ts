import { spanOf, type Recogniser } from './finding.ts';

/** What tools print around errors and what says nothing about them. */
const patterns: readonly RegExp[] = [
  /^Completion time: [^\r\n]{1,60}$/gm,
  /^\(\d{1,12} rows? affected\)/gm,
  /^\s{1,12}at [^\r\n]{1,1000}$/gm,
  /^Traceback \(most recent call last\):/gm,
  /^ {1,8}File "[^"\r\n]{1,500}", line \d{1,9}[^\r\n]{0,200}(?:\r?\n {4,12}[^\r\n]{1,500})?/gm,
  /^ClientConnectionId:[^\r\n]{1,80}$/gm,
  /^Command (?:is )?(?:completed|aborted)[^\r\n]{0,80}$/gm,
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?\s{1,12}(?:Logon|Server|Backup|spid\d{1,6}s?)\b/gm,
  // The rest of an error that Node has printed with its fields.
  /^\s{0,12}(?:code|originalError|info|name|event|handlerName|message|number|lineNumber|state|class|serverName|procName|precedingErrors)['"]?: [^\r\n]{0,2000}$/gm,
  /,\s{0,20}message: (?:'(?:[^'\\\r\n]|\\.){0,2000}'|"(?:[^"\\\r\n]|\\.){0,2000}")/g,
  /,?\s{0,20}\b(?:serverName|procName|precedingErrors|lineNumber|number|state|class): (?:'[^'\r\n]{0,200}'|\d{1,9}|\[[^\]\r\n]{0,200}\])/g,
  /DB-Lib error message \d{1,6}, severity \d{1,2}:(?:\\n|\s)+General SQL Server error: Check messages from the SQL Server(?:\\n)?/g,
];

/** Lines that are understood and mean nothing for the diagnosis. One recogniser a pattern. */
export const noise: readonly Recogniser[] = patterns.map(
  (pattern): Recogniser =>
    (text) =>
      [...text.matchAll(pattern)].map((match) => ({
        part: 'noise',
        span: spanOf(match),
        label: 'Nothing about the error',
        reading: { kind: 'nothing' },
      })),
);
