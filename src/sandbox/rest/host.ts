import type { SandboxNetwork } from '../network.ts';

/** What the procedure asks of the server it runs in, for one caller in one database. */
export interface RestHost {
  /** `external rest endpoint enabled`, the value in use. */
  readonly switchOn: boolean;
  /** The caller has EXECUTE ANY EXTERNAL ENDPOINT. */
  readonly mayInvoke: boolean;
  /** Undefined when it does not exist or the caller lacks REFERENCES on it: the two look alike. */
  credential(name: string): RestCredential | undefined;
  /** `allow server scoped db credentials`, the value in use. */
  readonly managedIdentityAllowed: boolean;
  /** The database's collation tells case apart: names of credentials are then compared so too. */
  readonly caseSensitive: boolean;
  /** `<EDITION>/<PRODUCT VERSION>`. */
  readonly userAgent: string;
  /** Azure engines resolve names by themselves, refuse private addresses and may hold a list of domains. */
  readonly engine: 'box' | 'azure';
  /** Domain suffixes that may be called; absent where there is no list (SQL Server, and the container of Azure SQL). */
  readonly allowedDomains?: readonly string[];
  readonly network: SandboxNetwork;
  readonly now: () => Date;
}

/** A database scoped credential as the engine sees it. The secret goes nowhere but into the request. */
export interface RestCredential {
  readonly name: string;
  readonly identity: string;
  readonly secret: string | undefined;
}

/** Arguments as bound: converted, cut to their types, undefined when absent or NULL. */
export interface RestArguments {
  readonly url?: string;
  readonly payload?: string;
  readonly headers?: string;
  readonly method?: string;
  readonly timeout?: number;
  readonly credential?: string;
  readonly retryCount?: number;
}
