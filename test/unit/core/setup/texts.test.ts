import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { inlineCode } from '../../../../src/core/setup/markdown.ts';
import { quotePowerShell } from '../../../../src/core/setup/powershell-quote.ts';
import { renderRunBook, runBookSteps } from '../../../../src/core/setup/run-book.ts';
import { setupFiles } from '../../../../src/core/setup/setup-files.ts';
import { runnableBatches, sqlSteps } from '../../../../src/core/setup/sql-steps.ts';
import { runBookOf, sampleFiles, setupOf, trustOf } from './sample.ts';

const textOf = (path: string, files = sampleFiles()): string => {
  const found = files.find((file) => file.path === path);
  if (!found) throw new Error(`no file ${path}`);
  return found.text;
};

const yaml = (path: string): unknown => parseDocument(textOf(path), { strict: true }).toJS();

describe('the files of a set-up', () => {
  it('have paths of our own, whatever the names are', () => {
    const paths = setupFiles(runBookOf()).map(({ path }) => path);
    const odd = setupFiles(runBookOf(setupOf({ database: '../../etc', role: 'a/b' }), trustOf({ host: 'a.b' })));
    assert.deepEqual(
      odd.map(({ path }) => path),
      paths,
    );
    for (const path of paths) assert.match(path, /^[A-Za-z0-9.-]+(?:\/[A-Za-z0-9.-]+)*$/);
    assert.equal(new Set(paths).size, paths.length);
  });

  it('mount the CA where SQL Server reads it, in compose', () => {
    assert.deepEqual(yaml('host/container/compose.trust.yaml'), {
      services: {
        sql01: {
          volumes: [
            {
              type: 'bind',
              source: './ca.crt',
              target: '/var/opt/mssql/security/ca-certificates/sqlkube-k8s.corp.example.crt',
              read_only: true,
              bind: { create_host_path: false },
            },
          ],
          extra_hosts: ['k8s.corp.example:10.0.0.60'],
        },
      },
    });
  });

  it('take out of the StatefulSet by merge key what they put in', () => {
    interface Patch {
      spec: { template: { spec: Record<string, Record<string, unknown>[]> } };
    }
    const put = (yaml('host/stateful-set/patch.yaml') as Patch).spec.template.spec;
    const take = (yaml('host/stateful-set/unpatch.yaml') as Patch).spec.template.spec;
    const mounts = (spec: typeof put): unknown => spec['containers']?.[0]?.['volumeMounts'];
    assert.deepEqual(put['volumes'], [{ name: 'sqlkube-ca', configMap: { name: 'sqlkube-ca', defaultMode: 0o444 } }]);
    assert.deepEqual(take['volumes'], [{ $patch: 'delete', name: 'sqlkube-ca' }]);
    const mountPath = '/var/opt/mssql/security/ca-certificates/sqlkube-k8s.corp.example.crt';
    const subPath = 'sqlkube-k8s.corp.example.crt';
    assert.deepEqual(mounts(put), [{ name: 'sqlkube-ca', mountPath, subPath, readOnly: true }]);
    assert.deepEqual(mounts(take), [{ $patch: 'delete', mountPath }]);
    assert.deepEqual(put['hostAliases'], [{ ip: '10.0.0.60', hostnames: ['k8s.corp.example'] }]);
    assert.deepEqual(take['hostAliases'], [{ $patch: 'delete', ip: '10.0.0.60' }]);
  });

  it('are named in the run book, every one, and nothing is named that there is not', () => {
    const files = new Set(sampleFiles().map(({ path }) => path));
    const book = textOf('RUNBOOK.md');
    for (const path of files) if (path !== 'RUNBOOK.md') assert.ok(book.includes(path), path);
    for (const { files: named } of runBookSteps(runBookOf()).slice(1))
      for (const path of named) assert.ok(files.has(path), path);
  });
});

