import assert from 'node:assert/strict';
import { missing, type Capabilities } from '../../../../src/core/decode/missing.ts';

const ready: Capabilities = {
  productVersion: '17.0.4065.4',
  majorVersion: 17,
  edition: 'Enterprise Developer Edition (64-bit)',
  engineEdition: 3,
  serverName: 'sql01',
  database: 'orders',
  login: 'app_reader',
  switchInUse: true,
  switchConfigured: true,
  mayCall: true,
};

const headlines = (more: Partial<Capabilities>): string[] =>
  missing({ ...ready, ...more }).map(({ headline }) => headline);

describe('missing', () => {
  it('finds nothing on a server that is ready', () => {
    assert.deepEqual(headlines({}), []);
  });

  it('says only the version on an older server, Express too', () => {
    const old = { productVersion: '16.0.4200.1', majorVersion: 16, mayCall: false };
    const said = ['sql01 is SQL Server 16.0.4200.1, older than 2025'];
    assert.deepEqual(headlines({ ...old, engineEdition: 3 }), said);
    assert.deepEqual(headlines({ ...old, engineEdition: 4 }), said);
  });

  it('knows Azure by its edition, whatever its version number says', () => {
    assert.deepEqual(headlines({ engineEdition: 5, majorVersion: 12, productVersion: '12.0.2000.8' }), [
      'sql01 is Azure SQL Database, or its container',
    ]);
    assert.deepEqual(headlines({ engineEdition: 8, majorVersion: 12, productVersion: '12.0.2000.8' }), []);
  });

  it('lists all that a bare server lacks, with scripts', () => {
    const lacks = missing({
      ...ready,
      switchInUse: false,
      switchConfigured: false,
      mayCall: false,
      database: 'master',
    });
    assert.deepEqual(
      lacks.map(({ headline, script }) => [headline, script]),
      [
        [
          'Calling REST endpoints is switched off on sql01',
          "EXEC sp_configure 'external rest endpoint enabled', 1;\nRECONFIGURE;",
        ],
        [
          'app_reader may not call REST endpoints from database master',
          'USE [master];\nGRANT EXECUTE ANY EXTERNAL ENDPOINT TO [app_reader];',
        ],
        ['The connection uses database master, which cannot hold credentials', undefined],
      ],
    );
  });

  it('tells a switch that was set but is not in force', () => {
    const [lack] = missing({ ...ready, switchInUse: false, switchConfigured: true });
    assert.equal(lack?.script, 'RECONFIGURE;');
  });

  it('quotes names in scripts', () => {
    const [lack] = missing({ ...ready, mayCall: false, login: 'a]; DROP USER b--', database: 'x' });
    assert.equal(lack?.script, 'USE [x];\nGRANT EXECUTE ANY EXTERNAL ENDPOINT TO [a]]; DROP USER b--];');
  });
});
