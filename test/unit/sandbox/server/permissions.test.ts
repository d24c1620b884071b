import assert from 'node:assert/strict';
import { TestInstance } from './harness.ts';
import type { TestSession } from './harness.ts';

const strong = 'Str0ng!pass';
const endpoint = 'EXECUTE ANY EXTERNAL ENDPOINT';

describe('permissions', () => {
  let test: TestInstance;
  let sa: TestSession;
  let reader: TestSession;

  const mayCall = (): unknown => reader.call('has_perms_by_name', null, 'DATABASE', endpoint);
  const mayUse = (): unknown =>
    reader.call('has_perms_by_name', '[https://kube.test]', 'DATABASE SCOPED CREDENTIAL', 'REFERENCES');

  beforeEach(async () => {
    test = new TestInstance();
    sa = await test.connect().run(`
      CREATE LOGIN reader WITH PASSWORD = '${strong}', DEFAULT_DATABASE = kube;
      USE kube;
      CREATE USER reader FOR LOGIN reader;
      CREATE ROLE callers;
      CREATE MASTER KEY ENCRYPTION BY PASSWORD = '${strong}';
      CREATE DATABASE SCOPED CREDENTIAL [https://kube.test]
        WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = '{"Authorization":"Bearer t"}';`);
    reader = test.connect('reader', strong);
  });

  it('are none to begin with, and all for sa', () => {
    assert.equal(mayCall(), 0);
    assert.equal(mayUse(), 0);
    assert.equal(sa.call('has_perms_by_name', null, 'DATABASE', endpoint), 1);
    assert.equal(sa.call('has_perms_by_name', 'kube', 'DATABASE', 'ANY'), 1);
  });

  it('come by grant, through roles and through CONTROL', async () => {
    await sa.run(`GRANT ${endpoint} TO reader`);
    assert.equal(mayCall(), 1);
    await sa.run(`REVOKE ${endpoint} FROM reader`);
    assert.equal(mayCall(), 0);
    await sa.run(`GRANT ${endpoint} TO callers; ALTER ROLE callers ADD MEMBER reader`);
    assert.equal(mayCall(), 1);
    await sa.run(`REVOKE ${endpoint} TO callers; GRANT CONTROL TO callers`);
    assert.equal(mayCall(), 1);
    assert.equal(mayUse(), 1);
    await sa.run('ALTER ROLE callers DROP MEMBER reader; ALTER ROLE db_owner ADD MEMBER reader');
    assert.equal(mayCall(), 1);
    await sa.run(`ALTER ROLE db_owner DROP MEMBER reader; GRANT ${endpoint} TO PUBLIC`);
    assert.equal(mayCall(), 1);
  });

  it('are beaten by DENY, wherever the grant comes from, but not for sa', async () => {
    await sa.run(`GRANT ${endpoint} TO reader; ALTER ROLE callers ADD MEMBER reader; DENY ${endpoint} TO callers`);
    assert.equal(mayCall(), 0);
    await sa.run(`ALTER ROLE db_owner ADD MEMBER reader`);
    assert.equal(mayCall(), 0);
    await sa.run(`DENY ${endpoint} TO PUBLIC`);
    assert.equal(sa.call('has_perms_by_name', null, 'DATABASE', endpoint), 1);
  });

  it('on a credential are told apart', async () => {
    await sa.run('GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[https://kube.test] TO reader');
    assert.equal(mayUse(), 1);
    assert.deepEqual(
      reader.rows('database_scoped_credentials').map(({ name, credential_identity }) => [name, credential_identity]),
      [['https://kube.test', 'HTTPEndpointHeaders']],
    );
    await sa.run('DENY REFERENCES ON CREDENTIAL::[https://kube.test] TO reader');
    assert.equal(mayUse(), 0);
    await sa.run(
      'REVOKE REFERENCES ON DATABASE SCOPED CREDENTIAL::[https://kube.test] FROM reader; GRANT REFERENCES TO reader',
    );
    assert.equal(mayUse(), 1);
  });

  it('go with the credential', async () => {
    await sa.run(`GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[https://kube.test] TO reader;
      DROP DATABASE SCOPED CREDENTIAL [https://kube.test];
      CREATE DATABASE SCOPED CREDENTIAL [https://kube.test] WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = '{}'`);
    assert.equal(mayUse(), 0);
  });

  it('are NULL for what there is not', () => {
    assert.equal(reader.call('has_perms_by_name', null, 'DATABASE', 'FLY'), null);
    assert.equal(reader.call('has_perms_by_name', null, 'KITCHEN', 'SELECT'), null);
    assert.equal(reader.call('has_perms_by_name', 'nothing', 'OBJECT', 'SELECT'), null);
    assert.equal(reader.call('has_perms_by_name', null, null, 'VIEW SERVER STATE'), 0);
    assert.equal(sa.call('has_perms_by_name', null, null, 'ALTER SETTINGS'), 1);
  });

  it('are handed on only by who may', async () => {
    assert.match(await reader.outcome(`GRANT ${endpoint} TO callers`), /^4613\/16\/1/);
    await sa.run(`GRANT ${endpoint} TO reader WITH GRANT OPTION`);
    assert.equal(await reader.outcome(`GRANT ${endpoint} TO callers`), 'fine');
    await sa.run(`REVOKE GRANT OPTION FOR ${endpoint} FROM reader CASCADE`);
    assert.equal(mayCall(), 1);
    assert.match(await reader.outcome(`GRANT ${endpoint} TO callers`), /^4613/);
  });

  it('refuse what makes no sense', async () => {
    const outcomes = await Promise.all(
      [
        `GRANT ${endpoint} TO nobody`,
        `GRANT ${endpoint} TO dbo`,
        'GRANT FLY TO reader',
        'GRANT SELECT ON nothing TO reader',
        'GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[https://none] TO reader',
        'GRANT EXECUTE ON DATABASE SCOPED CREDENTIAL::[https://kube.test] TO reader',
        'GRANT ALTER SETTINGS TO reader',
        'GRANT ALL TO reader',
        'GRANT SELECT ON dbo.t (a) TO reader',
      ].map((text) => sa.outcome(text)),
    );
    assert.deepEqual(
      outcomes.map((outcome) => outcome.replace(/ .*$/, '')),
      [
        '15151/16/1',
        '4624/16/1',
        '4606/16/1',
        '15151/16/1',
        '15151/16/1',
        '4606/16/1',
        '4621/16/1',
        '49999/16/1',
        '49999/16/1',
      ],
    );
  });

  it('on objects cover schemas and the database', async () => {
    test.objects.push({ schema: 'dbo', name: 'Pods', kind: 'table', id: 42 });
    const may = (): unknown => reader.call('has_perms_by_name', 'dbo.Pods', 'OBJECT', 'SELECT');
    const authorize = (): void =>
      test.instance.server.authorize('SELECT', { name: 'Pods', text: 'Pods' }, reader.context);
    assert.equal(may(), 0);
    assert.throws(authorize, {
      number: 229,
      class: 14,
      state: 5,
      message: "The SELECT permission was denied on the object 'Pods', database 'kube', schema 'dbo'.",
    });
    await sa.run('GRANT SELECT ON dbo.Pods TO reader');
    assert.equal(may(), 1);
    authorize();
    await sa.run('REVOKE SELECT ON dbo.Pods TO reader; GRANT SELECT ON SCHEMA::dbo TO reader');
    authorize();
    await sa.run('REVOKE SELECT ON SCHEMA::dbo TO reader; ALTER ROLE db_datareader ADD MEMBER reader');
    authorize();
    await sa.run('ALTER ROLE db_denydatareader ADD MEMBER reader');
    assert.throws(authorize, { number: 229 });
    reader.procedure = 'dbo.p';
    authorize();
  });

  it('to create objects need the schema too', async () => {
    const authorize = (): void =>
      test.instance.server.authorize('CREATE TABLE', { name: 't', text: 't' }, reader.context);
    assert.throws(authorize, { number: 262, message: "CREATE TABLE permission denied in database 'kube'." });
    await sa.run('GRANT CREATE TABLE TO reader');
    assert.throws(authorize, { number: 2760 });
    await sa.run('GRANT ALTER ON SCHEMA::dbo TO reader');
    authorize();
  });

  it('show in the catalog', async () => {
    await sa.run(
      `GRANT ${endpoint} TO reader; DENY REFERENCES ON DATABASE SCOPED CREDENTIAL::[https://kube.test] TO callers`,
    );
    const rows = sa.rows('database_permissions');
    assert.deepEqual(
      rows.slice(-2).map((row) => [row['class_desc'], row['permission_name'], row['state_desc']]),
      [
        ['DATABASE', endpoint, 'GRANT'],
        ['DATABASE_SCOPED_CREDENTIAL', 'REFERENCES', 'DENY'],
      ],
    );
    assert.equal(rows.find((row) => row['permission_name'] === 'CONNECT')?.['type'], 'CO  ');
    assert.deepEqual(
      sa.tableFunction('fn_my_permissions', null, 'DATABASE').find(([, , name]) => name === endpoint),
      ['database', '', endpoint],
    );
    assert.deepEqual(
      reader.tableFunction('fn_my_permissions', null, 'DATABASE').map(([, , name]) => name),
      ['CONNECT', endpoint],
    );
    assert.deepEqual(reader.tableFunction('fn_my_permissions', null, 'KITCHEN'), []);
  });

  it('hide users from each other', () => {
    const names = (session: TestSession): unknown[] => session.rows('database_principals').map(({ name }) => name);
    assert.ok(names(sa).includes('reader'));
    assert.ok(names(reader).includes('reader'));
    assert.ok(names(reader).includes('db_owner'));
    assert.deepEqual(
      reader
        .rows('server_principals')
        .filter(({ type }) => type === 'S')
        .map(({ name }) => name),
      ['sa', 'reader'],
    );
  });
});
