import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { describeError, TestInstance } from './harness.ts';
import type { TestSession } from './harness.ts';

const strong = 'Str0ng!pass';
const option = 'external rest endpoint enabled';

async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'fine';
  } catch (error) {
    return describeError(error);
  }
}

describe('the switch', () => {
  let test: TestInstance;
  let sa: TestSession;
  const state = (): unknown =>
    sa
      .rows('configurations')
      .filter(({ name }) => name === option)
      .map(({ value, value_in_use }) => [value, value_in_use]);
  const int = (value: number) => ({ kind: 'variant', type: { name: 'int' }, value });

  beforeEach(() => {
    test = new TestInstance();
    sa = test.connect();
  });

  it('is off after setup, set by sp_configure and put to use by RECONFIGURE', async () => {
    assert.deepEqual(state(), [[int(0), int(0)]]);
    const outcome = await sa.exec('sp_configure', { '@configname': 'External REST', '@configvalue': 1 });
    assert.equal(outcome.returnStatus, 0);
    assert.deepEqual(sa.messages, [
      {
        number: 15457,
        text: `Configuration option '${option}' changed from 0 to 1. Run the RECONFIGURE statement to install.`,
        state: 1,
        class: 0,
        procedure: 'sp_configure',
        line: 196,
      },
    ]);
    assert.deepEqual(state(), [[int(1), int(0)]]);
    await sa.run('RECONFIGURE WITH OVERRIDE;');
    assert.deepEqual(state(), [[int(1), int(1)]]);
    await sa.exec('sp_configure', { '@configname': option });
    assert.deepEqual(sa.sets[0]?.rows, [[option, 0, 1, 1, 1]]);
  });

  it('refuses wrong values and names as sp_configure does', async () => {
    for (const [name, value] of [
      [option, 2],
      ['absent option', 1],
      ['external', 1],
      ['max server', 1],
    ] as const) {
      assert.equal((await sa.exec('sp_configure', { '@configname': name, '@configvalue': value })).returnStatus, 1);
    }
    assert.deepEqual(
      sa.messages.map(({ number, line, text }) => [number, line, text]),
      [
        [15129, 172, `'2' is not a valid value for configuration option '${option}'.`],
        [15123, 62, "The configuration option 'absent option' does not exist, or it may be an advanced option."],
        [15124, 62, "The configuration option 'external' is not unique."],
        [15123, 62, "The configuration option 'max server' does not exist, or it may be an advanced option."],
      ],
    );
  });

  it('shows advanced options when asked', async () => {
    await sa.exec('sp_configure');
    await sa.exec('sp_configure', { '@configname': 'show advanced options', '@configvalue': 1 });
    await sa.run('RECONFIGURE');
    await sa.exec('sp_configure');
    const [few = [], many = []] = sa.sets.map(({ rows }) => rows.map(([name]) => name));
    assert.ok(!few.includes('xp_cmdshell') && many.includes('xp_cmdshell'));
  });

  it('is for those with ALTER SETTINGS, outside transactions', async () => {
    await sa.run(`CREATE LOGIN other WITH PASSWORD = '${strong}'`);
    const other = test.connect('other', strong);
    assert.match(await other.outcome('RECONFIGURE'), /^5812\/14/);
    await other.exec('sp_configure', { '@configname': option, '@configvalue': 1 });
    assert.equal(other.messages[0]?.number, 15247);
    await sa.run('GRANT ALTER SETTINGS TO other');
    assert.equal(await other.outcome('RECONFIGURE'), 'fine');
    sa.transactionCount = 1;
    assert.equal(
      await sa.outcome('RECONFIGURE'),
      '574/16/0 CONFIG statement cannot be used inside a user transaction.',
    );
  });

  it('comes back with a rolled-back transaction', async () => {
    const undo = test.instance.server.snapshot();
    await sa.exec('sp_configure', { '@configname': option, '@configvalue': 1 });
    await sa.run(`USE kube; CREATE ROLE team`);
    undo();
    assert.deepEqual(state(), [[int(0), int(0)]]);
    assert.match(await sa.outcome('DROP ROLE team'), /^15151/);
  });
});

