import assert from 'node:assert/strict';
import fc from 'fast-check';
import { connectionImport } from '../../../src/commands/connection-import.ts';
import { readMssqlProfiles } from '../../../src/commands/profile/mssql-profiles.ts';
import { connection } from '../../support/fake-cluster.ts';
import { world } from './world.ts';

const login = {
  server: 'sql01',
  database: 'orders',
  authenticationType: 'SqlLogin',
  user: 'app',
  profileName: 'Orders',
};

describe('readMssqlProfiles', () => {
  it('takes over SQL logins', () => {
    const { profiles } = readMssqlProfiles([{ ...login, port: 1444, encrypt: 'Strict' }], []);
    assert.deepEqual(profiles, [
      { name: 'Orders', server: 'sql01,1444', database: 'orders', user: 'app', encryption: 'strict' },
    ]);
  });

  it('never weakens the encryption, and does not take over blind trust', () => {
    const { profiles, notes } = readMssqlProfiles(
      [{ ...login, encrypt: 'Optional', trustServerCertificate: true }],
      [],
    );
    assert.equal(profiles[0]?.encryption, 'mandatory');
    assert.match(notes.join('\n'), /optional or off; it is mandatory here/);
    assert.match(notes.join('\n'), /“Trust server certificate” was not taken over/);
  });

  for (const [what, entry, words] of [
    ['Windows sign-in', { ...login, authenticationType: 'Integrated' }, /signs in by Integrated/],
    ['Entra sign-in', { ...login, authenticationType: 'AzureMFA' }, /signs in by AzureMFA/],
    [
      'a connection string',
      { connectionString: 'Server=x;Password=hunter2' },
      /connection string, which may hold secrets/,
    ],
    ['no database', { ...login, database: '' }, /names no database/],
    ['the database master', { ...login, database: 'master' }, /master/],
  ] as const) {
    it(`says why it does not take over ${what}`, () => {
      const { profiles, notes } = readMssqlProfiles([entry], []);
      assert.deepEqual(profiles, []);
      assert.match(notes[0] ?? '', words);
      assert.doesNotMatch(notes.join(), /hunter2/);
    });
  }

  it('takes nothing over twice', () => {
    const known = connection({ server: 'SQL01,1433', database: 'orders', user: 'app' });
    assert.match(readMssqlProfiles([login], [known]).notes[0] ?? '', /there is a connection/);
    assert.equal(readMssqlProfiles([login, login], []).profiles.length, 1);
  });

  it('never throws, and every entry is taken over or explained', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (value) => {
        const { profiles, notes } = readMssqlProfiles(value, []);
        assert.ok(profiles.length + notes.length >= value.length);
      }),
    );
  });
});

describe('Import from MS SQL Profiles', () => {
  it('stores what it took over, and shows what it did not', async () => {
    const { context, state, settings, opened } = world({ press: 'Show What Was Not' });
    state.mssql = [login, { ...login, authenticationType: 'Integrated', profileName: 'Windows' }];
    await connectionImport.run(context);
    assert.equal((settings.user['connections'] as unknown[]).length, 1);
    assert.match(opened[0]?.text ?? '', /Windows: not taken over/);
  });

  it('says so when there is nothing', async () => {
    const { context, prompts, settings } = world();
    await connectionImport.run(context);
    assert.match(prompts.seen[0] ?? '', /no MS SQL profiles/);
    assert.deepEqual(settings.user, {});
  });
});
