import { missing } from '../decode/missing.ts';
import type { Lack } from '../decode/missing.ts';
import { diagnosed, failed, fixBy } from './failed.ts';
import { pass, unknown, type Verdict } from './finding.ts';
import type { ServerState } from './hands.ts';
import type { Probes } from './probes.ts';

const what = ({ edition, productVersion, database, login }: ServerState): string =>
  `${edition}, version ${productVersion}, database ${database}, login ${login}`;

/** `login`: everything else needs it. */
export async function judgeLogin(probes: Probes): Promise<Verdict> {
  const { connection } = probes.subject;
  const server = await probes.server;
  return server.ok
    ? pass(`${connection.server} lets ${server.value.login} in`, [what(server.value)])
    : failed(server.error, await probes.context());
}

/** The state of a server that let us in; judges of later checks run only then. */
async function stateOf(probes: Probes, judge: (server: ServerState) => Verdict): Promise<Verdict> {
  const server = await probes.server;
  return server.ok ? judge(server.value) : unknown('SQL Server could not be asked');
}

/** A gap that the connect screen tells of too, so in the same words. It was seen, not read out of a message. */
const lacking = (lack: Lack, probes: Probes): Verdict => ({
  ...diagnosed(lack),
  sureness: 'observed',
  fixes: [
    {
      text: lack.fix,
      ...(lack.script === undefined
        ? {}
        : { script: { language: 'sql', on: probes.subject.sqlServerName, text: lack.script } }),
      ...(lack.actions.includes('edit-connection') ? { action: 'edit-connection' as const } : {}),
    },
  ],
});

/** What a server like this one lacks when everything but one thing were as it should be. */
const only = (server: ServerState, probes: Probes, part: Partial<ServerState>): Verdict | undefined => {
  const good = { switchInUse: true, switchConfigured: true, mayCall: true, database: 'user' } as const;
  const [lack] = missing({ ...server, serverName: probes.subject.sqlServerName, ...good, ...part });
  return lack && lacking(lack, probes);
};

/** `version`: 2025 or later, and not the engine that calls only Azure’s own addresses. */
export const judgeVersion = (probes: Probes): Promise<Verdict> =>
  stateOf(
    probes,
    (server) =>
      only(server, probes, {}) ??
      pass(`${server.edition} ${server.productVersion} can call REST endpoints`, [
        `SERVERPROPERTY: EngineEdition ${server.engineEdition}${server.hostPlatform === undefined ? '' : `, on ${server.hostPlatform}`}`,
        ...(server.isSandbox ? ['This is the sandbox, a stand-in that says so itself.'] : []),
      ]),
  );

/** `switch`: configured and running. */
export const judgeSwitch = (probes: Probes): Promise<Verdict> =>
  stateOf(probes, (server) => {
    const { switchInUse, switchConfigured } = server;
    const option = `external rest endpoint enabled: value ${shown(switchConfigured)}, value_in_use ${shown(switchInUse)}`;
    if (switchInUse === undefined)
      return unknown('The option `external rest endpoint enabled` is not there', 'This edition has no such switch.', [
        option,
      ]);
    const lack = only(server, probes, {
      switchInUse,
      ...(switchConfigured === undefined ? {} : { switchConfigured }),
    });
    return lack ? { ...lack, evidence: [option] } : pass('The option is on, and in force', [option]);
  });

const shown = (on: boolean | undefined): string => (on === undefined ? 'absent' : String(Number(on)));

/** `permission`: EXECUTE ANY EXTERNAL ENDPOINT in this database. */
export const judgePermission = (probes: Probes): Promise<Verdict> =>
  stateOf(probes, (server) => {
    const seen = `HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'EXECUTE ANY EXTERNAL ENDPOINT') = ${Number(server.mayCall)} for ${server.login} in ${server.database}`;
    const lack = only(server, probes, { mayCall: server.mayCall, database: server.database });
    return !server.mayCall && lack
      ? { ...lack, evidence: [seen] }
      : pass(`${server.login} may call REST endpoints from ${server.database}`, [seen]);
  });

/** `database`: master cannot hold credentials. */
export const judgeDatabase = (probes: Probes): Promise<Verdict> =>
  stateOf(probes, (server) => {
    const usesCredential = probes.subject.endpoint.authentication.kind === 'credential';
    const lack = only(server, probes, { database: server.database });
    if (server.database.toLowerCase() !== 'master' || !lack)
      return pass(`${server.database} is a user database`, [`DB_NAME() = ${server.database}`]);
    return { ...lack, outcome: usesCredential ? 'fail' : 'warn', evidence: [`DB_NAME() = ${server.database}`] };
  });

/** `master-key`: what encrypts the credentials’ secrets. */
export const judgeMasterKey = (probes: Probes): Promise<Verdict> =>
  stateOf(probes, (server) => {
    if (server.hasMasterKey)
      return pass(`${server.database} has a master key`, ['sys.symmetric_keys has ##MS_DatabaseMasterKey##']);
    const kind = probes.subject.endpoint.authentication.kind;
    const evidence = ['sys.symmetric_keys shows no ##MS_DatabaseMasterKey##'];
    if (kind !== 'credential')
      return { outcome: 'skipped', headline: 'This endpoint uses no credential, so no master key is needed', evidence };
    if (!server.seesAll)
      return unknown(
        `${server.login} may not see whether ${server.database} has a master key`,
        'Only those who may view definitions see it. A credential that is there was made with one.',
        evidence,
      );
    return {
      outcome: 'fail',
      headline: `Database ${server.database} has no master key`,
      why: 'The secrets of credentials are encrypted with it; without it none can be made or read.',
      sureness: 'observed',
      causes: [
        {
          code: 'sql.master-key-missing',
          text: `The master key of ${server.database} was never made, or was dropped.`,
        },
      ],
      evidence,
      fixes: [
        {
          text: `Have somebody with CONTROL on the database make one on **${probes.subject.sqlServerName}** (\`CREATE MASTER KEY ENCRYPTION BY PASSWORD\` with a long password of your own), and the credential after it.`,
        },
        fixBy('set-up-sql-server', 'Or let SQL Kube write the whole set-up as a script.'),
      ],
    };
  });
