/** A database user who may call the endpoint. */
export interface SetupMember {
  readonly user: string;
  /** Make the user for this login when it is missing, and take it away again on undo. The login itself must exist. */
  readonly forLogin?: string;
}

/** What was there before; decides what the undo leaves alone. Absent parts are unknown. */
export interface SetupBefore {
  readonly switchOn?: boolean;
  readonly masterKey?: boolean;
  readonly credential?: boolean;
  readonly role?: boolean;
  /** Names of `members` that were users already. */
  readonly users?: readonly string[];
}

/** What a person chooses for the set-up of one endpoint in one database. Holds no secret. */
export interface SetupOptions {
  /** `https://host[:port][/path]`. */
  readonly url: string;
  /** A user database: SQL Server keeps no such credential in master (Msg 33158). */
  readonly database: string;
  /** Limits the credential to the paths below this one, such as `/api/v1/namespaces/shop`. */
  readonly credentialPath?: string;
  /** The database role that gets the rights. */
  readonly role: string;
  readonly members: readonly SetupMember[];
  /** A namespace whose pods the token may list; the proof then lists one of them. */
  readonly namespace?: string;
  /** Also an Extended Events session that records every call. */
  readonly audit: boolean;
  readonly before?: SetupBefore;
}

/** Names and numbers that passed all checks; only `checkSetup` makes it. */
export interface Setup {
  readonly host: string;
  readonly port: number;
  /** `https://host:port`, host in lower case, port always there. */
  readonly origin: string;
  /** The endpoint's own path, empty or `/…` without a slash at its end. */
  readonly basePath: string;
  readonly credential: string;
  readonly database: string;
  readonly role: string;
  readonly members: readonly SetupMember[];
  readonly namespace?: string;
  readonly audit: boolean;
  readonly before: SetupBefore;
}

/** What scripts need and files never hold. */
export interface SetupSecrets {
  readonly token: string;
  readonly masterKeyPassword: string;
}
