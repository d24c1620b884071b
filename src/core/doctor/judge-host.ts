import { notPossible } from './failed.ts';
import { notNeeded, pass, unknown, type Verdict } from './finding.ts';
import { reachOf } from './judge-network.ts';
import type { Probes } from './probes.ts';

/** Where SQL Server on Linux reads CA certificates, at its start and nowhere else (documented for S3 backups). */
const trustFolder = '/var/opt/mssql/security/ca-certificates';

const most = 50;

/** A way to look that T-SQL does not have on this platform; undefined on Linux. */
async function elsewhere(probes: Probes): Promise<Verdict | undefined> {
  const server = await probes.server;
  if (!server.ok) return unknown('SQL Server could not be asked');
  const { hostPlatform } = server.value;
  if (hostPlatform === 'Linux') return undefined;
  return hostPlatform === 'Windows'
    ? notNeeded('SQL Server runs on Windows, which keeps CAs in its certificate store; T-SQL cannot list that')
    : unknown('SQL Server does not say on which platform it runs');
}

/** Whether a finding about files weighs: only when the certificate is not trusted. */
const weight = async (probes: Probes): Promise<'fail' | 'warn'> => {
  const reach = await reachOf(probes);
  return reach.stage === 'certificate' && reach.causes.includes('untrusted') ? 'fail' : 'warn';
};

/** `ca-file`: at least one file that SQL Server on Linux would read. */
export async function judgeCaFile(probes: Probes): Promise<Verdict> {
  const other = await elsewhere(probes);
  if (other) return other;
  const files = await probes.trustFiles;
  if (!files.ok)
    return {
      ...notPossible(files.error, await probes.context()),
      headline: `The files in ${trustFolder} cannot be listed by T-SQL with this login`,
    };
  const names = files.value.filter(({ isDirectory }) => !isDirectory).map(({ name }) => name);
  const good = names.filter((name) => name.toLowerCase().endsWith('.crt'));
  const evidence = [`${trustFolder}: ${names.join(', ') || 'no file'}`];
  const isBroken = (await weight(probes)) === 'fail';
  if (good.length > 0 && names.length <= most)
    return pass(
      `${good.length} CA file${good.length === 1 ? '' : 's'} lie${good.length === 1 ? 's' : ''} in SQL Server’s folder`,
      [
        ...evidence,
        ...(isBroken
          ? ['The certificate is not trusted all the same: another CA, or SQL Server was not restarted since.']
          : []),
      ],
    );
  const reason =
    names.length > most
      ? `SQL Server reads at most ${most} files there, and there are ${names.length}.`
      : names.length === 0
        ? 'The folder is not there, or empty.'
        : 'SQL Server passes over files whose name does not end in `.crt`.';
  return {
    outcome: 'warn',
    headline: `No CA file that SQL Server would read lies in ${trustFolder}`,
    why: reason,
    sureness: 'documented',
    evidence,
    fixes: [
      {
        text: `Put the CA (not the server’s certificate) there as a file that ends in \`.crt\`, readable for \`mssql\`, and restart SQL Server on **${probes.subject.sqlServerName}**.`,
        action: 'set-up-sql-server',
      },
    ],
  };
}

/** `error-log`: what SQL Server said of the folder when it started. */
export async function judgeErrorLog(probes: Probes): Promise<Verdict> {
  const other = await elsewhere(probes);
  if (other) return other;
  const lines = await probes.errorLog;
  if (!lines.ok)
    return {
      ...notPossible(lines.error, await probes.context()),
      headline: 'SQL Server’s error log cannot be read with this login',
    };
  const told = lines.value;
  if (told.length === 0)
    return unknown(
      'SQL Server’s error log tells nothing of CA files',
      'The lines of its last start may be in an older log.',
    );
  const bad = told.filter((line) => /error|skipping|processed .*: 0$/i.test(line));
  if (bad.length === 0) return pass('SQL Server loaded its CA files when it started', told);
  return {
    outcome: 'warn',
    headline: 'SQL Server had trouble with its CA files when it started',
    why: 'Its error log says what it passed over.',
    sureness: 'documented',
    evidence: told,
    fixes: [
      {
        text: `On **${probes.subject.sqlServerName}**, mend what the lines name (the folder must exist, its files be readable for \`mssql\`), and restart SQL Server.`,
        action: 'set-up-sql-server',
      },
    ],
  };
}
