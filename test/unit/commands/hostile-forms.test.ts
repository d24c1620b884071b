import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { accessChoose } from '../../../src/commands/access-choose.ts';
import { certificateCreate } from '../../../src/commands/certificate-create.ts';
import type { CommandContext, Outcome } from '../../../src/commands/command.ts';
import { proxyCreateManifests } from '../../../src/commands/proxy-create-manifests.ts';
import { setupCreateSql } from '../../../src/commands/setup-create-sql.ts';
import { askSecrets } from '../../../src/commands/setup/script-secrets.ts';
import { tokenRequest } from '../../../src/commands/token-request.ts';
import { isAddressRange } from '../../../src/core/proxy/address-range.ts';
import { readAnnotations } from '../../../src/core/proxy/annotation-text.ts';
import { readCertificateFile } from '../../../src/core/pki/certificate-file.ts';
import { ok } from '../../../src/core/result.ts';
import { readClusterRecord } from '../../../src/core/setup/cluster-record.ts';
import { tokenize } from '../../../src/core/tsql/lexer.ts';
import { unquoteIdentifier, unquoteLiteral } from '../../../src/core/tsql/quoting.ts';
import { readScript } from '../../../src/core/tsql/script/script.ts';
import { fillVariables } from '../../../src/core/tsql/script/variables.ts';
import { passphraseKey } from '../../../src/host/secrets.ts';
import { certificateFolder } from '../../support/cluster-side.ts';
import { FakeKube } from '../../support/fake-kube.ts';
import { testFiles } from '../../support/files.ts';
import { TryingPrompts, TypingPrompts, type Taken } from '../../support/hostile-prompts.ts';
import type { Act, ScriptedPrompts } from '../../support/scripted-prompts.ts';
import { world } from './world.ts';

const url = 'https://k8s.corp.example:8443';
const homes: string[] = [];

/** One run of a command: where it wrote, and how it ended. */
interface Ran {
  readonly context: CommandContext;
  readonly home: string;
  readonly outcome: Outcome;
  readonly files: ReadonlyMap<string, string>;
}

interface Form {
  readonly acts: (home: string) => readonly Act[];
  readonly before?: (context: CommandContext, home: string) => Promise<CommandContext>;
  readonly run: (context: CommandContext) => Promise<Outcome>;
  /** Which of the taken texts go through to the end; default all. */
  readonly isTried?: (taken: Taken) => boolean;
}

async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [path.relative(folder, file), await readFile(file, 'utf8')] as const)),
  );
}

async function runWith(form: Form, promptsOf: (acts: readonly Act[]) => ScriptedPrompts): Promise<Ran> {
  const made = world();
  homes.push(made.home);
  const prompts = promptsOf(form.acts(made.home));
  const plain = { ...made.context, prompts, files: testFiles({ prompts, home: made.home }) };
  const context = (await form.before?.(plain, made.home)) ?? plain;
  const outcome = await form.run(context);
  return { context, home: made.home, outcome, files: await filesBelow(path.join(made.home, 'out')) };
}

/**
 * Tries every hostile text in every box, then lets each one that was taken go through to the end. Wrong is a text that is taken
 * and neither refused by the command, naming a field, nor inert by `inert`, which compares with the run that had good answers.
 */
async function prove(
  form: Form,
  inert: (ran: Ran, taken: Taken, good: Ran) => void | Promise<void>,
): Promise<TryingPrompts> {
  let trying = new TryingPrompts();
  const good = await runWith(form, (acts) => (trying = new TryingPrompts(...acts)));
  assert.deepEqual(trying.left, [], trying.seen.at(-1));
  assert.notEqual(good.outcome?.ok, false, JSON.stringify(good.outcome));
  for (const taken of trying.taken.filter(form.isTried ?? (() => true))) {
    const ran = await runWith(form, (acts) => new TypingPrompts(taken, ...acts));
    const what = `${JSON.stringify(taken.text)} at: ${taken.prompt}`;
    if (ran.outcome?.ok === false) {
      assert.match(JSON.stringify(ran.outcome.error), /"reason":"[\w.[\]]+: .+\."/, what);
      assert.equal(ran.files.size, 0, `${what} was refused, and files were written`);
    } else {
      try {
        await inert(ran, taken, good);
      } catch (thrown) {
        throw new Error(`${what} is not inert`, { cause: thrown });
      }
    }
  }
  return trying;
}

const chosen = {
  account: { namespace: 'sqlkube', name: 'sql-reader' },
  scope: { kind: 'namespaces', namespaces: ['shop'] },
  choices: [{ kind: 'see-pods' }],
};

const written = (home: string): readonly Act[] => [
  { pick: 'Another Folder…' },
  { path: path.join(home, 'out') },
  { pick: 'Write' },
];

