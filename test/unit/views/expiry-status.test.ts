import assert from 'node:assert/strict';
import type { EndpointProfile } from '../../../src/core/connection.ts';
import { Expiries } from '../../../src/host/expiries.ts';
import { present } from '../../../src/views/cluster-present.ts';
import { expiryStatus, followExpiries, type ExpiryStatus } from '../../../src/views/expiry-status.ts';
import { MemoryState } from '../../support/memory-backends.ts';
import { world } from './world.ts';

const day = 86_400_000;
const now = new Date('2026-06-01T00:00:00Z');
const endpoint = (id: string): EndpointProfile => ({
  id,
  connectionId: 'c',
  url: `https://${id}.example:8443`,
  authentication: { kind: 'none' },
  namespaces: 'all',
});
const span = (from: number, until: number) => ({
  from: now.getTime() + from * day,
  until: now.getTime() + until * day,
});

describe('the status of expiries', () => {
  const expiries = new Expiries(new MemoryState());
  const lines = (of: EndpointProfile) => expiries.lines(of, now);
  const status = (...ids: string[]) => expiryStatus(ids.map(endpoint), lines);

  it('is absent while nothing is known', () => assert.equal(status('a', 'b'), undefined));

  it('is what ends first, with all in the tooltip', async () => {
    await expiries.noteCertificate('https://A.example:8443/', {
      server: { ...span(-10, 380), fingerprint256: 'x' },
      authority: { ...span(-10, 1000), fingerprint256: 'y', limited: true },
    });
    assert.deepEqual(status('a', 'b'), {
      text: '$(shield) a.example:8443: certificate good until 2027-06-16',
      tooltip: 'a.example:8443: certificate good until 2027-06-16\na.example:8443: CA good until 2029-02-25',
      level: 'none',
    });
    await expiries.noteToken('b', { ...span(-1, 0.02), account: 'shop/reader' });
    assert.equal(status('a', 'b')?.text, '$(key) b.example:8443: token ends in 28 minutes');
    assert.equal(status('a', 'b')?.level, 'warning');
    await expiries.noteToken('b', { ...span(-1, -0.02), account: 'shop/reader' });
    assert.equal(status('a', 'b')?.level, 'error');
    await expiries.noteToken('b', { from: 0, account: 'shop/reader' });
    assert.equal(status('b'), undefined);
  });

  it('is drawn again as time passes', () => {
    const shown: (ExpiryStatus | undefined)[] = [];
    let tick = (): void => assert.fail('no timer');
    let stopped = false;
    let time = now.getTime();
    const follow = followExpiries({
      endpoints: () => [endpoint('a')],
      linesOf: (of) => expiries.lines(of, new Date(time)),
      show: (status) => shown.push(status),
      every: (milliseconds, run) => {
        assert.equal(milliseconds, 60_000);
        tick = run;
        return { dispose: () => void (stopped = true) };
      },
    });
    time += 390 * day;
    tick();
    assert.deepEqual(
      shown.map((status) => status?.level),
      ['none', 'error'],
    );
    follow.dispose();
    assert.ok(stopped);
  });

  it('stands beside the endpoint in the tree when something is due', async () => {
    const known = new Expiries(new MemoryState());
    const one = world({ expiryOf: (of) => known.lines(of, now) });
    const node = await one.open();
    assert.ok(!present(one.model, node).description.includes('certificate'));
    await known.noteCertificate(node.stored.profile.url, { server: { ...span(-380, 12), fingerprint256: 'x' } });
    assert.match(present(one.model, node).description, /certificate ends in 12 days/);
    assert.equal(present(one.model, node).icon.id, 'warning');
  });
});
