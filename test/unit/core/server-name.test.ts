import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatServerName, parseServerName } from '../../../src/core/server-name.ts';

const read = (text: string): unknown => {
  const name = parseServerName(text);
  return name.ok ? name.value : name.error;
};

describe('parseServerName', () => {
  it('reads the forms that people type', () => {
    assert.deepEqual(read('sql01'), { host: 'sql01', port: 1433 });
    assert.deepEqual(read(' tcp:sql01.corp.example , 1444 '), { host: 'sql01.corp.example', port: 1444 });
    assert.deepEqual(read('sql01\\SALES'), { host: 'sql01', instance: 'SALES' });
    assert.deepEqual(read('sql01\\MSSQLSERVER'), { host: 'sql01', port: 1433 });
    assert.deepEqual(read('10.0.0.5,14330'), { host: '10.0.0.5', port: 14330 });
    assert.deepEqual(read('(local)'), { host: 'localhost', port: 1433 });
    assert.deepEqual(read('.\\SQLEXPRESS'), { host: 'localhost', instance: 'SQLEXPRESS' });
    assert.deepEqual(read('::1'), { host: '::1', port: 1433 });
    assert.deepEqual(read('[fe80::1%eth0],1444'), { host: 'fe80::1%eth0', port: 1444 });
  });

  it('lets the port decide when an instance is named as well', () => {
    assert.deepEqual(read('sql01\\SALES,1450'), { host: 'sql01', port: 1450 });
  });

  it('says what is wrong and what to type', () => {
    assert.match(String(read('')), /^Type the name/);
    assert.equal(read('sql01:1433'), 'SQL Server takes the port after a comma: type sql01,1433.');
    assert.match(String(read('np:\\\\sql01\\pipe')), /Only TCP/);
    assert.match(String(read('https://sql01')), /not a URL/);
    assert.match(String(read('sql01,')), /port is missing/);
    assert.match(String(read('sql01,0')), /1 to 65535/);
    assert.match(String(read('sql01,65536')), /1 to 65535/);
    assert.match(String(read('sql01,1,2')), /more than one comma/);
    assert.match(String(read('sql01\\a\\b')), /more than one backslash/);
    assert.match(String(read('sql01\\')), /instance name is missing/);
    assert.match(String(read('sql01\\1st')), /not an instance name/);
    assert.match(String(read('sql 01')), /not a host name/);
    assert.match(String(read('-sql01')), /not a host name/);
    assert.match(String(read('10.0.0.256')), /at most 255/);
    assert.match(String(read('(localdb)\\x')), /LocalDB/);
    assert.match(String(read(',1433')), /host name is missing/);
  });

  it('reads back what it writes', () => {
    const host = fc.stringMatching(/^[a-z][a-z0-9]{0,20}(\.[a-z][a-z0-9]{0,8}){0,3}$/);
    const port = fc.record({ host, port: fc.integer({ min: 1, max: 65535 }) });
    const instance = fc.record({ host, instance: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,10}$/) });
    fc.assert(
      fc.property(fc.oneof(port, instance), (name) => {
        if ('instance' in name && name.instance === 'MSSQLSERVER') return;
        assert.deepEqual(read(formatServerName(name)), { ...name });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseServerName(text).ok === 'boolean'));
  });
});
