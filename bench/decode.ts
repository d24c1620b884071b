// How long reading a pasted text takes, against one pass over its characters: what the editor and the panel wait for.
import { decode } from '../src/core/decode/text/decode.ts';
import { atMost, median, type Figure } from './figure.ts';

const size = 1_000_000;
const rounds = 9;

const filled = (line: string): string => line.repeat(Math.ceil(size / line.length)).slice(0, size);

/** A log of each kind that people paste, a big answer, and text that has nothing to do with us. */
const texts: Readonly<Record<string, string>> = {
  'log of nginx': filled(
    '2026/08/28 10:12:13 [error] 31#31: *12 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.5, server: k8s.corp.example, request: "GET /api/v1/pods HTTP/1.1", upstream: "https://10.96.0.1:443/api/v1/pods", host: "k8s.corp.example"\n',
  ),
  'error log of SQL Server': filled(
    '2026-08-28 10:12:13.45 spid51      Error: 31608, Severity: 16, State: 24.\n2026-08-28 10:12:13.45 spid51      An error occurred, failed to communicate with the external rest endpoint. HRESULT: 0x80072ee7.\n2026-08-28 10:12:14.45 Server      The service is running well and nothing has to be said.\n',
  ),
  'list of pods': `{"response":{"status":{"http":{"code":200}}},"result":{"kind":"PodList","items":[${filled(
    '{"metadata":{"name":"web-7d876db474-222nh","namespace":"shop","uid":"6d1b7f0e-0000-4000-8000-000000000001"},"status":{"phase":"Running","podIP":"10.1.2.3"}},',
  )}`,
  prose: filled(
    'Sed ut perspiciatis unde omnis iste natus error sit voluptatem accusantium doloremque laudantium, totam rem aperiam.\n',
  ),
};

function onePass(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum ^= text.charCodeAt(at);
  return sum;
}

function took(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Reading a megabyte must take no more than fifty passes over it. */
export function decoding(say: (line: string) => void): Promise<readonly Figure[]> {
  const figures = Object.entries(texts).map(([name, text]) => {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      theirs.push(took(() => onePass(text)));
      ours.push(took(() => decode(text)));
    }
    // The first rounds compile.
    const read = median(ours.slice(3));
    const pass = median(theirs.slice(3));
    say(`  ${name}: ${read.toFixed(1)} ms`);
    return atMost(`decode 1 MB, ${name}, against one pass over its characters`, read, pass, 'ms', 50);
  });
  return Promise.resolve(figures);
}
