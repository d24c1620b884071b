import assert from 'node:assert/strict';
import { callInsert } from '../../../src/commands/call-insert.ts';
import { insertableCalls } from '../../../src/core/tsql/assist/insert-call.ts';
import { lint } from '../../../src/core/tsql/rules/linter.ts';
import { judgeReadOnly } from '../../../src/core/tsql/run/read-only.ts';
import { connection, endpoint } from '../../support/fake-cluster.ts';
import { expand } from '../../support/snippet.ts';
import { world } from './world.ts';

const scene = (...acts: Parameters<typeof world>) => {
  const made = world(...acts);
  made.settings.user['connections'] = [connection()];
  made.settings.user['endpoints'] = [endpoint()];
  made.profiles.changed.fire(undefined);
  const { url } = endpoint();
  const pods = [{ name: 'web-7d876db474-222nh' }, { name: 'db-0' }];
  made.editor.knowledge = { clusters: [{ url, namespaces: [{ name: 'shop', pods }] }], credentials: [] };
  return made;
};

describe('Insert Call', () => {
  it('asks for what was read already, shows the T-SQL, and puts it at the cursor', async () => {
    const made = scene({ pick: 'Read a pod' }, { pick: 'shop' }, { pick: 'db-0' }, { confirm: true });
    await callInsert.run(made.context);
    const [inserted = ''] = made.editor.inserted;
    const { text } = expand([inserted]);
    assert.match(
      text,
      /@url = N'https:\/\/[^']*\/api\/v1\/namespaces\/shop\/pods\/db-0',\n {8}@method = N'GET',\n {8}@credential = \[/u,
    );
    const shown = made.prompts.seen.find((line) => line.startsWith('confirm')) ?? '';
    assert.ok(shown.includes(text.trim()), 'what is inserted was shown before');
  });

  it('takes a name that was not read, and refuses one that no object can have', async () => {
    const made = scene(
      { pick: 'Delete a Deployment' },
      { pick: 'Another…' },
      { type: 'new-team' },
      { type: "it's" },
      { confirm: true },
    );
    await callInsert.run(made.context);
    assert.match(made.editor.inserted[0] ?? '', /namespaces\/new-team\/deployments\/it%27s/u);
    assert.deepEqual(made.prompts.left, []);
  });

  it('changes nothing when somebody leaves', async () => {
    for (const acts of [
      ['leave'],
      [{ pick: 'List pods' }, 'leave'],
      [{ pick: 'List pods' }, { pick: 'shop' }, { confirm: false }],
    ] as const) {
      const made = scene(...acts);
      await callInsert.run(made.context);
      assert.deepEqual(made.editor.inserted, []);
    }
  });

  it('inserts nothing that our own linter marks, and tells reading from writing', () => {
    const target = {
      url: 'https://k8s.corp:8443',
      credential: 'https://k8s.corp:8443',
      namespace: 'shop',
      name: 'web',
    };
    const reading = insertableCalls.filter(({ build, label }) => {
      const text = build(target);
      assert.deepEqual(
        lint(text).map(({ code, message }) => `${label}: ${code} ${message}`),
        [],
      );
      return judgeReadOnly(text).ok;
    });
    assert.deepEqual(
      insertableCalls.filter((one) => !reading.includes(one)).map(({ label }) => label),
      ['Scale a Deployment', 'Delete a pod', 'Delete a Deployment'],
    );
  });
});