describe('master keys and credentials', () => {
  const create = (secret = '{"Authorization":"Bearer top-secret"}'): string =>
    `CREATE DATABASE SCOPED CREDENTIAL [https://kube.test] WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = '${secret}'`;

  it('come in order', async () => {
    const sa = new TestInstance().connect();
    const key = `CREATE MASTER KEY ENCRYPTION BY PASSWORD = '${strong}'`;
    assert.match(
      await sa.outcome(create()),
      /^33158\/16\/1 Database credentials are not supported in master database\./,
    );
    await sa.run('USE kube');
    assert.match(await sa.outcome(create()), /^15581\/16\/6 /);
    assert.match(await sa.outcome("CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'weak'"), /^15118/);
    assert.deepEqual(sa.rows('symmetric_keys'), []);
    await sa.run(key);
    assert.match(await sa.outcome(key), /^15578\/16\/1 /);
    assert.deepEqual(
      sa.rows('symmetric_keys').map((row) => row['name']),
      ['##MS_DatabaseMasterKey##'],
    );
    await sa.run(create());
    assert.equal(await sa.outcome(create()), '15530/16/1 The credential with name "https://kube.test" already exists.');
    assert.match(await sa.outcome('DROP MASTER KEY'), /^15580/);
    assert.match(
      await sa.outcome('DROP DATABASE SCOPED CREDENTIAL [https://kube.test/]'),
      /^15151\/16\/1 Cannot drop the credential/,
    );
    assert.match(
      await sa.outcome("ALTER DATABASE SCOPED CREDENTIAL x WITH IDENTITY = 'y'"),
      /^15151\/16\/1 Cannot alter the credential/,
    );
    await sa.run('DROP DATABASE SCOPED CREDENTIAL [https://kube.test]; DROP MASTER KEY');
    assert.match(await sa.outcome('DROP MASTER KEY'), /^15151/);
  });

  it('never show the secret', async () => {
    const sa = await new TestInstance()
      .connect()
      .run(`USE kube; CREATE MASTER KEY ENCRYPTION BY PASSWORD = '${strong}'; ${create()}`);
    const [row] = sa.rows('database_scoped_credentials');
    assert.equal(row?.['credential_id'], 65536);
    for (const name of ['database_scoped_credentials', 'symmetric_keys', 'database_principals', 'server_principals']) {
      assert.doesNotMatch(inspect(sa.rows(name), { depth: 5 }), /top-secret|Str0ng/);
    }
  });

  it('need CONTROL on the database', async () => {
    const test = new TestInstance();
    const sa = await test.connect()
      .run(`CREATE LOGIN dev WITH PASSWORD = '${strong}', DEFAULT_DATABASE = kube; USE kube;
      CREATE USER dev; CREATE MASTER KEY ENCRYPTION BY PASSWORD = '${strong}'`);
    const dev = test.connect('dev', strong);
    assert.match(await dev.outcome(create()), /^262\/14\/1 /);
    await sa.run('GRANT CONTROL TO dev');
    assert.equal(await dev.outcome(create()), 'fine');
  });
});

