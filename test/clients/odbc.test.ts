import assert from 'node:assert/strict';
import { need, run, type ServerForClients, startServerForClients, statements } from './support.ts';

const driver = '/usr/lib/x86_64-linux-gnu/odbc/libtdsodbc.so';

const modes = [
  { encryption: 'off', server: 'off' },
  { encryption: 'request', server: 'on' },
  { encryption: 'require', server: 'required' },
] as const;

for (const { encryption, server: mode } of modes) {
  describe(`ODBC isql, encryption ${encryption}, server ${mode}`, () => {
    let server: ServerForClients;

    before(async function () {
      need(this, 'unixODBC isql (Debian package unixodbc)', '/usr/bin/isql');
      need(this, 'the FreeTDS ODBC driver (Debian package tdsodbc)', driver);
      server = await startServerForClients(mode);
    });
    after(() => server.close());

    function isql(input: string, password = server.password): Promise<string> {
      const where = `DRIVER=${driver};SERVER=127.0.0.1;PORT=${server.port};TDS_Version=7.4;ClientCharset=UTF-8`;
      const connection = `${where};UID=${server.user};PWD=${password};Encryption=${encryption}`;
      return run('/usr/bin/isql', ['-v', '-b', '-k', connection, '-d|'], { input });
    }

    it('reads rows and errors', async () => {
      const output = await isql([statements.text, statements.fail, statements.text, ''].join('\n'));
      assert.equal(output.match(/^1\|é中😀\|/gm)?.length, 2, output);
      assert.match(output, /it broke/);
    });

    it('is refused with a wrong password', async () => {
      assert.match(await isql('', 'wrong'), /Login failed for user 'sa'/);
    });
  });
}
