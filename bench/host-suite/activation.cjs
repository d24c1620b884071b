// Activates two installed extensions, one after the other, and writes how long each took. The order comes from outside.
'use strict';
const { writeFileSync } = require('node:fs');
const vscode = require('vscode');

exports.run = async function run() {
  const times = {};
  for (const id of process.env.BENCH_ORDER.split(',')) {
    const extension = vscode.extensions.getExtension(id);
    if (extension.isActive) throw new Error(`${id} was active already`);
    const start = performance.now();
    await extension.activate();
    times[id] = performance.now() - start;
  }
  writeFileSync(process.env.TEST_RESULTS, JSON.stringify(times));
};
