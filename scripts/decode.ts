// npm run decode -- "TEXT" [--json]: what a pasted error means. Without a text, it reads standard input.
import { text as readAll } from 'node:stream/consumers';
import { decode } from '../src/core/decode/text/decode.ts';
import { renderDecoded } from '../src/core/decode/text/render.ts';
import { readOptions } from './options.ts';

const usage =
  'Usage: npm run decode -- "TEXT" [--json], or put the text into standard input. A text that begins with - goes behind --.';

/** Negative numbers are codes here, not options. */
const given = process.argv.slice(2);
const isJson = given.includes('--json');
const rest = given.filter((argument) => argument !== '--json');
const { positionals } = readOptions(
  {
    args: rest.some((argument) => /^-\d/.test(argument)) && !rest.includes('--') ? ['--', ...rest] : rest,
    allowPositionals: true,
  },
  usage,
);
const pasted = positionals.length > 0 ? positionals.join(' ') : process.stdin.isTTY ? '' : await readAll(process.stdin);

if (pasted.trim() === '') {
  console.error(usage);
  process.exitCode = 2;
} else {
  const decoded = decode(pasted);
  process.stdout.write(isJson ? `${JSON.stringify(decoded, undefined, 2)}\n` : renderDecoded(decoded));
}
