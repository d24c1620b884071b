// npm run test:live -- --server HOST[,PORT] --user NAME: what we believe of the procedure, and the doctor, against a real SQL
// Server 2025. The password comes from SQLKUBE_PASSWORD. Says what it will do, and does it only with --yes.
import { renderDoctor } from '../src/core/doctor/report.ts';
import { redact } from '../src/core/redact.ts';
import type { Link, SqlTarget } from '../src/sql/cluster-reader.ts';
import { beliefs, type BeliefEvidence } from '../test/live/beliefs.ts';
import { liveSession } from '../test/live/session.ts';
import { examine } from './doctor-sandbox.ts';
import { readNamed, readOptions } from './options.ts';

const usage =
  'Usage: npm run test:live -- --server HOST[,PORT] --user NAME [--database NAME] [--ca FILE] [--endpoint URL --credential NAME] --yes';
const { values } = readOptions(
  {
    options: {
      server: { type: 'string' },
      user: { type: 'string' },
      database: { type: 'string', default: 'master' },
      encryption: { type: 'string', default: 'mandatory' },
      ca: { type: 'string', multiple: true, default: [] },
      endpoint: { type: 'string' },
      credential: { type: 'string' },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  },
  usage,
);

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(2);
};

const { server, user, database, endpoint, credential } = values;
const password = process.env['SQLKUBE_PASSWORD'] ?? '';
if (server === undefined || user === undefined) fail(usage);

const plan = `On ${server ?? ''}, database ${database}, as ${user ?? ''}, this
  - reads catalog views,
  - calls sp_invoke_external_rest_endpoint ${beliefs.length} times, with arguments that are refused, for names that do not exist, and
    for port 9 of the server itself: no call reaches anybody,
  - makes a database scoped credential named https://sqlkube-live.invalid three times, without a real secret, and drops it at once,
${endpoint === undefined ? '' : `  - runs the doctor on ${endpoint}, which only reads,\n`}and leaves nothing behind. It needs the switch on, EXECUTE ANY EXTERNAL ENDPOINT, a user database with a master key, and
ALTER ANY DATABASE SCOPED CREDENTIAL.
`;

if (!values.json || !values.yes) process.stdout.write(plan);
if (!values.yes) fail('Nothing was done. Add --yes to go on.');
if (database === 'master') fail('Name a user database with --database: credentials cannot be made in master.');
if (password === '') fail('Put the password into the environment variable SQLKUBE_PASSWORD.');

const target: SqlTarget = {
  profile: {
    id: 'live',
    name: server ?? '',
    server: server ?? '',
    database,
    user: user ?? '',
    encryption: values.encryption === 'strict' ? 'strict' : 'mandatory',
  },
  password,
};
const authorities = values.ca.map(readNamed);
const order: readonly BeliefEvidence[] = ['observed', 'documented', 'derived', 'inferred'];
const session = liveSession(target, authorities);
const results: { name: string; evidence: BeliefEvidence; source: string; holds: boolean; seen?: string }[] = [];
const unreachable: string[] = [];

try {
  for (const { name, evidence, source, check } of beliefs) {
    const seen = await check(session);
    const text = seen === undefined ? {} : { seen: redact(seen, [password]) };
    results.push({ name, evidence, source, holds: seen === undefined, ...text });
  }
} catch (error) {
  unreachable.push(redact(error instanceof Error ? error.message : String(error), [password]));
} finally {
  await session.close();
}

if (values.json) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
else {
  for (const evidence of order) {
    const own = results.filter((result) => result.evidence === evidence);
    const held = own.filter(({ holds }) => holds).length;
    process.stdout.write(`\n${evidence}: ${held} of ${own.length} hold\n`);
    for (const { name, holds, seen } of own)
      process.stdout.write(
        `  ${holds ? 'holds ' : 'DIFFERS'} ${name}${seen === undefined ? '' : `\n          seen: ${seen}`}\n`,
      );
  }
}
for (const message of unreachable) process.stderr.write(`The server could not be asked: ${message}\n`);

if (endpoint !== undefined && unreachable.length === 0) {
  const link: Link = {
    target,
    endpoint: {
      id: 'live',
      connectionId: 'live',
      url: endpoint.replace(/\/+$/, ''),
      authentication: credential === undefined ? { kind: 'none' } : { kind: 'credential', name: credential },
      namespaces: 'all',
    },
  };
  const run = await examine(link, {
    signal: AbortSignal.timeout(300_000),
    callSeconds: 30,
    secrets: [password],
    authorities,
  });
  process.stdout.write(`\n${renderDoctor(run, values.json ? 'json' : 'text')}`);
}
process.exitCode = unreachable.length > 0 || results.some(({ holds }) => !holds) ? 1 : 0;
