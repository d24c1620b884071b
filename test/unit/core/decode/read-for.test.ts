import assert from 'node:assert/strict';
import { assumePlace, type LastUsed, type Place } from '../../../../src/core/decode/read-for.ts';
import { connection, endpoint } from '../../../support/fake-cluster.ts';

const prod = connection({ id: 'prod', name: 'Prod', server: 'prod-sql01,1433' });
const lab = connection({ id: 'lab', name: 'Lab', server: 'lab-sql\\K8S' });
const cred = (name: string) => ({ authentication: { kind: 'credential', name } }) as const;

/** Two endpoints over one connection, which is therefore a place of its own, and one over another. */
const places: readonly Place[] = [
  { connection: prod },
  {
    connection: prod,
    endpoint: endpoint({ id: 'a', connectionId: 'prod', url: 'https://k8s.corp.example:8443', ...cred('kube_a') }),
  },
  {
    connection: prod,
    endpoint: endpoint({
      id: 'b',
      connectionId: 'prod',
      url: 'https://k8s.corp.example:8443/b',
      ...cred('https://k8s.corp.example:8443/b'),
    }),
  },
  {
    connection: lab,
    endpoint: endpoint({ id: 'c', connectionId: 'lab', url: 'https://10.0.0.7', authentication: { kind: 'token' } }),
  },
];

/** `id why word` */
function assumed(text: string, last?: LastUsed, among = places): string | undefined {
  const found = assumePlace(text, among, last);
  if (found === undefined) return undefined;
  const { place, why, word } = found;
  return [place.endpoint?.id ?? place.connection.id, why, word].filter((part) => part !== undefined).join(' ');
}

describe('whose error a pasted text is', () => {
  const usedB = { connectionId: 'prod', endpointId: 'b' };

  for (const [title, text, wanted] of [
    [
      'the longer URL',
      'cannot reach HTTPS://K8S.corp.example:8443/b/api/v1/pods',
      'b named https://k8s.corp.example:8443/b',
    ],
    ['a credential', "Cannot find the credential 'kube_a', because", 'a named kube_a'],
    ['an address', 'upstream 10.0.0.7:443 timed out', 'c named 10.0.0.7:443'],
    ['a host', 'the certificate for 10.0.0.7 ended.', 'c named 10.0.0.7'],
    ['SQL Server, by its machine alone', 'Msg 31608, Level 16, State 24, Server LAB-SQL, Line 1', 'c named lab-sql'],
    [
      'SQL Server, over which there are several',
      'Msg 31608, Level 16, State 24, Server prod-sql01, Line 1',
      'prod named prod-sql01',
    ],
    ['nothing', 'HRESULT: 0x80072ee7', undefined],
    [
      'only longer names',
      'https://10.0.0.77 and prod-sql011 and x.k8s.corp.example and k8s.corp.example.org and kube_aa',
      undefined,
    ],
  ] as const) {
    it(`is found by ${title}`, () => assert.equal(assumed(text), wanted));
  }

  it('is that of the place which was used last, where the text names none, or several alike', () => {
    assert.equal(assumed('HRESULT: 0x80072ee7', usedB), 'b last');
    assert.equal(assumed('HRESULT: 0x80072ee7', { connectionId: 'prod' }), 'prod last');
    assert.equal(assumed('HRESULT: 0x80072ee7', { connectionId: 'gone', endpointId: 'gone' }), undefined);
    assert.equal(assumed('on prod-sql01', usedB), 'b named prod-sql01');
    assert.equal(assumed('10.0.0.7 is silent', usedB), 'c named 10.0.0.7', 'what is named wins');
  });

  it('is that of the only place there is', () => {
    assert.equal(assumed('HRESULT: 0x80072ee7', undefined, places.slice(3)), 'c only');
    assert.equal(assumed('HRESULT: 0x80072ee7', usedB, places.slice(3)), 'c only');
    assert.equal(assumed('HRESULT: 0x80072ee7', usedB, []), undefined);
  });
});
