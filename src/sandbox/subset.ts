import { notSupportedNumber } from './not-supported.ts';
import { createInstance } from './server/instance.ts';
import { engineParts } from './tsql/engine.ts';
import { grammarFunctions } from './tsql/parser/calls.ts';
import type { EngineParts } from './tsql/run/parts.ts';
import { typeNames } from './tsql/types/index.ts';

/** Kinds of statement whose name does not say what is written. */
const written: ReadonlyMap<string, string> = new Map([
  ['block', 'BEGIN … END'],
  ['create-credential', 'CREATE DATABASE SCOPED CREDENTIAL'],
  ['alter-credential', 'ALTER DATABASE SCOPED CREDENTIAL'],
  ['drop-credential', 'DROP DATABASE SCOPED CREDENTIAL'],
  ['create-procedure', 'CREATE [OR ALTER], ALTER PROCEDURE'],
  ['exec-text', "EXEC ('text')"],
  ['if', 'IF … ELSE'],
  ['loop-control', 'BREAK, CONTINUE'],
  ['set-option', 'SET option'],
  ['set-variable', 'SET @variable'],
  ['transaction', 'BEGIN, COMMIT, ROLLBACK, SAVE TRANSACTION'],
  ['truncate', 'TRUNCATE TABLE'],
  ['try', 'TRY … CATCH'],
  ['waitfor', 'WAITFOR DELAY'],
]);

const statementText = (kind: string): string => written.get(kind) ?? kind.replaceAll('-', ' ').toUpperCase();

/** Names of the T-SQL that the sandbox runs, by heading. Read from what runs it, so it cannot say more or less. */
const subsetOf = (parts: EngineParts): ReadonlyMap<string, readonly string[]> =>
  new Map([
    ['Statements', parts.kinds.map(({ name }) => statementText(name))],
    ['Functions', [...parts.functions.keys(), ...grammarFunctions].map((name) => name.toUpperCase())],
    [
      'Table functions',
      [...parts.tableFunctions.values()].map(({ name, schema }) => (schema ? `${schema}.${name}` : name.toUpperCase())),
    ],
    ['Catalog views', [...parts.views.values()].map(({ schema, name }) => `${schema}.${name}`)],
    ['System procedures', [...parts.procedures.keys()]],
    ['Types', typeNames],
  ]);

const widest = 100;

const wrapped = (names: readonly string[]): string => {
  const lines: string[] = [];
  let line = '';
  for (const name of names) {
    const longer = line === '' ? name : `${line}; ${name}`;
    if (line !== '' && longer.length > widest) {
      lines.push(`${line};`);
      line = name;
    } else line = longer;
  }
  return [...lines, line].map((text) => `  ${text}\n`).join('');
};

/** What `--subset` prints. */
export function subsetText(): string {
  const noNetwork = { lookup: () => Promise.reject(new Error('nothing is called')), trustedCertificates: () => [] };
  const parts = engineParts(createInstance({ password: '', clock: Date.now, network: noNetwork }));
  const sections = [...subsetOf(parts)].map(
    ([heading, names]) => `${heading}\n${wrapped([...new Set(names)].sort((a, b) => a.localeCompare(b, 'en')))}`,
  );
  const rest = `Anything else that SQL Server has fails with Msg ${notSupportedNumber}, naming construct and line.\n`;
  return [...sections, rest].join('\n');
}