describe('the procedure in an instance', () => {
  const url = 'https://nowhere.test/api';
  const call = (session: TestSession, more: Record<string, string | number> = {}) =>
    outcomeOf(session.exec('sp_invoke_external_rest_endpoint', { '@url': url, '@method': 'GET', ...more }));

  it('checks switch, permission and credential in this order', async () => {
    const test = new TestInstance();
    const sa = await test.connect()
      .run(`CREATE LOGIN dev WITH PASSWORD = '${strong}', DEFAULT_DATABASE = kube; USE kube;
      CREATE USER dev; CREATE MASTER KEY ENCRYPTION BY PASSWORD = '${strong}';
      CREATE DATABASE SCOPED CREDENTIAL [https://nowhere.test] WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = '{"a":"b"}'`);
    const dev = test.connect('dev', strong);
    const credential = { '@credential': 'https://nowhere.test' };
    assert.match(await call(dev), /^31643\/16\/1 'sp_invoke_external_rest_endpoint' is disabled/);
    await sa.exec('sp_configure', { '@configname': option, '@configvalue': 1 });
    assert.match(await call(dev), /^31643/);
    await sa.run('RECONFIGURE');
    assert.match(
      await call(dev),
      /^8189\/16\/1 You do not have permission to run 'sys\.sp_invoke_external_rest_endpoint'\.$/,
    );
    await sa.run('GRANT EXECUTE ANY EXTERNAL ENDPOINT TO dev');
    assert.match(await call(dev), /^31608\/16\/24 .*HRESULT: 0x80072ee7\.$/);
    assert.match(await call(dev, credential), /^15151\/16\/1 Cannot find the credential 'https:\/\/nowhere\.test'/);
    await sa.run('GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[https://nowhere.test] TO dev');
    assert.match(await call(dev, credential), /^31608\/16\/24/);
    assert.match(await call(sa, credential), /^31608\/16\/24/);
    assert.match(await call(sa, { ...credential, '@url': 'https://else.test/' }), /^31630\/16\/6/);
  });

  it('returns 1 for headers that are not JSON, without throwing', async () => {
    const sa = new TestInstance().connect();
    const outcome = await sa.exec('sp_invoke_external_rest_endpoint', { '@url': url, '@headers': '' });
    assert.equal(outcome.returnStatus, 1);
    assert.deepEqual(
      sa.messages.map(({ number, state, procedure }) => [number, state, procedure]),
      [[11558, 200, 'sys.sp_invoke_external_rest_endpoint']],
    );
  });

  it('warns with INFO 31616 before it calls', async () => {
    const sa = new TestInstance({ switchOn: true }).connect();
    await call(sa, { '@headers': '{"User-Agent":"x"}' });
    assert.deepEqual(
      sa.messages.map(({ number, class: severity }) => [number, severity]),
      [[31616, 0]],
    );
  });

  it('is listed with @retry_count', () => {
    const sa = new TestInstance().connect();
    const id = sa.rows('all_objects').find(({ name }) => name === 'sp_invoke_external_rest_endpoint')?.['object_id'];
    const names = sa
      .rows('all_parameters')
      .filter((row) => row['object_id'] === id)
      .map(({ name }) => name);
    assert.deepEqual(names, [
      '@url',
      '@payload',
      '@headers',
      '@method',
      '@timeout',
      '@credential',
      '@response',
      '@retry_count',
    ]);
    assert.equal(sa.call('object_id', 'sys.sp_invoke_external_rest_endpoint'), id);
  });

  it('is an empty shell in SQL Server 2022', async () => {
    const sa = new TestInstance({ profile: 'sql-server-2022' }).connect();
    assert.equal(
      await call(sa),
      "2812/16/99 Could not find stored procedure 'sp_invoke_external_rest_endpoint_internal'.",
    );
    assert.equal(sa.call('serverproperty', 'ProductMajorVersion'), '16');
    assert.equal(sa.call('has_perms_by_name', null, 'DATABASE', 'EXECUTE ANY EXTERNAL ENDPOINT'), null);
    assert.ok(!sa.rows('configurations').some(({ name }) => name === option));
  });

  it('behaves as Azure in an Azure engine', async () => {
    const lookup = () => Promise.resolve('10.0.0.1');
    const sa = new TestInstance({ profile: 'azure', network: { lookup, trustedCertificates: () => [] } }).connect();
    assert.equal(sa.call('serverproperty', 'EngineEdition'), 5);
    assert.match(await call(sa), /^31624/);
    assert.match(await outcomeOf(sa.exec('sp_configure')), /^40510/);
    assert.match(await sa.outcome('RECONFIGURE'), /^40510/);
    const listed = new TestInstance({ profile: 'azure', allowedDomains: ['.azure-api.net'] }).connect();
    assert.match(await call(listed), /^31612/);
    assert.match(await call(new TestInstance({ profile: 'azure' }).connect()), /^31625/);
  });
});

describe('what the instance says of itself', () => {
  it('names the sandbox wherever a person looks', () => {
    const test = new TestInstance();
    const sa = test.connect();
    const version = test.instance.server.global('@@version', sa.context)?.value;
    assert.ok(typeof version === 'string');
    assert.match(version, /^Microsoft SQL Server 2025 \(RTM-CU7\) \(KB5096981\) - 17\.0\.4065\.4 \(X64\) \n\t/);
    assert.match(version, /sandbox/);
    assert.equal(sa.call('serverproperty', 'Edition'), 'SQL Kube Sandbox Edition (64-bit)');
    assert.equal(sa.call('serverproperty', 'productversion'), '17.0.4065.4');
    assert.equal(sa.call('serverproperty', 'EngineEdition'), 3);
    assert.equal(sa.call('serverproperty', 'InstanceName'), null);
    assert.equal(sa.call('serverproperty', 'Nonsense'), null);
    assert.deepEqual(
      sa.rows('dm_os_host_info').map(({ host_distribution }) => host_distribution),
      ['SQL Kube sandbox'],
    );
    assert.equal(test.instance.server.global('@@nonsense', sa.context), undefined);
  });

  it('has rows as wide as columns in every view', () => {
    const test = new TestInstance();
    test.objects.push({ schema: 'dbo', name: 'Pods', kind: 'table', id: 42 });
    const sa = test.connect();
    for (const { name } of test.instance.tables) assert.ok(Array.isArray(sa.rows(name)), name);
    assert.deepEqual(
      sa.rows('databases').map(({ name }) => name),
      ['master', 'tempdb', 'model', 'msdb', 'kube'],
    );
    assert.deepEqual(
      sa.rows('tables').map(({ name }) => name),
      ['Pods'],
    );
    assert.equal(sa.call('object_id', 'dbo.[Pods]', 'U'), 42);
    assert.equal(sa.call('object_id', 'Pods', 'P'), null);
  });
});
