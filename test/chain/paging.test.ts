import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Link, PodPage } from '../../src/sql/cluster-reader.ts';
import { names } from './kubernetes.ts';
import { useChain } from './shared.ts';
import type { Chain } from './support.ts';
import { refusalOf, unwrap } from './unwrap.ts';

const never = new AbortController().signal;

describe('chain: paging', () => {
  let chain: Chain;
  before(async function () {
    chain = await useChain(this);
  });

  const ask = async (link: Link, limit: number, after?: string): Promise<PodPage> => {
    const request = { namespace: names.shop, limit, ...(after === undefined ? {} : { after }) };
    return unwrap(await chain.reader.podPage(link, request, never));
  };
  const namesOf = (pages: readonly PodPage[]): readonly string[] =>
    pages.flatMap(({ rows }) => rows.map(({ name }) => name));

  const allPages = async (link: Link, limit: number): Promise<readonly PodPage[]> => {
    const pages = [await ask(link, limit)];
    for (let next = pages[0]?.continue; next !== undefined; next = pages.at(-1)?.continue) {
      pages.push(await ask(link, limit, next));
    }
    return pages;
  };

  for (const view of ['table', 'full'] as const) {
    it(`goes through all pages of the ${view} view, with Kubernetes' own count of the rest`, async () => {
      const link = view === 'table' ? chain.proxied : chain.direct;
      const whole = namesOf([await ask(link, 500)]);
      const total = names.replicas + 2;
      assert.equal(whole.length, total);
      const pages = await allPages(link, 3);
      assert.deepEqual(
        pages.map(({ rows, remaining }) => [rows.length, remaining]),
        [
          [3, total - 3],
          [3, total - 6],
          [total - 6, undefined],
        ],
      );
      assert.ok(pages.every((page) => page.view === view));
      assert.deepEqual(namesOf(pages), whole);
    });
  }

  it('says 400 for a broken continue token', async () => {
    const request = { namespace: names.shop, limit: 3, after: 'broken' };
    const refusal = refusalOf(await chain.reader.podPage(chain.proxied, request, never));
    assert.equal(refusal.code, 400);
    assert.equal(refusal.status?.reason, 'BadRequest');
  });

  it('says 410 Expired once Kubernetes has forgotten the revision that a page began with', async function () {
    this.timeout(90_000);
    const after = (await ask(chain.proxied, 3)).continue;
    assert.ok(after !== undefined);
    const request = { namespace: names.shop, limit: 3, after };
    const end = Date.now() + 60_000;
    // etcd is compacted by the API server's own clock; there is no event to wait for.
    let answer = await chain.reader.podPage(chain.proxied, request, never);
    while (answer.ok && Date.now() < end) {
      await delay(500);
      answer = await chain.reader.podPage(chain.proxied, request, never);
    }
    const refusal = refusalOf(answer);
    assert.equal(refusal.code, 410);
    assert.equal(refusal.status?.reason, 'Expired');
    assert.match(refusal.status.message ?? '', /continue parameter is too old/);
    // The refusal carries a token that goes on, at the price of what changed in between.
    const rest = await ask(chain.proxied, 500, refusal.status.metadata?.continue);
    assert.equal(rest.rows.length, names.replicas + 2 - 3);
  });
});
