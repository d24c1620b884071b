import assert from 'node:assert/strict';
import { explain as decode } from '../../../src/core/decode/explain.ts';
import { explainContext } from '../../../src/host/explain.ts';
import { Report } from '../../../src/host/report.ts';
import { connection, endpoint, facts } from '../../support/fake-cluster.ts';

function world(pressed: string | undefined, breaks = false) {
  const told: string[] = [];
  const logged: string[] = [];
  let over = (): void => undefined;
  const done = new Promise<void>((resolve) => (over = resolve));
  const write = (line: string) => {
    logged.push(line);
    over();
  };
  const report = new Report({
    prompts: {
      tell: (level, message, ...buttons) => {
        told.push([level, message, ...buttons].join(' | '));
        if (pressed === undefined && !breaks) over();
        return breaks ? Promise.reject(new Error('window is gone')) : Promise.resolve(pressed);
      },
    },
    log: { trace: write, debug: write, info: write, warn: write, error: write },
    explain: (failure, about = {}) => Promise.resolve(decode(failure, explainContext(about))),
    showMore: ({ code }) => {
      write(`explained ${code}`);
      return Promise.resolve();
    },
    showLog: () => write('shown'),
  });
  return { report, told, logged, done };
}

describe('Report', () => {
  it('tells a failure in one line, without Markdown, with who has to act', async () => {
    const { report, told, done } = world(undefined);
    report.failure({ kind: 'refused', reason: 'The sandbox is not running.' });
    await done;
    assert.match(told[0] ?? '', /^error \| .*The sandbox is not running.* \| Show Log$/);
    assert.doesNotMatch(told[0] ?? '', /\*\*|`/);
  });

  it('opens the log when asked', async () => {
    const { report, logged, done } = world('Show Log');
    report.unknown();
    await done;
    assert.deepEqual(logged, ['shown']);
  });

  it('offers to explain what failed, and does', async () => {
    const { report, told, logged, done } = world('Explain');
    report.failure({ kind: 'timeout', stage: 'connect', seconds: 15 });
    await done;
    assert.match(told[0] ?? '', / \| Explain \| Show Log$/);
    assert.deepEqual(logged, ['explained timeout.connect']);
  });

  it('logs when even the message cannot be shown', async () => {
    const { report, logged, done } = world(undefined, true);
    report.unknown();
    await done;
    assert.match(logged[0] ?? '', /could not be shown.*window is gone/);
  });
});

describe('explainContext', () => {
  it('names machine, endpoint, login and credential', () => {
    const context = explainContext({
      connection: connection(),
      endpoint: endpoint(),
      facts: facts({ hostPlatform: 'Linux' }),
    });
    assert.deepEqual(context, {
      sqlServerName: 'prod-sql01',
      server: 'prod-sql01',
      connectionName: 'prod-sql01 · orders',
      database: 'orders',
      login: 'app_reader',
      endpointUrl: 'https://k8s.corp.example:8443',
      credential: 'https://k8s.corp.example:8443',
      engineEdition: 3,
      hostPlatform: 'Linux',
    });
  });
});
