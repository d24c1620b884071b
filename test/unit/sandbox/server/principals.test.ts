import assert from 'node:assert/strict';
import { describeError, password, TestInstance } from './harness.ts';
import type { TestSession } from './harness.ts';

const strong = 'Str0ng!pass';

async function withUsers(): Promise<{ test: TestInstance; sa: TestSession; reader: TestSession }> {
  const test = new TestInstance();
  const sa = await test.connect().run(`
    CREATE LOGIN reader WITH PASSWORD = '${strong}', DEFAULT_DATABASE = kube;
    USE kube;
    CREATE USER reader FOR LOGIN reader;`);
  return { test, sa, reader: test.connect('READER', strong) };
}

const refused = (work: () => unknown): string => {
  try {
    work();
    return 'fine';
  } catch (error) {
    return describeError(error);
  }
};

describe('logging in', () => {
  it('takes sa with the password only', () => {
    const test = new TestInstance();
    assert.equal(test.connect('SA').database, 'master');
    assert.equal(test.connect('sa', password, 'KUBE').database, 'kube');
    assert.equal(
      refused(() => test.connect('sa', 'wrong')),
      "18456/14/1 Login failed for user 'sa'.",
    );
    assert.equal(
      refused(() => test.connect('nobody')),
      "18456/14/1 Login failed for user 'nobody'.",
    );
  });

  it('refuses a database that is not there or not allowed with 4060 before 18456', async () => {
    const test = new TestInstance();
    await test.connect().run(`CREATE LOGIN stranger WITH PASSWORD = '${strong}'`);
    const text = (name: string): string =>
      `4060/11/1 Cannot open database "${name}" requested by the login. The login failed. | Login failed for user `;
    assert.equal(
      refused(() => test.connect('sa', password, 'nope')),
      `${text('nope')}'sa'.`,
    );
    assert.equal(
      refused(() => test.connect('stranger', strong, 'kube')),
      `${text('kube')}'stranger'.`,
    );
    assert.equal(test.connect('stranger', strong).call('current_user'), 'guest');
  });

  it('refuses a disabled login and one whose CONNECT was denied', async () => {
    const { test, sa } = await withUsers();
    await sa.run('DENY CONNECT TO reader');
    assert.match(
      refused(() => test.connect('reader', strong)),
      /^4064\/11/,
    );
    await sa.run('REVOKE CONNECT FROM reader; GRANT CONNECT TO reader; ALTER LOGIN reader DISABLE');
    assert.match(
      refused(() => test.connect('reader', strong)),
      /^18456\/14/,
    );
    await sa.run('ALTER LOGIN reader ENABLE');
    assert.equal(test.connect('reader', strong).database, 'kube');
  });

  it('changes passwords, and wants strong ones unless told not to care', async () => {
    const { test, sa } = await withUsers();
    assert.match(await sa.outcome("ALTER LOGIN reader WITH PASSWORD = 'weak'"), /^15118\/16/);
    await sa.run("ALTER LOGIN reader WITH PASSWORD = 'weak', CHECK_POLICY = OFF");
    assert.equal(test.connect('reader', 'weak').database, 'kube');
    assert.match(
      refused(() => test.connect('reader', strong)),
      /^18456/,
    );
  });
});

