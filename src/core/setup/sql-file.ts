import { quoteIdentifier } from '../tsql/quoting.ts';
import type { Setup, SetupSecrets } from './options.ts';
import { ownerNames } from './owner.ts';
import type { SqlBatch, SqlStep } from './step.ts';

/** sqlcmd variables in the places of the secrets: text of files never holds more. */
const fileSecrets: SetupSecrets = { token: '$(TOKEN)', masterKeyPassword: '$(MASTER_KEY_PASSWORD)' };

/** The name of the sqlcmd variable for a secret. */
const secretVariables: Readonly<Record<keyof SetupSecrets, string>> = {
  token: 'TOKEN',
  masterKeyPassword: 'MASTER_KEY_PASSWORD',
};

/** The way there or the way back. */
export type Direction = 'run' | 'undo';

/** A script for sqlcmd, or for an editor in SQLCMD mode: comments for the reviewer, then batches between GO lines. */
export const renderSqlFile = (setup: Setup, step: SqlStep, direction: Direction): string => {
  const batches = step[direction];
  const parts = [
    comment(header(setup, step, direction)),
    ...(step.on === 'database'
      ? [`-- Goes into the database of the set-up.\nUSE ${quoteIdentifier(setup.database)};\nGO`]
      : []),
    ...batches.map(renderBatch),
  ];
  const text = `${parts.join('\n\n')}\n`;
  return /[^\n\x20-\x7e]/u.test(text) ? `${comment([encodingNote])}\n${text}` : text;
};

/** sqlcmd reads a file in the code page of the machine unless told. */
const encodingNote = 'This file is UTF-8 and has names beyond ASCII: run sqlcmd with -f 65001.';

const header = (setup: Setup, step: SqlStep, direction: Direction): readonly string[] => [
  `SQL Kube, set-up of ${setup.origin}${setup.basePath}`,
  `${step.id}: ${direction === 'run' ? step.title : `undo of "${step.title}"`}`,
  '',
  `Who    ${ownerNames[step.owner]}`,
  `Needs  ${step.needs}`,
  `Where  ${step.on === 'instance' ? 'the SQL Server instance' : `database ${setup.database}`}`,
  '',
  ...(direction === 'run' ? step.notes : step.undoNotes).flatMap((note) => wrap(`- ${note}`)),
  ...secretNotes(step[direction]),
];

/** Comments never spell a variable as sqlcmd does: it would be replaced there too, and sent. */
const secretNotes = (batches: readonly SqlBatch[]): readonly string[] =>
  [...new Set(batches.flatMap(({ secret }) => (secret === undefined ? [] : [secretVariables[secret]])))].flatMap(
    (name) => [
      '',
      ...wrap(
        `The sqlcmd variable ${name} stands for the secret. Give it as an environment variable of sqlcmd, not with -v, ` +
          'which others on the machine can read; run sqlcmd with -b and without -e. The value is put in as text: it must have no single quote.',
      ),
      ...wrap(
        'Outside SQLCMD mode the line ":on error exit" is a syntax error, on purpose: otherwise the name of the variable would be stored as if it were the secret.',
      ),
    ],
  );

const renderBatch = ({ does, secret, text }: SqlBatch): string =>
  [
    ...wrap(`${does}.`).map((line) => `-- ${line}`),
    ...(secret === undefined ? [] : [':on error exit']),
    text(fileSecrets),
    'GO',
  ].join('\n');

const comment = (texts: readonly string[]): string => texts.map((text) => `-- ${text}`.trimEnd()).join('\n');

/** Lines of at most 110 characters, at blanks; later ones are indented as a list wants it. */
const wrap = (text: string, width = 110): readonly string[] => {
  const found: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      found.push(line);
      line = text.startsWith('- ') ? `  ${word}` : word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...found, line];
};
