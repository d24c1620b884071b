import { readdir, readFile } from 'node:fs/promises';

/** Command lines of this machine's processes that hold `text`; Linux only, as all of these suites. */
export async function commandLines(text: string): Promise<readonly string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    // A process may be gone by now.
    processes.map(async (pid) => await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(text)).map((line) => line.replaceAll('\0', ' ').trim());
}
