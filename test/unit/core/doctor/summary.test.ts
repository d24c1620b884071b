import assert from 'node:assert/strict';
import { toDiagnosis } from '../../../../src/core/doctor/diagnosis.ts';
import type { Finding } from '../../../../src/core/doctor/finding.ts';
import { renderDoctor } from '../../../../src/core/doctor/report.ts';
import { runDoctor } from '../../../../src/core/doctor/run.ts';
import { chainOf, counts, verdictOf } from '../../../../src/core/doctor/summary.ts';
import { err } from '../../../../src/core/result.ts';
import { handsOf, httpError, subject, transport, type Answers } from './hands.ts';

const now = new Date('2026-11-29T12:00:00Z');
const never = new AbortController().signal;
const examine = (answers: Answers): Promise<readonly Finding[]> =>
  runDoctor({ hands: handsOf({ answers }), subject, now, clock: () => 0, after: () => never }, never);

describe('what a run comes to', () => {
  it('lights the broken link, and leaves what is behind it unlit', async () => {
    const findings = await examine({ '/-/healthz': () => err(transport('0x80070008')) });
    assert.deepEqual(
      chainOf(findings).map(({ name, state }) => `${name}: ${state}`),
      [
        'VS Code: passed',
        'SQL Server: passed',
        'name: passed',
        'TCP: passed',
        'TLS: failed',
        'proxy: skipped',
        'API server: skipped',
        'access: skipped',
      ],
    );
    assert.match(verdictOf(findings), /^The first broken link is “TLS”: .*\. To be mended by: DBA\.$/);
    assert.match(counts(findings), /^1 failed, \d+ passed, \d+ skipped/);
  });

  it('does not call a link unseen because of one further on', async () => {
    const findings = await examine({ selfsubjectreviews: (call) => err(httpError(call, 401, 'Unauthorized')) });
    const states = Object.fromEntries(chainOf(findings).map(({ link, state }) => [link, state]));
    assert.deepEqual([states['proxy'], states['api-server'], states['access']], ['passed', 'passed', 'failed']);
  });

  it('makes a diagnosis of each finding that is not well, with all that a card needs', async () => {
    for (const hresult of ['0x80072ee7', '0x80072efd', '0x80070008', '0x80072f7d', '0x80072efe', '0x80072f0c']) {
      const findings = await examine({ '/-/healthz': () => err(transport(hresult)) });
      const failed = findings.filter(({ outcome }) => outcome === 'fail');
      assert.equal(failed.length, 1, hresult);
      for (const { headline, causes, confidence, fix, link } of failed.map(toDiagnosis)) {
        assert.ok(headline !== '' && fix !== '' && causes.length > 0, hresult);
        assert.equal(confidence === 'one of these', causes.length > 1);
        for (const { confirm, fixes, link: of } of causes)
          assert.ok(confirm.length > 0 && fixes.length > 0 && of === link);
      }
    }
  });

  it('tells a terminal what is broken, who mends it and how, by which command, and without marks', async () => {
    for (const hresult of ['0x80072ee7', '0x80072efd', '0x80070008', '0x80072f7d', '0x80072efe', '0x80072f0c']) {
      const findings = await examine({ '/-/healthz': () => err(transport(hresult)) });
      const text = renderDoctor({ subject, findings, at: now }, 'text');
      assert.doesNotMatch(text, /\*\*|`/, hresult);
      const broken = text.slice(text.indexOf('\nFAIL'));
      assert.match(broken, /\n +To be mended by: (?:DBA|cluster admin|network team|you)\n +- \S/, hresult);
    }
    const findings = await examine({ '/-/healthz': () => err(transport('0x80070008')) });
    assert.match(renderDoctor({ subject, findings, at: now }, 'text'), /\[SQL Kube: Create SQL Server Set-up…\]\n/);
    assert.match(
      renderDoctor({ subject, findings, at: now }, 'markdown'),
      /`\[SQL Kube: Create SQL Server Set-up…\]`\n/,
    );
  });

  it('keeps what it quotes from being Markdown, and secrets from being read', async () => {
    const findings = await examine({
      '/-/healthz': (call) => err(httpError(call, 500, '**bold** `code` Bearer abcdefghijklmnop', 'InternalError')),
    });
    const run = { subject, findings, at: now, secrets: ['hunter2-the-password'] };
    const planted = findings.map((finding) => ({
      ...finding,
      evidence: [...(finding.evidence ?? []), 'hunter2-the-password'],
    }));
    for (const as of ['markdown', 'json', 'text'] as const) {
      const text = renderDoctor({ ...run, findings: planted }, as);
      assert.doesNotMatch(text, /hunter2|abcdefghijklmnop/, as);
    }
    const evidence = renderDoctor(run, 'markdown')
      .split('\n')
      .find((line) => line.startsWith('- `HTTP 500'));
    assert.match(evidence ?? '', /^- `.*\*\*bold\*\* 'code'.*`$/);
  });
});
