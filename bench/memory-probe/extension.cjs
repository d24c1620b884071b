// Answers every request on $BENCH_SOCKET with process.memoryUsage() of the extension host: when asked, right after one
// ordinary collection, and at rest, which is when V8 has made the collections of its own that follow such a one wherever
// little is allocated. Never by the last-resort collection, which V8 makes only when it runs out of memory.
'use strict';
const { createServer } = require('node:http');
const { PerformanceObserver, constants } = require('node:perf_hooks');
const { setTimeout: delay } = require('node:timers/promises');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

/** V8 looks 8 s after a collection whether another is worth it (observed, V8 13.6). */
const restMilliseconds = 15_000;
const latestMilliseconds = 90_000;

exports.activate = () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  let collectedAt = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { detail } of list.getEntries())
      if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) collectedAt = performance.now();
  });
  observer.observe({ entryTypes: ['gc'] });

  const rest = async () => {
    const latest = performance.now() + latestMilliseconds;
    for (;;) {
      const left = Math.min(collectedAt + restMilliseconds, latest) - performance.now();
      if (left <= 0) return;
      await delay(left);
    }
  };
  const server = createServer(async (_request, response) => {
    const asked = process.memoryUsage();
    collect();
    collectedAt = performance.now();
    const collected = process.memoryUsage();
    await rest();
    response.end(JSON.stringify({ asked, collected, rest: process.memoryUsage() }));
  });
  server.listen(process.env.BENCH_SOCKET);
  return {
    dispose: () => {
      observer.disconnect();
      server.close();
    },
  };
};
