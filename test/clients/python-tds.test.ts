import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { need, run, type ServerForClients, startServerForClients, statements } from './support.ts';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('python-tds.py', import.meta.url));

interface Seen {
  readonly row: unknown;
  readonly sum: unknown;
  readonly error: readonly [number, number, number, string];
  readonly timedOut?: boolean;
  readonly again: unknown;
}

const modes = [
  { name: 'plain', server: 'on', tls: false, loginOnly: false },
  { name: 'encrypted', server: 'required', tls: true, loginOnly: false },
  { name: 'only the login encrypted', server: 'on', tls: true, loginOnly: true },
] as const;

for (const { name, server: mode, tls, loginOnly } of modes) {
  describe(`python-tds, ${name}`, () => {
    let server: ServerForClients;

    before(async function () {
      need(this, 'python-tds (Debian package python3-tds)', '/usr/lib/python3/dist-packages/pytds/__init__.py');
      need(this, 'pyOpenSSL (Debian package python3-openssl)', '/usr/lib/python3/dist-packages/OpenSSL/__init__.py');
      server = await startServerForClients(mode);
    });
    after(() => server.close());

    it('reads rows, OUTPUT parameters and errors, and goes on after a timeout', async () => {
      const { port, user, password, ca } = server;
      const settings = { port, user, password, loginOnly, timeout: 1, ...statements, ...(tls ? { ca } : {}) };
      const output = await run(python, [script], { input: JSON.stringify(settings) });
      assert.match(output, /^\{/, output);
      const seen = JSON.parse(output) as Seen;
      assert.deepEqual(seen.row, [1, 'é中😀', null]);
      assert.equal(seen.sum, 42);
      assert.deepEqual(seen.error.slice(0, 3), [50000, 16, 7]);
      assert.match(seen.error[3], /it broke/);
      assert.equal(seen.timedOut, true);
      assert.deepEqual(seen.again, seen.row);
    });
  });
}
