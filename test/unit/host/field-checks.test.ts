import assert from 'node:assert/strict';
import {
  checkDatabase,
  checkEndpointUrl,
  checkNamespaces,
  checkPassword,
  checkServer,
  checkUser,
  splitNames,
} from '../../../src/host/field-checks.ts';
import type { FieldCheck } from '../../../src/host/field-checks.ts';
import { checkToken } from '../../../src/host/access.ts';

const table: readonly (readonly [string, FieldCheck, readonly string[], readonly (readonly [string, RegExp])[]])[] = [
  [
    'server',
    checkServer,
    ['sql01', 'sql01.corp.example', 'sql01,1433', '10.0.0.1', 'sql01\\SALES', ' sql01 '],
    [
      ['', /Type the name/],
      ['sql01:1433', /comma/],
      ['https://sql01', /URL/],
      ['sql01,99999', /65535/],
      ['sql 01', /not a host name/],
    ],
  ],
  [
    'database',
    checkDatabase,
    ['orders'],
    [
      ['', /database/],
      ['master', /does not belong in master/],
      ['TempDB', /tempdb/],
    ],
  ],
  [
    'login',
    checkUser,
    ['app_reader'],
    [
      ['', /SQL login/],
      ['CORP\\me', /Windows/],
    ],
  ],
  [
    'password',
    checkPassword,
    [' ', 'p'],
    [
      ['', /secret storage/],
      ['x'.repeat(129), /128/],
    ],
  ],
  [
    'URL',
    checkEndpointUrl,
    ['https://k8s.corp.example:8443', 'https://k8s.corp.example/sub', 'HTTPS://K8S'],
    [
      ['', /https:\/\/k8s/],
      ['http://k8s.example', /https only/],
      ['k8s.example', /not a URL/],
      ['https://k8s.example?x=1', /query string/],
      ['https://k8s.example#x', /after #/],
      ['https://me:pw@k8s.example', /user and password/],
      ['https://k8s.exämple', /hyphen/],
      ['https://[::1]:8443', /hyphen|not a URL/],
    ],
  ],
  [
    'namespaces',
    checkNamespaces,
    ['shop', 'shop, shop-test', 'a b'],
    [
      [' ', /at least one/],
      ['Shop', /“Shop”/],
      ['shop/pods', /“shop\/pods”/],
    ],
  ],
  [
    'token',
    checkToken,
    ['eyJhbGciOi.x.y', ' eyJ '],
    [
      ['', /Paste/],
      ['Bearer eyJ', /without “Bearer”/],
      ['two words', /spaces/],
      ['x'.repeat(3901), /4,000/],
    ],
  ],
];

describe('field checks', () => {
  for (const [name, check, good, bad] of table) {
    it(`accept a good ${name}`, () => {
      for (const text of good) assert.equal(check(text), undefined, text);
    });
    it(`say in a sentence what is wrong with a bad ${name}`, () => {
      for (const [text, words] of bad) assert.match(check(text) ?? '(accepted)', words, text);
    });
  }

  it('split names once', () => {
    assert.deepEqual(splitNames('a, b  c,,a'), ['a', 'b', 'c']);
  });
});
