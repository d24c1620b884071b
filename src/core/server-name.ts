import { err, ok, type Result } from './result.ts';

/** Where a SQL Server listens, as typed by people and understood by its other tools. */
export interface ServerName {
  readonly host: string;
  /** Absent when SQL Browser has to be asked for `instance`. */
  readonly port?: number;
  readonly instance?: string;
}

/** SQL Server's port when none is given. */
export const defaultPort = 1433;

const hostLabel = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;
const instanceName = /^[\p{L}_#][\p{L}\p{N}_#$]{0,15}$/u;
const otherProtocols = /^(?:np|lpc|admin|dac|via):/i;

/**
 * Reads `host`, `host,port`, `host\instance`, each with an optional `tcp:` in front. The error is one sentence that
 * says what is wrong and what to type instead.
 */
export function parseServerName(text: string): Result<ServerName, string> {
  const trimmed = text.trim();
  if (trimmed === '') {
    return err('Type the name of the SQL Server, such as sql01, sql01,1433 or sql01\\SALES.');
  }
  if (otherProtocols.test(trimmed)) {
    return err(`Only TCP is supported. Type the server without “${trimmed.slice(0, trimmed.indexOf(':') + 1)}”.`);
  }
  const bare = trimmed.replace(/^tcp:/i, '').trim();
  if (bare.includes('://')) {
    return err('Type a server name, not a URL: sql01 or sql01,1433.');
  }
  return parseParts(bare);
}

function parseParts(bare: string): Result<ServerName, string> {
  const [address = '', ...portParts] = bare.split(',');
  if (portParts.length > 1) {
    return err('There is more than one comma. Type host,port, such as sql01,1433.');
  }
  const [hostText = '', ...instanceParts] = address.split('\\');
  if (instanceParts.length > 1) {
    return err('There is more than one backslash. Type host\\instance, such as sql01\\SALES.');
  }
  const host = checkHost(hostText.trim());
  if (!host.ok) return host;
  const port = checkPort(portParts[0]?.trim());
  if (!port.ok) return port;
  const instance = checkInstance(instanceParts[0]?.trim());
  if (!instance.ok) return instance;
  if (port.value !== undefined) {
    // With a port, SQL Browser is not asked and the instance name decides nothing; SSMS behaves alike.
    return ok({ host: host.value, port: port.value });
  }
  return instance.value === undefined
    ? ok({ host: host.value, port: defaultPort })
    : ok({ host: host.value, instance: instance.value });
}

function checkHost(host: string): Result<string, string> {
  if (host === '') return err('The host name is missing before the comma or backslash.');
  if (host === '.' || /^\(local\)$/i.test(host)) return ok('localhost');
  if (/^\(localdb\)$/i.test(host)) return err('LocalDB is reached by named pipes only. Use a SQL Server with TCP.');
  if (isIpv6(host)) return ok(host.replace(/^\[|\]$/g, ''));
  const withColon = /^([^:]+):(\d+)$/.exec(host);
  if (withColon) {
    return err(`SQL Server takes the port after a comma: type ${withColon[1] ?? ''},${withColon[2] ?? ''}.`);
  }
  const labels = host.replace(/\.$/, '').split('.');
  const wrong = labels.find((label) => !hostLabel.test(label));
  if (wrong !== undefined || host.length > 253) {
    return err(`“${host}” is not a host name. Use letters, digits, hyphens and dots, or an IP address.`);
  }
  if (
    labels.length === 4 &&
    labels.every((label) => /^\d+$/.test(label)) &&
    labels.some((label) => Number(label) > 255)
  ) {
    return err(`“${host}” is not an IP address: each of the four numbers is at most 255.`);
  }
  return ok(host);
}

/** Loose on purpose: the operating system judges the address, we only tell it apart from `host:port`. */
function isIpv6(host: string): boolean {
  const address = /^\[(.*)\]$/.exec(host)?.[1] ?? host;
  return address.split(':').length > 2 && /^[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?$/.test(address);
}

function checkPort(text: string | undefined): Result<number | undefined, string> {
  if (text === undefined) return ok(undefined);
  if (text === '') return err('The port is missing after the comma. Type host,port, such as sql01,1433.');
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535
    ? ok(port)
    : err(`“${text}” is not a port. Ports are whole numbers from 1 to 65535.`);
}

function checkInstance(text: string | undefined): Result<string | undefined, string> {
  if (text === undefined) return ok(undefined);
  if (text === '')
    return err('The instance name is missing after the backslash. Leave the backslash out for the default instance.');
  // The default instance has this internal name and is not known to SQL Browser under another.
  if (/^MSSQLSERVER$/i.test(text)) return ok(undefined);
  return instanceName.test(text)
    ? ok(text)
    : err(`“${text}” is not an instance name: at most 16 letters, digits, _, # or $, beginning with a letter.`);
}

/** The way the name is written back, `host`, `host,port` or `host\instance`; port 1433 is left out. */
export function formatServerName(name: ServerName): string {
  if (name.instance !== undefined) return `${name.host}\\${name.instance}`;
  return name.port === undefined || name.port === defaultPort ? name.host : `${name.host},${name.port}`;
}