/** What a reader of T-SQL sees: names and literals without their content. */
const skeleton = (text: string): readonly string[] =>
  [...tokenize(text, { script: true })]
    .filter(({ kind }) => kind !== 'whitespace' && kind !== 'comment')
    .map(({ kind, text: piece, error }) => {
      assert.equal(error, undefined);
      return kind === 'string' || kind === 'identifier' ? kind : piece;
    });

describe('hostile text in every box of the forms', () => {
  after(async () => {
    for (const home of homes) await rm(home, { recursive: true, force: true });
  });

  it('comes into no certificate and no file of Create Certificates', async () => {
    const form: Form = {
      acts: (home) => [
        { type: url },
        { type: 'api.corp.example' },
        'keep',
        'keep',
        { pick: 'Type One' },
        ...[{ type: 'a long passphrase' }, { type: 'a long passphrase' }],
        ...written(home),
        { press: undefined },
      ],
      run: (context) => certificateCreate.run(context),
      // Each makes two keys: one place for each hostile text.
      isTried: ({ prompt, text }) =>
        !prompt.startsWith('Passphrase') || /^a long passphrase.+(?<!passphrase)$/su.test(text),
    };
    const trying = await prove(form, async ({ files, context }, { text, prompt }) => {
      const [leaf, ca] = ['tls.crt', 'ca.crt'].map((name) => {
        const read = readCertificateFile(Buffer.from(files.get(name) ?? ''));
        assert.ok(read.ok);
        return read.value[0];
      });
      for (const { value } of leaf?.names ?? []) assert.match(value, /^[a-z0-9_.-]+$/);
      assert.deepEqual([...files.keys()].sort(), ['README.txt', 'ca.crt', 'ca.key', 'tls.crt', 'tls.key']);
      // A passphrase may hold anything: it is kept as it was typed, and is in no file.
      assert.ok(ca);
      if (text.includes('passphrase')) for (const content of files.values()) assert.ok(!content.includes(text));
      const typed = prompt.startsWith('Passphrase') ? text : 'a long passphrase';
      assert.equal(await context.vault.get(passphraseKey(ca.fingerprint256)), typed);
    });
    assert.ok(trying.tried >= 4 * 48, String(trying.tried));
  });

  it('comes into no manifest of Create Proxy Manifests but as the text of one annotation', async () => {
    const balancer: readonly Act[] = [
      ...[{ pick: 'Load Balancer' }, { type: 'sqlkube' }, { pick: 'Make It' }, { type: '10.1.0.7/32' }],
      ...[{ pick: 'One at an Address…' }, { type: 'https://10.0.0.41:6443' }],
      ...[
        ['Name in the API Server’s Certificate', 'api.example'],
        ['CA of the API Server', 'api-ca'],
        ['Certificates in Between', '2'],
        ['Replicas', '3'],
        ['Image', 'registry.example/nginx:1.28'],
        ['Rate Limit', '500, 2000'],
        ['Name of the Objects', 'other-proxy'],
        ['Secret with the Server Certificate', 'web-tls'],
      ].flatMap(([pick = '', type = '']): Act[] => [{ pick }, { type }]),
      ...[{ pick: 'Annotations of the Load Balancer' }, { pick: 'Others…' }, { type: 'example.com/note=x' }],
      { pick: 'Done' },
    ];
    const named = (pick: string, ...types: readonly string[]): readonly Act[] => [
      ...[{ pick }, { type: 'sqlkube' }, { pick: 'It Is There' }],
      ...types.map((type) => ({ type })),
      ...[{ pick: 'That of Its Own Cluster' }, { pick: 'Done' }],
    ];
    const variants: readonly (readonly Act[])[] = [
      balancer,
      named('A Gateway That Is There', 'gateways/public/tls', 'gateways'),
      named('A Gateway of Its Own', 'istio', 'gateways'),
      named('Inside the Cluster', 'databases'),
      [
        ...[{ pick: 'Node Port' }, { type: 'sqlkube' }, { pick: 'Make It' }, { type: '10.1.0.7/32' }],
        ...[{ pick: 'That of Its Own Cluster' }, { pick: 'Port of the Nodes' }, { type: '30443' }, { pick: 'Done' }],
      ],
      [
        ...[{ pick: 'Local: k3d' }, { type: 'dev' }],
        ...[{ pick: 'Image of SQL Server' }, { type: 'registry.example/mssql:2025' }],
        ...[{ pick: 'Port of SQL Server' }, { type: '15433' }, { pick: 'Done' }],
      ],
    ];
    const objects = (files: ReadonlyMap<string, string>): readonly Record<string, unknown>[] =>
      parseAllDocuments(files.get('cluster/proxy.yaml') ?? '').map((document) => {
        assert.deepEqual(document.errors, []);
        return document.toJS() as Record<string, unknown>;
      });
    let tried = 0;
    for (const acts of variants) {
      const isLocal = acts.some((act) => typeof act === 'object' && 'pick' in act && act.pick.startsWith('Local'));
      const form: Form = {
        acts: (home) => {
          const [other, folder, write] = written(home);
          assert.ok(other && folder && write);
          return [...acts, other, folder, write, ...(isLocal ? [] : [{ press: undefined }])];
        },
        before: async (context, home) => {
          await certificateFolder(path.join(home, 'certificates'), url);
          const certificate = path.join(home, 'certificates/tls.crt');
          await context.setups.update(url, { cluster: { chosen, newNamespaces: [], certificate } });
          return context;
        },
        run: (context) => proxyCreateManifests.run(context, { url }),
      };
      const trying = await prove(form, ({ files, context }, { prompt, text }, good) => {
        if (prompt.startsWith('Annotations')) {
          const service = objects(files).find(({ kind }) => kind === 'Service') as {
            metadata: { annotations?: unknown };
          };
          const read = readAnnotations(text);
          assert.ok(read.ok);
          assert.deepEqual(service.metadata.annotations ?? {}, read.value);
          delete service.metadata.annotations;
        }
        const kindsOf = (of: ReadonlyMap<string, string>) => objects(of).map(({ kind }) => kind);
        assert.deepEqual(kindsOf(files), kindsOf(good.files));
        for (const { metadata } of objects(files)) assert.match((metadata as { name: string }).name, /^[a-z0-9.-]+$/);
        const { wish } = readClusterRecord(context.setups.find(url)?.cluster);
        if (wish && 'clients' in wish.exposure) assert.ok(wish.exposure.clients.every(isAddressRange));
        for (const name of ['cluster/nginx.conf', 'nginx.conf', 'compose.yaml', 'cluster/access.yaml']) {
          const own = files
            .get(name)
            ?.split('\n')
            .filter((line) => !/rate=|burst=/.test(line));
          const same = good.files
            .get(name)
            ?.split('\n')
            .filter((line) => !/rate=|burst=/.test(line));
          assert.equal(own?.length, same?.length, name);
        }
      });
      tried += trying.tried;
    }
    assert.ok(tried > 20 * 48, String(tried));
  });

  it('comes into no role of Choose Access', async () => {
    const form: Form = {
      acts: () => [
        { tick: ['See pods and their events', 'Scale these Deployments', 'Restart these Deployments', 'Custom'] },
        { pick: 'In These Namespaces…' },
        ...[{ type: 'shop' }, { type: 'web' }, { type: 'web' }, { type: 'get, list configmaps' }],
        ...[{ type: 'sqlkube' }, { type: 'sql-reader' }],
        ...[{ pick: 'Use This Access' }, { press: undefined }],
      ],
      run: (context) => accessChoose.run(context, { url }),
    };
    const trying = await prove(form, ({ context }) => {
      const { access } = readClusterRecord(context.setups.find(url)?.cluster);
      assert.ok(access);
      const strings = [...JSON.stringify(access.grants).matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
      for (const text of [...strings, access.account.name, access.account.namespace]) {
        assert.match(text, /^[a-zA-Z0-9.\-/:]*$/);
      }
    });
    assert.ok(trying.tried >= 6 * 48, String(trying.tried));
  });

  it('stays a name or one literal in every script of Create SQL Server Set-up', async () => {
    const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':');
    const form: Form = {
      acts: (home) => [
        ...[{ type: url }, { type: 'kube' }, { pick: 'Only below a path…' }, { type: '/api/v1/namespaces/shop' }],
        ...[{ type: 'kube_role' }, { type: 'app' }, { type: 'shop' }, { pick: 'An audit session' }],
        { pick: 'More Than One of Them' },
        ...['sql01', 'sql01', 'mssql', 'mssql', 'mssql', 'MSSQLSERVER', '10.0.0.7'].map((type) => ({ type })),
        ...[{ pick: 'Type Its SHA-256 Fingerprint…' }, { type: fingerprint }],
        ...written(home),
        { press: undefined },
      ],
      run: (context) => setupCreateSql.run(context, {}),
    };
    const trying = await prove(form, ({ files }, { prompt, text }, good) => {
      assert.deepEqual([...files.keys()].sort(), [...good.files.keys()].sort());
      const isName = /^(Database whose|Database role|Users of)/.test(prompt);
      // An empty list of users, or no namespace to list: other scripts, and nothing of the text in them.
      if (text.trim() === '') return;
      for (const [name, content] of files) {
        const same = good.files.get(name) ?? '';
        if (!name.endsWith('.sql')) {
          // Hosts are given no names of the database.
          if (name.startsWith('host/') && isName) assert.equal(content, same, name);
          continue;
        }
        assert.deepEqual(skeleton(content).join(' '), skeleton(same).join(' '), name);
        const [own, first] = [readScript(content), readScript(same)];
        assert.ok(own.ok && first.ok, name);
        assert.deepEqual(
          own.value.map(({ variables }) => variables),
          first.value.map(({ variables }) => variables),
          name,
        );
      }
      if (!isName || prompt.startsWith('Users')) return;
      const tokens = [...tokenize(files.get('sql/40-grants.sql') ?? '')];
      const names = tokens.flatMap(({ kind, text: piece }) =>
        kind === 'identifier' ? [unquoteIdentifier(piece)] : kind === 'string' ? [unquoteLiteral(piece)] : [],
      );
      assert.ok(names.includes(text.trim()), `${text} is not among ${names.join()}`);
    });
    assert.ok(trying.tried >= 13 * 48, String(trying.tried));
    assert.ok(trying.taken.length > 20, 'SQL Server takes any characters in names, and so do we');
  });

  it('is one literal as the password of the master key, and one header as the token', async () => {
    const token = 'eyJhbGciOi.eyJzdWIi.c2ln';
    const prompts = new TryingPrompts({ pick: 'Type It…' }, { type: 'Str0ng-enough!' }, { type: token });
    const { context } = world();
    const wish = { title: 't', database: 'kube', url };
    await askSecrets({ ...context, prompts }, ['MASTER_KEY_PASSWORD', 'TOKEN'], wish);
    const partOf = (text: string) => {
      const script = readScript(text);
      const [part] = script.ok ? script.value : [];
      assert.ok(part);
      return part;
    };
    const password = partOf("CREATE MASTER KEY ENCRYPTION BY PASSWORD = N'$(MASTER_KEY_PASSWORD)';");
    const header = partOf(`ALTER DATABASE SCOPED CREDENTIAL [x] WITH SECRET = N'{"Authorization":"Bearer $(TOKEN)"}';`);
    const boxes = new Set<string>();
    for (const { prompt, text } of prompts.taken) {
      boxes.add(prompt);
      const isToken = prompt.startsWith('Token');
      const part = isToken ? header : password;
      const filled: string = fillVariables(part, new Map([[isToken ? 'TOKEN' : 'MASTER_KEY_PASSWORD', text.trim()]]));
      assert.deepEqual(skeleton(filled), skeleton(part.text));
      const [literal = ''] = [...tokenize(filled)].flatMap((one) =>
        one.kind === 'string' ? [unquoteLiteral(one.text)] : [],
      );
      const holds = isToken ? (JSON.parse(literal) as { Authorization: string }).Authorization : literal;
      assert.equal(holds, isToken ? `Bearer ${text.trim()}` : text.trim());
    }
    assert.equal(boxes.size, 2);
  });

  it('is asked of the API server as it was typed, or not at all, by Request Token', async () => {
    const asked: unknown[] = [];
    const kube = new FakeKube();
    const form: Form = {
      acts: () => [
        { pick: 'prod' },
        ...[{ type: 'sqlkube' }, { type: 'sql-reader' }, { pick: 'Another…' }, { type: '12 hours' }],
        ...[{ pick: 'Another Audience…' }, { type: 'https://api.example' }],
      ],
      before: async (context) => {
        await context.profiles.saveConnection({
          ...{ id: 'c', name: 'prod', server: 'sql01', database: 'orders', user: 'app', encryption: 'mandatory' },
        });
        await context.profiles.saveEndpoint({
          ...{ id: 'e', connectionId: 'c', url, authentication: { kind: 'token' }, namespaces: 'all' },
        });
        const requestToken: typeof kube.client.requestToken = (request) => {
          asked.push(request);
          const expiresAt = context.now().getTime() + request.expirationSeconds * 1000;
          return Promise.resolve(ok({ token: 'a.b.c', expiresAt, expirationSeconds: request.expirationSeconds }));
        };
        const config = { ...kube.kubeconfig, connect: () => ok({ ...kube.client, requestToken }) };
        return { ...context, kube: { ...context.kube, load: () => Promise.resolve(ok(config)) } };
      },
      run: (context) => tokenRequest.run(context, { endpointId: 'e' }),
    };
    const trying = await prove(form, (_, { prompt, text }) => {
      const { namespace, serviceAccount, audiences, expirationSeconds } = asked.at(-1) as Record<string, unknown>;
      const audience = prompt.startsWith('The audience') ? text.trim() : 'https://api.example';
      assert.deepEqual(
        { namespace, serviceAccount, audiences, expirationSeconds },
        { namespace: 'sqlkube', serviceAccount: 'sql-reader', audiences: [audience], expirationSeconds: 43_200 },
      );
    });
    assert.ok(trying.tried >= 4 * 48, String(trying.tried));
  });
});
