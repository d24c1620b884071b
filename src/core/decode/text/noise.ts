import { spanOf } from './finding.ts';
import { when, type Recogniser } from './recogniser.ts';

/** What tools print around errors and what says nothing about them. */
const patterns: readonly (readonly [pattern: RegExp, ...needs: string[]])[] = [
  [/^Completion time: [^\r\n]{1,60}$/gm, 'completion time'],
  [/^\(\d{1,12} rows? affected\)/gm, 'affected)'],
  [/^\s{1,12}at [^\r\n]{1,1000}$/gm, 'at '],
  [/^Traceback \(most recent call last\):/gm, 'traceback (most'],
  [/^ {1,8}File "[^"\r\n]{1,500}", line \d{1,9}[^\r\n]{0,200}(?:\r?\n {4,12}[^\r\n]{1,500})?/gm, 'file "'],
  [/^ClientConnectionId:[^\r\n]{1,80}$/gm, 'clientconnectionid'],
  [/^Command (?:is )?(?:completed|aborted)[^\r\n]{0,80}$/gm, 'command '],
  [
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?\s{1,12}(?:Logon|Server|Backup|spid\d{1,6}s?)\b/gm,
    'logon',
    'server',
    'backup',
    'spid',
  ],
  // The rest of an error that Node has printed with its fields.
  [
    /^\s{0,12}(?:code|originalError|info|name|event|handlerName|message|number|lineNumber|state|class|serverName|procName|precedingErrors)['"]?: [^\r\n]{0,2000}$/gm,
    'originalerror',
    'handlername',
    'procname',
    'precedingerrors',
    'code: ',
    'info: ',
    'name: ',
    'event: ',
    'number: ',
    'state: ',
    'class: ',
    'message: ',
  ],
  [/,\s{0,20}message: (?:'(?:[^'\\\r\n]|\\.){0,2000}'|"(?:[^"\\\r\n]|\\.){0,2000}")/g, 'message: '],
  [
    /,?\s{0,20}\b(?:serverName|procName|precedingErrors|lineNumber|number|state|class): (?:'[^'\r\n]{0,200}'|\d{1,9}|\[[^\]\r\n]{0,200}\])/g,
    'servername',
    'procname',
    'precedingerrors',
    'linenumber',
    'number: ',
    'state: ',
    'class: ',
  ],
  [
    /DB-Lib error message \d{1,6}, severity \d{1,2}:(?:\\n|\s)+General SQL Server error: Check messages from the SQL Server(?:\\n)?/g,
    'db-lib error',
  ],
];

/** Lines that are understood and mean nothing for the diagnosis. One recogniser a pattern. */
export const noise: readonly Recogniser[] = patterns.map(([pattern, ...needs]) =>
  when(needs, (text) =>
    [...text.matchAll(pattern)].map((match) => ({
      part: 'noise',
      span: spanOf(match),
      label: 'Nothing about the error',
      reading: { kind: 'nothing' },
    })),
  ),
);
