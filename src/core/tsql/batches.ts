import { batchPlaces } from './batch-scan.ts';

/** One batch of a script: what stands between two GO lines. */
export interface ScriptBatch {
  readonly text: string;
  /** 1-based line of the script on which `text` starts. */
  readonly line: number;
  /** How often to send it (`GO 5`). */
  readonly count: number;
}

/** Cuts a script into batches as sqlcmd and the editors do. Blank batches are left out. */
export const splitBatches = (script: string): readonly ScriptBatch[] => {
  const batches: ScriptBatch[] = [];
  let line = 1;
  let counted = 0;
  for (const { start, end, count } of batchPlaces(script)) {
    for (let at = script.indexOf('\n', counted); at >= 0 && at < start; at = script.indexOf('\n', at + 1)) line += 1;
    counted = start;
    const text = script.slice(start, end);
    if (text.trim() !== '') batches.push({ text, line, count });
  }
  return batches;
};
