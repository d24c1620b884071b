import assert from 'node:assert/strict';
import type { AnyCommand } from '../../../src/commands/register.ts';
import { registerCommands } from '../../../src/commands/register.ts';
import { commandTable } from '../../../src/commands/table.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { err } from '../../../src/core/result.ts';
import { connection, endpoint } from '../../support/fake-cluster.ts';
import { world } from './world.ts';

/** Registers one command and runs it. */
async function runOne(command: AnyCommand, change: { trusted?: boolean; readOnly?: boolean } = {}) {
  const { context, state, logged } = world();
  Object.assign(state, change);
  const reported: Failure[] = [];
  let unknown = 0;
  let handler: ((...args: never[]) => Promise<void>) | undefined;
  registerCommands([command], {
    context,
    register: (_id, run) => {
      handler = run;
    },
    report: (failure) => void reported.push(failure),
    reportUnknown: () => (unknown += 1),
    log: context.log,
  });
  await handler?.();
  return { reported, unknown: () => unknown, logged };
}

const command = (change: Partial<AnyCommand>): AnyCommand =>
  ({ id: 'sqlkube.log.show', run: () => Promise.resolve(undefined), ...change }) as AnyCommand;

describe('registerCommands', () => {
  it('is silent about a cancel', async () => {
    const ran = await runOne(command({ run: () => Promise.resolve(err<Failure>({ kind: 'cancelled' })) }));
    assert.deepEqual([ran.reported, ran.unknown()], [[], 0]);
  });

  it('reports an expected failure', async () => {
    const error: Failure = { kind: 'refused', reason: 'because' };
    const ran = await runOne(command({ run: () => Promise.resolve(err(error)) }));
    assert.deepEqual(ran.reported, [error]);
  });

  it('says which connection and endpoint a failure is about, from the row that the command was called on', async () => {
    const { context, settings } = world();
    settings.user['connections'] = [connection()];
    settings.user['endpoints'] = [endpoint()];
    const about: unknown[] = [];
    let handler: ((...args: never[]) => Promise<void>) | undefined;
    const run = () => Promise.resolve(err<Failure>({ kind: 'refused', reason: 'because' }));
    registerCommands([command({ run })], {
      context,
      register: (_id, given) => {
        handler = given;
      },
      report: (_failure, what) => void about.push(what),
      reportUnknown: () => undefined,
      log: context.log,
    });
    await handler?.(...([{ connectionId: connection().id, endpointId: endpoint().id }] as never[]));
    await handler?.(...([{ connectionId: 'gone' }] as never[]));
    await handler?.();
    assert.deepEqual(about, [{ connection: connection(), endpoint: endpoint() }, {}, {}]);
  });

  it('logs what broke with its stack, and tells it in one sentence', async () => {
    const ran = await runOne(command({ run: () => Promise.reject(new Error('boom')) }));
    assert.equal(ran.unknown(), 1);
    assert.match(ran.logged.join('\n'), /Error: boom\n\s+at /);
  });

  it('refuses in Restricted Mode what connects or starts something', async () => {
    let ran = false;
    const run = () => {
      ran = true;
      return Promise.resolve(undefined);
    };
    const { reported } = await runOne(command({ needsTrust: true, run }), { trusted: false });
    assert.equal(reported[0]?.kind, 'refused');
    assert.equal(ran, false);
  });

  it('refuses in read-only mode what writes, and says why', async () => {
    const { reported } = await runOne(command({ writes: true }), { readOnly: true });
    assert.match(JSON.stringify(reported), /sqlkube\.readOnly is on/);
    assert.deepEqual((await runOne(command({ writes: true }))).reported, []);
    assert.deepEqual((await runOne(command({}), { readOnly: true })).reported, []);
  });
});

describe('the table of commands', () => {
  it('lets no command that connects run in Restricted Mode', () => {
    const harmless =
      /(?<!\.cluster)\.(remove|disconnect|import|forget|stop|filter|clearFilter|showProblemsOnly|showAll|copyName|explain|copy|show|decode|fix|explainCheck|showReport|showJson|showChain|chooseConnection|copyKubectl|copyCurl|clear|showBatch|openCsv|insert)$/;
    for (const { id, needsTrust } of commandTable) {
      assert.equal(needsTrust ?? false, !harmless.test(id), id);
    }
  });
});