describe('the run book', () => {
  it('lists the steps in order with their owners, and the rollback the other way round', () => {
    const book = renderRunBook(runBookOf());
    const steps = [...book.matchAll(/^### (\d+)\. /gmu)].map(([, number]) => Number(number));
    assert.deepEqual(
      steps,
      steps.map((_, index) => index + 1),
    );
    const rollback = [...book.slice(book.indexOf('## Rollback')).matchAll(/^- \[ \] (\d+)\. /gmu)].map(([, number]) =>
      Number(number),
    );
    assert.deepEqual(
      rollback,
      rollback.toSorted((a, b) => b - a),
    );
    assert.equal(book.match(/^Owner: \*\*/gmu)?.length, steps.length);
  });

  it('shows the names that were given as code only', () => {
    const hostile = '<img src=x> [a](b:c) | `x` *y* zq';
    const book = renderRunBook(
      runBookOf(
        setupOf({
          database: hostile,
          role: `r${hostile}`,
          members: [{ user: `u${hostile}`, forLogin: `l${hostile}` }],
        }),
      ),
    );
    const names = ['', 'r', 'u', 'l'].map((letter) => inlineCode(letter + hostile));
    for (const name of names) assert.ok(book.includes(name), name);
    assert.doesNotMatch(
      names.reduce((text, name) => text.replaceAll(name, ''), book),
      /<img|zq/u,
    );
  });

  it('shows any name as code, unchanged', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('`', 'a', ' ', '|', '*', '<', '[', '\\', '_'), minLength: 1 }),
        (name) => {
          fc.pre(name.trim() !== '');
          const code = inlineCode(name);
          const match = /^(`+)(?!`)([\s\S]*[^`])\1$/u.exec(code);
          assert.ok(match, code);
          const [, fence = '', body = ''] = match;
          assert.equal(body.split(/(`+)/u).includes(fence), false);
          // CommonMark takes one blank from each end when both ends have one, unless there are only blanks.
          const shown = body.trim() !== '' && body.startsWith(' ') && body.endsWith(' ') ? body.slice(1, -1) : body;
          assert.equal(shown, name);
        },
      ),
    );
  });
});

describe('PowerShell quoting', () => {
  /** Reads a single-quoted string as PowerShell's scanner does: two quotes of any form in a row are the first of them. */
  const unquote = (text: string): string | undefined => {
    const quotes = /['\u2018\u2019\u201a\u201b]/u;
    let value = '';
    for (let at = 1; at < text.length; at += 1) {
      const here = text.charAt(at);
      if (quotes.test(here)) {
        if (at === text.length - 1) return value;
        if (!quotes.test(text.charAt(at + 1))) return undefined;
        at += 1;
      }
      value += here;
    }
    return undefined;
  };

  it('gives back any text', () => {
    const text = fc.string({
      unit: fc.constantFrom("'", '’', '‘', '‚', '‛', '"', '`', '$', '(', ')', '\n', 'a', ';', '#', '\u2028'),
    });
    fc.assert(fc.property(text, (value) => assert.equal(unquote(quotePowerShell(value)), value)));
  });
});

describe('planted secrets', () => {
  const token = 'eyJplanted.t0ken"with\\signs/é'.replace('é', 'e');
  const masterKeyPassword = 'Pl4nted"pass\\word/ü';
  const forms = (secret: string): readonly (string | Buffer)[] => [
    secret,
    secret.replaceAll("'", "''"),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replaceAll('=', '').slice(2, -2),
    Buffer.from(secret).toString('base64url').slice(2, -2),
    Buffer.from(secret, 'utf16le'),
    Buffer.from(secret, 'utf16le').swap16(),
    Buffer.from(secret, 'utf16le').toString('base64').slice(2, -4),
    Buffer.from(secret).toString('hex'),
  ];
  const leaks = (text: string): readonly (string | Buffer)[] =>
    [token, masterKeyPassword].flatMap(forms).filter((form) => Buffer.from(text).includes(form));

  it('are in the batches that run, which shows that the search finds them', () => {
    const run = runnableBatches(
      sqlSteps(setupOf()).flatMap((step) => step.run),
      { token, masterKeyPassword },
    );
    assert.ok(run.ok);
    for (const { sql, secret } of run.value) assert.equal(leaks(sql).length > 0, secret);
  });

  it('are in no file, nor in what describes a batch', () => {
    const steps = sqlSteps(setupOf());
    assert.ok(
      runnableBatches(
        steps.flatMap((step) => step.run),
        { token, masterKeyPassword },
      ).ok,
    );
    for (const { path, text } of sampleFiles()) assert.deepEqual(leaks(text), [], path);
    assert.deepEqual(leaks(JSON.stringify(steps)), []);
  });
});