describe('names of principals', () => {
  it('are unique, and wrong ones are told apart', async () => {
    const { sa } = await withUsers();
    assert.deepEqual(
      await Promise.all(
        [
          `CREATE LOGIN Reader WITH PASSWORD = '${strong}'`,
          'CREATE USER READER WITHOUT LOGIN',
          'CREATE USER other FOR LOGIN reader',
          'CREATE USER other FOR LOGIN nobody',
          'CREATE ROLE reader',
          'DROP USER nobody',
          'DROP USER IF EXISTS nobody',
          'DROP ROLE nobody',
          'DROP LOGIN nobody',
          'DROP ROLE db_owner',
          'ALTER ROLE nobody ADD MEMBER reader',
          'USE nowhere',
        ].map((text) => sa.outcome(text)),
      ),
      [
        "15025/16/1 The server principal 'Reader' already exists.",
        "15023/16/1 User, group, or role 'READER' already exists in the current database.",
        '15063/16/1 The login already has an account under a different user name.',
        "15007/16/1 'nobody' is not a valid login or you do not have permission.",
        "15023/16/1 User, group, or role 'reader' already exists in the current database.",
        "15151/16/1 Cannot drop the user 'nobody', because it does not exist or you do not have permission.",
        'fine',
        "15151/16/1 Cannot drop the role 'nobody', because it does not exist or you do not have permission.",
        "15151/16/1 Cannot drop the login 'nobody', because it does not exist or you do not have permission.",
        "15150/16/1 Cannot drop the role 'db_owner'.",
        "15151/16/1 Cannot alter the role 'nobody', because it does not exist or you do not have permission.",
        "911/16/1 Database 'nowhere' does not exist. Make sure that the name is entered correctly.",
      ],
    );
  });

  it('leave orphans when a login is dropped and made anew, until ALTER USER mends them', async () => {
    const { test, sa } = await withUsers();
    await sa.run(`DROP LOGIN reader; CREATE LOGIN reader WITH PASSWORD = '${strong}', DEFAULT_DATABASE = kube`);
    assert.match(
      refused(() => test.connect('reader', strong)),
      /^4064/,
    );
    await sa.run('ALTER USER reader WITH LOGIN = reader');
    assert.equal(test.connect('reader', strong).call('user_name'), 'reader');
  });

  it('refuse to go while they are needed', async () => {
    const { sa } = await withUsers();
    await sa.run('CREATE ROLE team; ALTER ROLE team ADD MEMBER reader; CREATE SCHEMA k8s AUTHORIZATION reader');
    assert.match(await sa.outcome('DROP ROLE team'), /^15144/);
    assert.match(await sa.outcome('DROP USER reader'), /^15138/);
    await sa.run('DROP SCHEMA k8s; ALTER ROLE team DROP MEMBER reader; DROP ROLE team; DROP USER reader');
  });
});

describe('who a session is', () => {
  it('tells names and memberships', async () => {
    const { sa, reader } = await withUsers();
    assert.equal(sa.call('current_user'), 'dbo');
    assert.equal(sa.call('is_srvrolemember', 'sysadmin'), 1);
    assert.equal(reader.call('suser_sname'), 'reader');
    assert.equal(reader.call('system_user'), 'reader');
    assert.equal(reader.call('is_srvrolemember', 'sysadmin'), 0);
    assert.equal(reader.call('is_srvrolemember', 'none'), null);
    assert.equal(reader.call('is_member', 'db_owner'), 0);
    await sa.run('ALTER ROLE db_owner ADD MEMBER reader');
    assert.equal(reader.call('is_member', 'db_owner'), 1);
    assert.equal(sa.call('is_rolemember', 'db_owner', 'reader'), 1);
    assert.equal(reader.call('db_name'), 'kube');
    assert.equal(reader.call('db_name', 1), 'master');
    assert.equal(reader.call('db_id', 'msdb'), 4);
    assert.equal(reader.call('schema_name'), 'dbo');
    assert.equal(reader.call('has_dbaccess', 'model'), 0);
  });

  it('follows EXECUTE AS and REVERT', async () => {
    const { sa, reader } = await withUsers();
    await sa.run("EXECUTE AS USER = 'reader'");
    assert.equal(sa.call('current_user'), 'reader');
    assert.equal(sa.call('original_login'), 'sa');
    assert.equal(sa.call('is_srvrolemember', 'sysadmin'), 0);
    assert.match(await sa.outcome('USE model'), /^916\/14\/1 The server principal "reader" is not able to access/);
    await sa.run('REVERT');
    assert.equal(sa.call('current_user'), 'dbo');
    assert.match(await reader.outcome("EXECUTE AS LOGIN = 'sa'"), /^15406\/16\/1/);
    assert.match(await reader.outcome("EXECUTE AS USER = 'dbo'"), /^15517\/16\/1/);
    await sa.run(`CREATE LOGIN other WITH PASSWORD = '${strong}'; GRANT IMPERSONATE ON LOGIN::other TO reader`);
    assert.equal(await reader.outcome("EXECUTE AS LOGIN = 'other'"), 'fine');
    assert.equal(reader.call('suser_sname'), 'other');
  });

  it('owns what it made', async () => {
    const { test, sa } = await withUsers();
    await sa.run('ALTER SERVER ROLE dbcreator ADD MEMBER reader');
    const reader = await test.connect('reader', strong).run('CREATE DATABASE mine; USE mine');
    assert.equal(reader.call('current_user'), 'dbo');
    assert.match(await reader.outcome('DROP DATABASE mine'), /^3702/);
    await reader.run('USE kube; DROP DATABASE mine');
    assert.match(await reader.outcome('DROP DATABASE kube; DROP DATABASE model'), /^370[28]/);
    assert.equal(await reader.outcome('DROP DATABASE IF EXISTS mine'), 'fine');
  });
});
