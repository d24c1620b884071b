import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { explain } from '../../../../src/core/decode/explain.ts';
import { candidates, type Diagnosis } from '../../../../src/core/decode/diagnosis.ts';
import type { ExplainContext } from '../../../../src/core/decode/explanation.ts';
import { accessAnswers } from '../../../../src/core/decode/catalogue/access-answers.ts';
import { httpAnswers } from '../../../../src/core/decode/catalogue/http-answers.ts';
import { sqlMessages } from '../../../../src/core/decode/catalogue/sql-messages.ts';
import type { Failure } from '../../../../src/core/failure.ts';
import { failures } from './failures.ts';

const golden = new URL('../../../fixtures/golden/explanations.txt', import.meta.url);

const context: ExplainContext = {
  sqlServerName: 'sql01',
  connectionName: 'prod',
  endpointUrl: 'https://k8s.corp.example:8443',
  database: 'orders',
  login: 'app_reader',
  credential: 'https://k8s.corp.example:8443',
};

function render(title: string, told: Diagnosis): string {
  const among = candidates(told).length;
  return [
    `## ${title}`,
    told.headline,
    `why       ${told.why}`,
    `fix       ${told.fix}`,
    `owner     ${told.owner} (${told.sureness})`,
    `code      ${told.code}`,
    `broken    ${told.link}`,
    ...told.causes.map(
      ({ code, sureness }, index) =>
        `${index < among ? 'likely' : 'or    '}    ${code} (${sureness}, ${told.confidence})`,
    ),
    `actions   ${told.actions.join(', ')}`,
    ...told.evidence.map((line) => `evidence  ${line}`),
    ...told.sources.map((line) => `source    ${line}`),
  ].join('\n');
}

describe('explain', () => {
  it('says what the golden file says (UPDATE_GOLDEN=1 rewrites it)', () => {
    const text = failures.map(({ title, failure, ...more }) =>
      render(title, explain(failure, { ...context, ...more })),
    );
    const rendered = `${text.join('\n\n')}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, rendered);
    assert.equal(rendered, readFileSync(golden, 'utf8'));
  });

  it('leaves no placeholder open, with all names and with none', () => {
    const bare: ExplainContext = { sqlServerName: 'sql01' };
    for (const { title, failure } of failures) {
      for (const names of [context, bare]) {
        const { headline, why, fix } = explain(failure, names);
        assert.doesNotMatch(`${headline} ${why} ${fix}`, /\{\w+\}/, title);
        assert.ok(headline.length > 0 && headline.length <= 120, `${title}: ${headline}`);
        assert.doesNotMatch(headline, /[.!`*]$|`/, title);
      }
    }
  });

  it('has an example for every entry of the message catalogue', () => {
    const told = new Set(failures.map(({ failure, ...more }) => explain(failure, { ...context, ...more }).headline));
    const shown = (headline: string): boolean => {
      const pattern = headline.replaceAll(/[.*+?^$()[\]\\|]/g, '\\$&').replaceAll(/\{\w+\}/g, '.*');
      return [...told].some((text) => new RegExp(`^${pattern}$`).test(text));
    };
    const silent = [...sqlMessages, ...httpAnswers, ...accessAnswers].filter(({ headline }) => !shown(headline));
    assert.deepEqual(
      silent.map(({ headline }) => headline),
      [],
    );
  });

  it('does not repeat a token that an endpoint answers with', () => {
    const said = 'no such thing; you sent Authorization: Bearer planted-token-0123456789';
    const call = { method: 'GET', url: 'https://k8s.corp.example:8443/version', durationMs: 1 };
    const failed: readonly Failure[] = [
      { kind: 'http', code: 400, call, status: { kind: 'Status', message: said } },
      { kind: 'http', code: 404, call, status: { kind: 'Status', message: said } },
      { kind: 'http', code: 418, call, status: { kind: 'Status', message: said } },
      { kind: 'http', code: 422, call, status: { kind: 'Status', details: { causes: [{ message: said }] } } },
      { kind: 'unexpected-answer', call, expected: 'a list', seen: said },
      { kind: 'sql', errors: [{ number: 50_000, state: 1, class: 16, text: said }], call },
      { kind: 'connection-lost', server: 'sql01', detail: said },
    ];
    for (const failure of failed) {
      const told = JSON.stringify(explain(failure, context));
      assert.match(told, /redacted/);
      assert.doesNotMatch(told, /planted-token/);
    }
  });

  it('reads the root cause among several errors', () => {
    const told = explain(
      {
        kind: 'sql',
        errors: [
          { number: 50000, state: 1, class: 16, text: 'wrapper failed' },
          { number: 31643, state: 1, class: 16, text: 'off' },
        ],
      },
      context,
    );
    assert.equal(told.headline, 'Calling REST endpoints is switched off on sql01');
    assert.equal(told.evidence.length, 2);
  });

  it('never throws, and never lets foreign text become Markdown', () => {
    const message = fc.record({
      number: fc.constantFrom(31608, 31612, 18456, 99999),
      state: fc.nat(),
      class: fc.nat(25),
      text: fc.string(),
    });
    const status = fc.record(
      { kind: fc.constant('Status' as const), message: fc.string(), reason: fc.string() },
      { requiredKeys: ['kind'] },
    );
    const call = fc.record({ method: fc.constant('GET'), url: fc.webUrl(), durationMs: fc.nat() });
    const failure: fc.Arbitrary<Failure> = fc.oneof(
      fc.record({ kind: fc.constant('sql' as const), errors: fc.array(message) }),
      fc.record({ kind: fc.constant('http' as const), code: fc.integer({ min: 300, max: 599 }), call, status }),
      fc.record({
        kind: fc.constant('unreachable' as const),
        server: fc.string(),
        code: fc.string(),
        detail: fc.string(),
      }),
    );
    fc.assert(
      fc.property(failure, fc.string(), (one, name) => {
        const told = explain(one, { sqlServerName: name });
        assert.ok(told.headline !== '');
      }),
    );
    const hostile = explain(
      {
        kind: 'http',
        code: 400,
        call: { method: 'GET', url: 'u', durationMs: 1 },
        status: { kind: 'Status', message: '`[x](command:y)`' },
      },
      context,
    );
    assert.match(hostile.why, /`’\[x\]\(command:y\)’`/);
  });
});
