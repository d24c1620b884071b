import { Connection, Request } from 'tedious';

/** Who signs in, and what stands in the environment of sqlcmd. */
export interface SqlcmdLogin {
  readonly port: number;
  /** PEM; the only certificate that is trusted. */
  readonly certificate: string;
  readonly user: string;
  readonly password: string;
}

/** What sqlcmd would print: rows, messages and errors, and how it ended. */
export interface SqlcmdRun {
  readonly failed: boolean;
  readonly output: string;
}

/**
 * A script as `sqlcmd -b -i FILE` runs it: one session that begins in master, `$(NAME)` replaced as text wherever it stands,
 * comments too, batches cut at lines that say GO, the end at the first error. It shares no code with the product, so that a
 * script which only our own reader understands does not pass. It is no sqlcmd: other commands than `:on error exit` are refused.
 */
export async function sqlcmd(
  login: SqlcmdLogin,
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<SqlcmdRun> {
  const filled = script.replaceAll(/\$\((\w+)\)/gu, (whole, name: string) => {
    const value = environment[name];
    if (value === undefined) throw new Error(`sqlcmd: '${name}' scripting variable not defined: ${whole}`);
    return value;
  });
  const lines: string[] = [];
  const session = await open(login, lines);
  try {
    for (const batch of filled.split(/^GO[ \t]*$/imu)) {
      const text = batch.replaceAll(/^:on error exit[ \t]*$/gmu, '');
      if (/^:/mu.test(text)) throw new Error('A command of sqlcmd that is not played here.');
      if (text.trim() !== '' && (await send(session, text, lines))) return { failed: true, output: lines.join('\n') };
    }
    return { failed: false, output: lines.join('\n') };
  } finally {
    session.close();
  }
}

function open({ port, certificate, user, password }: SqlcmdLogin, lines: string[]): Promise<Connection> {
  const connection = new Connection({
    server: 'localhost',
    authentication: { type: 'default', options: { userName: user, password } },
    options: { port, database: 'master', encrypt: true, cryptoCredentialsDetails: { ca: certificate } },
  });
  connection.on('infoMessage', ({ message }) => void lines.push(message));
  connection.on('errorMessage', ({ number, message }) => void lines.push(`Msg ${number}: ${message}`));
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error === undefined ? resolve(connection) : reject(error)));
  });
}

/** True when an error came. */
function send(connection: Connection, text: string, lines: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const request = new Request(text, (error) => resolve(error !== null && error !== undefined));
    request.on('row', (columns: readonly { readonly value: unknown }[]) => {
      lines.push(columns.map(({ value }) => String(value)).join(' '));
    });
    connection.execSqlBatch(request);
  });
}
