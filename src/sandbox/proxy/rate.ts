import type { RateLimit } from '../../core/proxy/nginx-options.ts';

/** nginx' limit_req: a bucket that leaks `perSecond` and takes no more than `burst` beyond the one that is due. */
export function createRate(limit: RateLimit, now: () => number = () => performance.now()): () => boolean {
  let excess = 0;
  let last: number | undefined;
  return () => {
    const time = now();
    const next = last === undefined ? 0 : Math.max(0, excess - ((time - last) / 1000) * limit.perSecond + 1);
    if (next > limit.burst) return false;
    excess = next;
    last = time;
    return true;
  };
}
