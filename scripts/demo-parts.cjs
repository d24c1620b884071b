'use strict';
// In the demo in front of somebody's own cluster, this takes the place of dist/sandbox.cjs: the parts run already, and end with
// the demo. It speaks as the sandbox does (src/host/sandbox-process.ts), and knows no faults.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

process.stdout.write(`${readFileSync(join(__dirname, 'demo-parts.json'), 'utf8')}\n`);
createInterface({ input: process.stdin }).on('line', () => process.stdout.write('{"fault":null}\n'));
