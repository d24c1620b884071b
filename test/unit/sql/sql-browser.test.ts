import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { startSqlBrowser, type SqlBrowser } from '../../../src/sandbox/tds/browser.ts';
import { InstanceLookupError, lookUpInstancePort, portIn } from '../../../src/sql/sql-browser.ts';

const never = new AbortController().signal;

function answer(text: string): Buffer {
  const body = Buffer.from(text, 'latin1');
  const head = Buffer.from([5, 0, 0]);
  head.writeUInt16LE(body.length, 1);
  return Buffer.concat([head, body]);
}

describe('SQL Browser', () => {
  let browser: SqlBrowser;
  before(async () => {
    browser = await startSqlBrowser({
      host: '127.0.0.1',
      port: 0,
      instances: () => [{ name: 'SALES', tcpPort: 50123, version: '17.0.4065.4' }],
    });
  });
  after(() => browser.close());

  it('finds an instance’s port, in any case', async () => {
    const question = { host: '127.0.0.1', instance: 'sales', timeoutSeconds: 5, port: browser.port };
    assert.equal(await lookUpInstancePort(question, never), 50123);
  });

  it('gives up when nobody answers, and when told to', async () => {
    const question = { host: '127.0.0.1', instance: 'NONE', timeoutSeconds: 0.2, port: browser.port };
    const isOurs = (error: unknown): boolean => error instanceof InstanceLookupError && error.code === 'EINSTLOOKUP';
    await assert.rejects(lookUpInstancePort(question, never), isOurs);
    const stop = new AbortController();
    const silent = createSocket('udp4').bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const asked = once(silent, 'message');
    const waiting = lookUpInstancePort({ ...question, timeoutSeconds: 60, port: silent.address().port }, stop.signal);
    await asked;
    stop.abort();
    await assert.rejects(waiting, isOurs);
    silent.close();
  });

  it('reads the answer of a server with several instances, and none of a stranger’s', () => {
    const one = 'ServerName;SQL01;InstanceName;SALES;IsClustered;No;Version;17.0.1;tcp;50123;;';
    const two = 'ServerName;SQL01;InstanceName;HR;IsClustered;No;Version;17.0.1;np;\\\\SQL01\\pipe\\x;;';
    assert.equal(portIn(answer(two + one), 'SALES'), 50123);
    assert.equal(portIn(answer(one + two), 'HR'), undefined);
    assert.equal(portIn(Buffer.from([4, 0, 0]), 'SALES'), undefined);
    fc.assert(fc.property(fc.uint8Array(), (bytes) => portIn(Buffer.from(bytes), 'X') === undefined));
  });
});
