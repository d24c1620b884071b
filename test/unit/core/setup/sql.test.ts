import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkSetup } from '../../../../src/core/setup/check-setup.ts';
import type { Setup } from '../../../../src/core/setup/options.ts';
import { renderSqlFile } from '../../../../src/core/setup/sql-file.ts';
import { runnableBatches, sqlSteps } from '../../../../src/core/setup/sql-steps.ts';
import { splitBatches } from '../../../../src/core/tsql/batches.ts';
import { tokenize } from '../../../../src/core/tsql/lexer.ts';
import type { Token } from '../../../../src/core/tsql/token.ts';
import { unquoteIdentifier, unquoteLiteral } from '../../../../src/core/tsql/quoting.ts';
import { options, setupOf } from './sample.ts';

const secrets = { token: 'a-token', masterKeyPassword: 'Str0ng-enough!' };

const batchesOf = (setup: Setup, given = secrets): readonly string[] =>
  sqlSteps(setup).flatMap((step) => {
    const run = runnableBatches([...step.run, ...step.undo], given);
    if (!run.ok) throw new Error(JSON.stringify(run.error));
    return run.value.map(({ sql }) => sql);
  });

const code = (text: string): readonly Token[] =>
  [...tokenize(text)].filter(({ kind }) => kind !== 'whitespace' && kind !== 'comment');

/** What a reader of the structure sees: names and literals without their content. */
const skeleton = (text: string): readonly string[] =>
  code(text).map(({ kind, text: piece, error }) => {
    assert.equal(error, undefined);
    return kind === 'string' || kind === 'identifier' ? kind : piece;
  });

const hostileName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.constantFrom(
    "x'; DROP TABLE t; --",
    'x]; DROP TABLE t; --',
    "]]''",
    'x /* y',
    'x -- y',
    '$(TOKEN)',
    'x\nGO\ny',
    'x\u2028y',
    'x\\\ny',
    'x\0y',
    '{{x}}',
    '`x`',
    '#x',
    ':r c:\\x.sql',
  ),
);

describe('the T-SQL of a set-up', () => {
  it('has the same structure whatever the names are, and holds them unchanged', () => {
    const plain = batchesOf(setupOf({ members: [{ user: 'a', forLogin: 'b' }] })).map(skeleton);
    let taken = 0;
    fc.assert(
      fc.property(hostileName, hostileName, hostileName, hostileName, (database, role, user, forLogin) => {
        const checked = checkSetup({ ...options, database, role, members: [{ user, forLogin }] });
        if (!checked.ok) return;
        taken += 1;
        const batches = batchesOf(checked.value);
        assert.deepEqual(batches.map(skeleton), plain);
        const tokens = batches.flatMap(code);
        const names = new Set(
          tokens.flatMap(({ kind, text }) => (kind === 'identifier' ? unquoteIdentifier(text) : [])),
        );
        const literals = new Set(tokens.flatMap(({ kind, text }) => (kind === 'string' ? unquoteLiteral(text) : [])));
        for (const name of [role, user, forLogin]) assert.ok(names.has(name), name);
        for (const name of [database, role, user, forLogin]) assert.ok(literals.has(name), name);
      }),
      { numRuns: 300 },
    );
    assert.ok(taken > 20, `${taken} of 300 were taken`);
  });

  it('says the same in files, cut into the same batches', () => {
    fc.assert(
      fc.property(hostileName, hostileName, (database, role) => {
        const checked = checkSetup({ ...options, database, role });
        if (!checked.ok) return;
        for (const step of sqlSteps(checked.value)) {
          const lead = step.on === 'database' ? 1 : 0;
          const file = splitBatches(renderSqlFile(checked.value, step, 'run'));
          assert.equal(file.length, step.run.length + lead);
          const expected = step.run.map(({ text }) => skeleton(text(secrets)));
          const found = file.slice(lead).map(({ text }) => skeleton(text.replace(/^:on error exit$/mu, '')));
          assert.deepEqual(found, expected);
        }
      }),
    );
  });

  it('puts any token into one literal, in one batch that is marked', () => {
    const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(visible, { minLength: 8, maxLength: 1900 }), (characters) => {
        const token = `!${characters.join('')}!`;
        const step = sqlSteps(setupOf()).find(({ id }) => id === '30-credential');
        const run = runnableBatches(step?.run ?? [], { token });
        if (!run.ok) {
          assert.deepEqual(
            run.error.map(({ field }) => field),
            ['token'],
          );
          return;
        }
        const marked = run.value.filter(({ secret }) => secret);
        assert.equal(marked.length, 1);
        const held = code(marked[0]?.sql ?? '')
          .filter(({ kind }) => kind === 'string')
          .map(({ text }) => unquoteLiteral(text));
        assert.deepEqual(JSON.parse(held.at(-1) ?? ''), { Authorization: `Bearer ${token}` });
      }),
    );
  });

  it('refuses secrets that SQL Server would not take, without showing them', () => {
    const batches = sqlSteps(setupOf()).flatMap(({ run }) => run);
    for (const [field, given] of [
      ['token', { ...secrets, token: '' }],
      ['token', { ...secrets, token: 'planted secret' }],
      ['token', { ...secrets, token: 'planted\n' }],
      ['token', { ...secrets, token: 'plantéd' }],
      ['token', { ...secrets, token: 'p'.repeat(4000) }],
      ['masterKeyPassword', { ...secrets, masterKeyPassword: '' }],
      ['masterKeyPassword', { ...secrets, masterKeyPassword: 'planted\0' }],
      ['masterKeyPassword', { ...secrets, masterKeyPassword: 'planted'.repeat(20) }],
    ] as const) {
      const run = runnableBatches(batches, given);
      assert.ok(!run.ok);
      assert.deepEqual(
        run.error.map((one) => one.field),
        [field],
      );
      assert.doesNotMatch(JSON.stringify(run.error), /plant/u);
    }
  });

  it('builds no statement inside SQL Server, and quotes nothing there', () => {
    for (const batch of batchesOf(setupOf()))
      for (const [index, { text }] of code(batch).entries()) {
        assert.doesNotMatch(text, /^(?:quotename|sp_executesql)$/iu);
        if (/^exec(?:ute)?$/iu.test(text)) assert.notEqual(code(batch)[index + 1]?.text, '(');
      }
  });

  it('spells a sqlcmd variable only where a secret goes', () => {
    for (const step of sqlSteps(setupOf()))
      for (const direction of ['run', 'undo'] as const)
        for (const { kind, text } of tokenize(renderSqlFile(setupOf(), step, direction)))
          if (text.includes('$(')) {
            assert.equal(kind, 'string');
            assert.match(text, /\$\((?:TOKEN|MASTER_KEY_PASSWORD)\)/u);
          }
  });

  it('leaves alone on undo what was there before', () => {
    const before = { switchOn: true, masterKey: true, credential: true, role: true, users: ['APP_reader'] };
    const undo = sqlSteps(setupOf({ audit: false, before })).flatMap((step) =>
      step.undo.map(({ text }) => text(secrets)),
    );
    assert.doesNotMatch(undo.join('\n'), /\bDROP (?:USER|ROLE|MASTER|DATABASE)|sp_configure/u);
    assert.match(undo.join('\n'), /REVOKE EXECUTE ANY EXTERNAL ENDPOINT/u);
  });
});
