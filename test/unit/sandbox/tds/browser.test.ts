import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { instanceLookup } from 'tedious/lib/instance-lookup.js';
import { type BrowserInstance, type SqlBrowser, startSqlBrowser } from '../../../../src/sandbox/tds/browser.ts';

const instances: BrowserInstance[] = [
  { name: 'SANDBOX1', tcpPort: 50_001, version: '17.0.4065.4' },
  { name: 'other', tcpPort: 50_002, version: '17.0.4065.4' },
];

describe('SQL Browser', () => {
  let browser: SqlBrowser;
  before(async () => {
    browser = await startSqlBrowser({ host: '127.0.0.1', port: 0, instances: () => instances });
  });
  after(() => browser.close());

  async function ask(...requests: Buffer[]): Promise<Buffer> {
    const socket = createSocket('udp4');
    for (const request of requests) socket.send(request, browser.port, '127.0.0.1');
    const [reply] = (await once(socket, 'message')) as [Buffer];
    socket.close();
    return reply;
  }

  const text = 'ServerName;SANDBOX;InstanceName;SANDBOX1;IsClustered;No;Version;17.0.4065.4;tcp;50001;;';

  it('names the port of one instance, whatever the case of its name', async () => {
    const reply = await ask(Buffer.from('\u0004sandbox1\0', 'latin1'));
    assert.equal(reply[0], 0x05);
    assert.equal(reply.readUInt16LE(1), reply.length - 3);
    assert.equal(reply.toString('latin1', 3), text);
  });

  it('lists all instances', async () => {
    for (const code of [0x02, 0x03]) {
      const reply = (await ask(Buffer.from([code]))).toString('latin1', 3);
      assert.equal(reply, text + text.replace('SANDBOX1', 'other').replace('50001', '50002'));
    }
  });

  it('keeps silent on unknown names and other bytes', async () => {
    const unknown = Buffer.from('\u0004nobody\0', 'latin1');
    const reply = await ask(unknown, Buffer.from([]), Buffer.from([0xff, 1]), Buffer.from([0x04]), Buffer.from([0x03]));
    assert.ok(reply.toString('latin1').includes('other'), 'the first answer is the one to the last request');
  });

  // By the lookup that the mssql driver itself uses: the driver cannot be told of another UDP port than 1434.
  it('leads the driver’s own lookup to the port', async () => {
    const found = await instanceLookup({
      server: '127.0.0.1',
      instanceName: 'sandbox1',
      port: browser.port,
      signal: new AbortController().signal,
    });
    assert.equal(found, 50_001);
  });
});
