import type { ExecutionContext } from '../../tsql/contracts.ts';
import { identityOf } from '../identity.ts';
import type { Server } from '../server.ts';

/** One event as a session's file holds it. */
export interface RecordedEvent {
  /** Base name of the file, without `.xel`. */
  readonly file: string;
  readonly name: string;
  readonly at: Date;
  readonly xml: string;
}

/** Files keep this many events, far more than a person reads; the real ones are limited in megabytes. */
const mostEvents = 10_000;

/** What a call of the procedure leaves in the files of the running sessions. */
export function recordCall(server: Server, context: ExecutionContext, durationMs: number): void {
  const { session } = context;
  const actions: Readonly<Record<string, string>> = {
    client_app_name: session.request.applicationName,
    client_hostname: session.request.hostName,
    database_name: session.database,
    server_principal_name: identityOf(server, session).login?.name ?? session.login,
    session_id: String(session.spid),
  };
  for (const running of server.state.eventSessions.values()) {
    if (!running.started) continue;
    const at = server.now();
    const asked = running.actions.map(
      (name) => `<action name="${name}"><value>${escape(actions[name] ?? '')}</value></action>`,
    );
    // Which columns the event has is documented nowhere; its duration is the least that any summary has (inferred).
    const data = `<data name="duration"><value>${Math.round(durationMs * 1000)}</value></data>`;
    const xml = `<event name="${callEvent}" package="sqlserver" timestamp="${at.toISOString()}">${data}${asked.join('')}</event>`;
    server.eventFiles.push({ file: running.file, name: callEvent, at, xml });
    if (server.eventFiles.length > mostEvents) server.eventFiles.shift();
  }
}

/** Documented by its name, for the functions that share the procedure's way out. */
export const callEvent = 'external_rest_endpoint_summary';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
