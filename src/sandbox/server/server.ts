import type { SandboxNetwork } from '../network.ts';
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
  /** Under a fault that takes permissions away: all that anybody has in a database, administrators too. */
  onlyMay?: ReadonlySet<string> | undefined;
}
