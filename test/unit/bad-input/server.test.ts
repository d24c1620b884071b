import assert from 'node:assert/strict';
import { quoteIdentifier, quoteLiteral, sql, type SqlText } from '../../../src/core/tsql/quoting.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { runSetup, setupScript } from '../../../src/sandbox/setup.ts';
import { assertScene } from './scene.ts';
import { openWorld, type Change, type World } from './world.ts';

const readerPassword = 'Aa1!reader/pass+word';
const byReader = { connection: { user: 'app_reader' }, password: readerPassword };

/** Runs T-SQL as a DBA would. */
async function asAdmin(sandbox: Sandbox, script: SqlText): Promise<void> {
  const { user, password } = sandbox.description.sqlserver;
  await runSetup(sandbox.sqlServer.engine, { user, password, database: 'kube' }, script);
}

/** Connects, and asks for namespaces, as a user does who opens the tree. */
async function look(sandbox: Sandbox, change: Change = {}): Promise<World> {
  const world = await openWorld(sandbox, change);
  const connected = await world.connect();
  assert.ok(connected.ok, JSON.stringify(connected));
  await world.model.refresh(world.endpointNode());
  return world;
}

/** The T-SQL of the first row that offers some, as the user copies it. */
function offeredScript(world: World): SqlText {
  const scripts = world.everyNode().flatMap((node) => world.control.troubleOf(node)?.script ?? []);
  assert.ok(scripts[0] !== undefined, 'no row offers T-SQL');
  return scripts[0] as SqlText;
}

describe('a SQL Server that is not ready', () => {
  let sandbox: Sandbox;
  let world: World;
  const start = async (options: Partial<SandboxOptions>): Promise<void> => {
    sandbox = await startSandbox({ bare: false, trust: [], ...options });
  };
  afterEach(async () => {
    await world.close();
    await sandbox.close();
  });

  it('SQL Server 2022', async () => {
    await start({ profile: 'sql-server-2022' });
    world = await look(sandbox);
    assertScene('sql-server-2022', world);
  });

  it('Azure SQL Database (engine edition 5)', async () => {
    await start({ profile: 'azure' });
    world = await look(sandbox);
    assertScene('azure', world);
  });

  it('the switch is off, and then on', async () => {
    await start({ bare: true });
    await asAdmin(sandbox, setupScript(sandbox.description.proxy.url, sandbox.description.kubernetes.token));
    world = await look(sandbox);
    assertScene('switch-off', world);
    const [lack] = world.troubles();
    assert.equal(lack?.owner, 'DBA');
    await asAdmin(sandbox, offeredScript(world));
    await world.good();
  });
});

describe('a login or a credential that is not right', () => {
  let sandbox: Sandbox;
  let world: World;
  before(async () => {
    sandbox = await startSandbox({ bare: false, trust: [] });
    const password = quoteLiteral(readerPassword);
    await asAdmin(
      sandbox,
      sql`CREATE LOGIN app_reader WITH PASSWORD = ${password};
CREATE USER app_reader FOR LOGIN app_reader;`,
    );
  });
  after(() => sandbox.close());
  afterEach(() => world.close());

  it('no permission to call, and then the script that the row offers', async () => {
    world = await look(sandbox, byReader);
    assertScene('no-permission', world);
    await asAdmin(sandbox, offeredScript(world));
    await world.connect();
    await world.model.refresh(world.endpointNode());
    assert.doesNotMatch(world.text(), /may not call/);
  });

  it('a credential that the login may not use, and then REFERENCES', async () => {
    await asAdmin(sandbox, sql`GRANT EXECUTE ANY EXTERNAL ENDPOINT TO app_reader;`);
    world = await look(sandbox, byReader);
    assertScene('no-references', world);
    const name = quoteIdentifier(sandbox.description.proxy.url);
    await asAdmin(sandbox, sql`GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::${name} TO app_reader;`);
    await world.good();
  });

  it('a credential that does not exist', async () => {
    const name = 'https://no-such-credential.example';
    world = await look(sandbox, { endpoint: { authentication: { kind: 'credential', name } } });
    assertScene('credential-missing', world);
  });

  it('a credential whose name does not fit the URL', async () => {
    const secret = quoteLiteral('{"Authorization":"Bearer planted"}');
    await asAdmin(
      sandbox,
      sql`CREATE DATABASE SCOPED CREDENTIAL [https://other.example] WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = ${secret};`,
    );
    world = await look(sandbox, {
      endpoint: { authentication: { kind: 'credential', name: 'https://other.example' } },
    });
    assertScene('credential-misnamed', world);
  });

  it('a credential of another kind', async () => {
    const name = quoteIdentifier(`${sandbox.description.proxy.url}/`);
    await asAdmin(sandbox, sql`CREATE DATABASE SCOPED CREDENTIAL ${name} WITH IDENTITY = 'somebody', SECRET = 'x';`);
    world = await look(sandbox, {
      endpoint: { authentication: { kind: 'credential', name: `${sandbox.description.proxy.url}/` } },
    });
    assertScene('credential-kind', world);
  });

  it('a token that Kubernetes does not know', async () => {
    world = await look(sandbox, { endpoint: { authentication: { kind: 'token' } }, token: 'eyJ.not+the/right=one' });
    assertScene('token-wrong', world);
  });

  it('no token at all', async () => {
    world = await look(sandbox, { endpoint: { authentication: { kind: 'none' } } });
    assertScene('token-none', world);
  });
});
