import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { need, run, type ServerForClients, startServerForClients, statements } from './support.ts';

/** FreeTDS's own words for encryption, and what the server must allow. */
const modes = [
  { encryption: 'off', server: 'off' },
  { encryption: 'off', server: 'on' },
  { encryption: 'request', server: 'on' },
  { encryption: 'require', server: 'required' },
] as const;

for (const { encryption, server: mode } of modes) {
  describe(`FreeTDS tsql, encryption ${encryption}, server ${mode}`, () => {
    let server: ServerForClients;

    before(async function () {
      need(this, 'FreeTDS tsql (Debian package freetds-bin)', '/usr/bin/tsql');
      server = await startServerForClients(mode);
    });
    after(() => server.close());

    function tsql(input: string, more: { readonly password?: string; readonly quiet?: boolean } = {}): Promise<string> {
      const path = join(server.folder, 'freetds.conf');
      const lines = ['[sandbox]', 'host = 127.0.0.1', `port = ${server.port}`, 'tds version = 7.4'];
      writeFileSync(path, [...lines, `encryption = ${encryption}`, 'client charset = UTF-8', ''].join('\n'));
      const parameters = ['-S', 'sandbox', '-U', server.user, '-P', more.password ?? server.password];
      if (more.quiet !== false) parameters.push('-o', 'q');
      return run('/usr/bin/tsql', parameters, { input, env: { FREETDSCONF: path } });
    }

    it('reads rows, messages and errors', async () => {
      const input = [statements.text, statements.print, statements.fail, statements.text].map(
        (text) => `${text}\ngo\n`,
      );
      const output = await tsql(input.join(''));
      assert.equal(output.match(/1\té中😀\tNULL/g)?.length, 2, output);
      assert.match(output, /hello from the server/);
      assert.match(output, /Msg 50000 \(severity 16, state 7\)/);
      assert.match(output, /it broke/);
    });

    it('shows what an EXEC of a batch returns, and nothing for one that found no procedure', async () => {
      const output = await tsql(
        ['CREATE PROCEDURE dbo.t AS RETURN 3', 'EXEC dbo.t', 'EXEC dbo.nope', "EXEC sp_executesql N'SELECT 2'"]
          .map((text) => `${text}\ngo\n`)
          .join(''),
        { quiet: false },
      );
      assert.deepEqual(output.match(/return status = \d+/g), ['return status = 3', 'return status = 0'], output);
    });

    it('is refused with a wrong password', async () => {
      const output = await tsql('', { password: 'wrong' });
      assert.match(output, /Login failed for user 'sa'/);
    });
  });
}
