// Activates installed extensions one after the other, in the order given from outside, and writes how long each took; of the
// last, ours, also how long it took until all was there that it loads after its activation.
'use strict';
const { writeFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');
const { setTimeout: delay } = require('node:timers/promises');
const vscode = require('vscode');

const windowMilliseconds = 250;
const quietWindows = 4;
const latestMilliseconds = 20_000;

/** The host has much to do when it starts; what is measured should not stand in line behind it. */
async function quiet() {
  const latest = performance.now() + latestMilliseconds;
  for (let calm = 0; calm < quietWindows && performance.now() < latest;) {
    const before = performance.eventLoopUtilization();
    await delay(windowMilliseconds);
    calm = performance.eventLoopUtilization(before).utilization < 0.1 ? calm + 1 : 0;
  }
}

exports.run = async function run() {
  await quiet();
  const times = {};
  let last;
  for (const id of process.env.BENCH_ORDER.split(',')) {
    const extension = vscode.extensions.getExtension(id);
    if (extension.isActive) throw new Error(`${id} was active already`);
    const start = performance.now();
    await extension.activate();
    times[id] = performance.now() - start;
    last = { extension, start };
  }
  await last.extension.exports.wired;
  times.loaded = performance.now() - last.start;
  writeFileSync(process.env.TEST_RESULTS, JSON.stringify(times));
};
