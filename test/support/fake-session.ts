import type { Failure } from '../../src/core/failure.ts';
import { err, ok } from '../../src/core/result.ts';
import type { ScriptEvent } from '../../src/sql/driver-contract.ts';
import type { ScriptRunner } from '../../src/sql/script-runner.ts';

/** A SQL Server that answers every batch with the same events, and notes what it was sent. */
export class FakeSession implements ScriptRunner {
  events: readonly ScriptEvent[] = [];
  failure: Failure | undefined;
  readonly sent: { readonly database: string; readonly text: string; readonly user: string }[] = [];
  closed = 0;

  run: ScriptRunner['run'] = ({ profile }, { database, parts }) => {
    for (const { sql } of parts) this.sent.push({ database, text: sql, user: profile.user });
    if (this.failure !== undefined) return Promise.resolve(err(this.failure));
    const done = parts.map(({ does, line }) => ({ does, line, events: this.events, durationMs: 84 }));
    return Promise.resolve(ok({ done, stopped: false }));
  };

  ask: ScriptRunner['ask'] = () => Promise.resolve(ok([]));

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}
