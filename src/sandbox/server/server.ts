import type { SandboxNetwork } from '../network.ts';
import type { RecordedEvent } from './events/event-log.ts';
import type { ServerProfile } from './profile.ts';
import type { ServerState } from './state.ts';

/** The instance that all parts of this folder share. `state` is replaced when a transaction rolls back. */
export interface Server {
  readonly name: string;
  readonly profile: ServerProfile;
  readonly network: SandboxNetwork;
  readonly now: () => Date;
  /** Domain suffixes that an Azure engine allows; absent where there is no list. */
  readonly allowedDomains?: readonly string[];
  readonly maxTls: 'TLSv1.2' | 'TLSv1.3';
  state: ServerState;
  /** What event sessions wrote, the oldest first. Files are no part of a transaction, and outlive their session. */
  readonly eventFiles: RecordedEvent[];
  /** Under a fault that takes permissions away: all that anybody has in a database, administrators too. */
  onlyMay?: ReadonlySet<string> | undefined;
}
