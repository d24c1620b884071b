// npm run doctor: the doctor against a sandbox of its own, without VS Code. --json prints the report as JSON, --markdown as
// Markdown; --fault NAME (may be repeated) breaks the sandbox first.
import { checks, type CheckCode } from '../src/core/doctor/checks.ts';
import { renderDoctor, type DoctorRun } from '../src/core/doctor/report.ts';
import { firstBroken } from '../src/core/doctor/summary.ts';
import { faults, isFaultName } from '../src/sandbox/faults/catalogue.ts';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { examine, linkOf } from './doctor-sandbox.ts';
import { readOptions } from './options.ts';

const usage = `Runs the doctor against a sandbox.\n\n  --json | --markdown\n  --fault NAME   ${faults.map(({ name }) => name).join(', ')}\n\nChecks: ${checks.map(({ code }) => code).join(', ')}`;
const { values } = readOptions(
  {
    options: {
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      fault: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  },
  usage,
);

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(2);
};

if (values.help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const names = values.fault.map((name) =>
  isFaultName(name) ? name : fail(`There is no fault ${name}; --help lists them.`),
);

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const sandbox = await startSandbox({ bare: false, trust: [] });
try {
  await sandbox.faults.set(...names);
  const run: DoctorRun = await examine(linkOf(sandbox), {
    signal: interrupted.signal,
    callSeconds: 10,
    secrets: [sandbox.description.sqlserver.password, sandbox.description.kubernetes.token],
    started: (check: CheckCode) => values.json || values.markdown || process.stderr.write(`${check} … \r`),
  });
  process.stdout.write(renderDoctor(run, values.json ? 'json' : values.markdown ? 'markdown' : 'text'));
  process.exitCode = firstBroken(run.findings) === undefined ? 0 : 1;
} finally {
  await sandbox.close();
}
