/** What `dist/sandbox.cjs --json` prints in one line when it is ready. */
export interface SandboxAnswer {
  readonly sqlserver: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly ca: string;
  };
  readonly proxy: { readonly url: string };
  /** The token that the proxy's upstream takes; SQL Server holds it as a credential. */
  readonly kubernetes?: { readonly token: string };
  readonly database: string;
  readonly credential: string;
  readonly faults: readonly { readonly name: string; readonly title: string; readonly description: string }[];
}

type Entry = Readonly<Record<string, unknown>>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const texts = (entry: unknown, keys: readonly string[]): readonly string[] | undefined => {
  if (!isEntry(entry)) return undefined;
  const found = keys.map((key) => entry[key]);
  return found.every((value) => typeof value === 'string') ? found : undefined;
};

/** Reads that line; undefined when it is anything else. */
export function readSandboxAnswer(line: string): SandboxAnswer | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isEntry(parsed) || !isEntry(parsed['sqlserver'])) return undefined;
  const [host, user, password, ca] = texts(parsed['sqlserver'], ['host', 'user', 'password', 'ca']) ?? [];
  const port = parsed['sqlserver']['port'];
  const [url] = texts(parsed['proxy'], ['url']) ?? [];
  const [database, credential] = texts(parsed, ['database', 'credential']) ?? [];
  if (!host || !user || !password || !ca || typeof port !== 'number' || !url || !database || !credential)
    return undefined;
  const [token] = texts(parsed['kubernetes'], ['token']) ?? [];
  const faults: readonly unknown[] = Array.isArray(parsed['faults']) ? parsed['faults'] : [];
  return {
    sqlserver: { host, port, user, password, ca },
    proxy: { url },
    ...(token !== undefined && { kubernetes: { token } }),
    database,
    credential,
    faults: faults.flatMap((fault) => {
      const [name, title, description] = texts(fault, ['name', 'title', 'description']) ?? [];
      return name && title && description !== undefined ? [{ name, title, description }] : [];
    }),
  };
}
