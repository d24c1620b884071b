import type { Failure } from '../core/failure.ts';
import type { About } from '../host/explain.ts';
import type { Logger } from '../host/log.ts';
import { describeThrown } from '../host/log.ts';
import type { CommandArguments, CommandId, EndpointRef } from '../ids.ts';
import type { Command, CommandContext, Outcome } from './command.ts';

/** What registering and running stand on. */
export interface RegisterParts {
  readonly context: CommandContext;
  readonly register: (id: CommandId, handler: (...args: never[]) => Promise<void>) => void;
  /** Tells the user about an expected failure. */
  readonly report: (failure: Failure, about: About) => void;
  /** Tells the user that something unexpected happened; details are in the log. */
  readonly reportUnknown: () => void;
  readonly log: Logger;
}

/** A command with its own argument types, as the table holds it. */
export type AnyCommand = { [K in CommandId]: Command<K> }[CommandId];

/**
 * Registers the table. The only catch-all of the extension: a cancel is silent, a failure is reported, anything else is logged
 * with its stack and told in one sentence.
 */
export function registerCommands(table: readonly AnyCommand[], parts: RegisterParts): void {
  for (const command of table) {
    parts.register(command.id, async (...args) => {
      await runCommand(command, args, parts);
    });
  }
}

/** Runs one command as its registration does, and answers its outcome; a failure is reported here and nowhere else. */
async function runCommand(command: AnyCommand, args: readonly unknown[], parts: RegisterParts): Promise<Outcome> {
  const { context, log } = parts;
  log.debug(`${command.id} started`);
  try {
    const outcome = refusal(command, context) ?? (await (command as Command).run(context, ...(args as [])));
    if (outcome?.ok !== false || outcome.error.kind === 'cancelled') return outcome;
    log.warn(`${command.id} failed: ${JSON.stringify(outcome.error)}`);
    parts.report(outcome.error, aboutRow(args[0], context));
    return outcome;
  } catch (thrown) {
    log.error(`${command.id} broke: ${describeThrown(thrown)}`);
    parts.reportUnknown();
    return undefined;
  }
}

/** Runs a command of the table by its id. */
export async function execute<K extends CommandId>(
  table: readonly AnyCommand[],
  id: K,
  args: CommandArguments[K],
  parts: RegisterParts,
): Promise<Outcome> {
  const command = table.find((one) => one.id === id);
  if (command === undefined) throw new RangeError(`There is no command ${id}.`);
  return await runCommand(command, args, parts);
}

/** The machines that the row which a command was called on stands for, so that a failure can name them. */
function aboutRow(row: unknown, { profiles, clusters }: CommandContext): About {
  const { connectionId, endpointId } = (typeof row === 'object' && row !== null ? row : {}) as Partial<EndpointRef>;
  if (typeof connectionId !== 'string') return {};
  const connection = profiles.connection(connectionId)?.profile;
  const endpoint = typeof endpointId === 'string' ? profiles.endpoint(endpointId)?.profile : undefined;
  const facts = clusters.connectedFacts(connectionId);
  return { ...(connection && { connection }), ...(endpoint && { endpoint }), ...(facts && { facts }) };
}

/** Restricted Mode and read-only mode are checked here once, so that no command can forget. */
function refusal(command: AnyCommand, context: CommandContext): Outcome {
  const refused = (reason: string): Outcome => ({ ok: false, error: { kind: 'refused', reason } });
  if (command.needsTrust && !context.isTrusted()) {
    return refused('This folder is open in Restricted Mode, so SQL Kube connects to nothing. Trust the folder first.');
  }
  if (command.writes && context.isReadOnly()) {
    return refused('SQL Kube is read-only: the setting sqlkube.readOnly is on. Nothing was changed.');
  }
  return undefined;
}
