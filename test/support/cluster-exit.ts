// What was started and not stopped yet must not outlive this process, however it ends.
const endings = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function endAll(): void {
  for (const end of endings) end();
  endings.clear();
}

function onSignal(signal: NodeJS.Signals): void {
  // Whoever else listens (mocha, test/cluster/run.ts) ends in its own order; our turn comes at the process's exit.
  if (process.listenerCount(signal) > 1) return;
  endAll();
  watch('off');
  process.kill(process.pid, signal);
}

function watch(way: 'on' | 'off'): void {
  process[way]('exit', endAll);
  for (const signal of signals) process[way](signal, onSignal);
}

/** Runs `end` (synchronous, not throwing) when this process exits or is told to, unless it is taken back by the returned function. */
export function endWithUs(end: () => void): () => void {
  if (endings.size === 0) watch('on');
  endings.add(end);
  return () => {
    if (endings.delete(end) && endings.size === 0) watch('off');
  };
}
