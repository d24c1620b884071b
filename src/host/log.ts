/** Five levels, least to most severe. VS Code's LogOutputChannel satisfies it. */
export interface Logger {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Wraps a channel so that nothing reaches it unredacted; the one place where the log is written. */
export function redactingLog(channel: Logger, redact: (text: string) => string): Logger {
  const level = (name: keyof Logger) => (message: string) => channel[name](redact(message));
  return {
    trace: level('trace'),
    debug: level('debug'),
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
  };
}

/** A thrown value as log text, with its stack when it has one. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  return String(thrown);
}
