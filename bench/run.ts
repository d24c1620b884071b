// npm run bench: every figure, its goal, and a non-zero exit on a miss. --json prints an array on standard output instead.
import { activation } from './activation.ts';
import { certificates } from './certificates.ts';
import { chain } from './chain.ts';
import { decoding } from './decode.ts';
import { lint } from './lint.ts';
import { memory } from './memory.ts';
import { pods } from './pods.ts';
import { runBenches } from './report.ts';

process.exitCode = await runBenches(
  { activation, certificates, chain, decode: decoding, lint, memory, pods },
  process.argv.slice(2),
  {
    print: (line) => console.log(line),
    say: (line) => console.error(line),
  },
);
