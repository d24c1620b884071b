// The sandbox as a program: `npm run sandbox`, or a child of the extension. Options: --help.
import { parseArgs } from 'node:util';
import { control } from './control.ts';
import { type FaultName, faults, isFaultName } from './faults/catalogue.ts';
import { type SandboxDescription, startSandbox } from './sandbox.ts';
import { serverProfiles } from './server/profile.ts';
import { subsetText } from './subset.ts';

const usage = `Starts a stand-in SQL Server 2025, proxy and Kubernetes API on loopback.

  --json             print one line of JSON when ready, and nothing else
  --attached         end when standard input ends; take one JSON command a line: {"fault":"NAME"|null}
  --pods N           N running pods more, in a namespace of their own
  --fault NAME       start with a link broken; may be repeated: ${faults.map(({ name }) => name).join(', ')}
  --bare             as after setup: switch off, no master key, no credential
  --profile NAME     ${Object.keys(serverProfiles).join(', ')}
  --port N           SQL Server's port (default: a free one)
  --proxy-port N     the proxy's port (default: a free one)
  --instance NAME    a named instance, announced by SQL Browser on UDP 1434
  --trust FILE       one more CA (PEM) that SQL Server trusts; may be repeated
  --subset           print the T-SQL that the sandbox runs, and end
`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    attached: { type: 'boolean', default: false },
    bare: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    subset: { type: 'boolean', default: false },
    pods: { type: 'string' },
    fault: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string' },
    port: { type: 'string' },
    instance: { type: 'string' },
    'proxy-port': { type: 'string' },
    trust: { type: 'string', multiple: true },
  },
});

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(2);
};

const wholeNumber = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  return /^\d{1,6}$/.test(text) ? Number(text) : fail(`--${name} takes a whole number, not “${text}”.`);
};

const profileOf = (text: string): keyof typeof serverProfiles =>
  text in serverProfiles
    ? (text as keyof typeof serverProfiles)
    : fail(`--profile takes one of ${Object.keys(serverProfiles).join(', ')}.`);

if (values.help || values.subset) {
  process.stdout.write(values.help ? usage : subsetText());
  process.exit(0);
}
const faultOf = (name: string): FaultName =>
  isFaultName(name) ? name : fail(`--fault takes one of ${faults.map((fault) => fault.name).join(', ')}.`);
const broken = values.fault.map(faultOf);

const pods = wholeNumber('pods', values.pods);
const port = wholeNumber('port', values.port);
const proxyPort = wholeNumber('proxy-port', values['proxy-port']);

/** Bundled as CommonJS, which has no await at the top. */
async function run(): Promise<void> {
  const sandbox = await startSandbox({
    bare: values.bare,
    trust: values.trust ?? [],
    ...(values.instance === undefined ? {} : { instance: values.instance }),
    ...(pods === undefined ? {} : { pods }),
    ...(port === undefined ? {} : { port }),
    ...(proxyPort === undefined ? {} : { proxyPort }),
    ...(values.profile === undefined ? {} : { profile: profileOf(values.profile) }),
    faults: broken,
  });

  let ending: Promise<void> | undefined;
  const end = (): void => {
    ending ??= sandbox.close().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  if (values.attached) control(sandbox, process.stdin, process.stdout, end);

  tell(sandbox.description, values.json);
}

function tell(description: SandboxDescription, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(description)}\n`);
  else {
    const { sqlserver, proxy, kubernetes, database } = description;
    process.stdout.write(
      [
        `SQL Server (sandbox)  ${sqlserver.host},${sqlserver.port}  user ${sqlserver.user}  database ${database}`,
        `  password            ${sqlserver.password}`,
        `  CA                  ${sqlserver.ca}`,
        `Proxy                 ${proxy.url}  CA ${proxy.ca}`,
        `Kubernetes API        ${kubernetes.url}`,
        'Ctrl-C ends it.',
        '',
      ].join('\n'),
    );
  }
}

run().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
