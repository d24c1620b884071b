import assert from 'node:assert/strict';
import { explain } from '../../../src/core/decode/explain.ts';
import { diagnosisMarkdown } from '../../../src/host/diagnosis-text.ts';

const told = explain({ kind: 'timeout', stage: 'connect', seconds: 15 }, { sqlServerName: 'sql01' });
const evil = '```\n![pixel](https://evil.example/b.png)\n[run](command:evil)';

describe('the page of a failure', () => {
  const page = diagnosisMarkdown({
    from: 'host_name_x:8443',
    diagnoses: [
      {
        ...told,
        headline: 'What <b>is</b> ![pixel](https://evil.example/a.png)',
        evidence: ['plain', evil],
        sources: ['a *source*'],
      },
    ],
    script: 'RECONFIGURE;',
    notUnderstood: ['[x](command:y)'],
  });

  it('says what is, what it means, what can be behind it, what to do and by whom', () => {
    assert.match(page, /^\*\*Who:\*\* network team$/m);
    assert.match(page, /^## What it means\n\nNo login came about within 15 seconds/m);
    assert.match(page, /^## Most likely one of these, which SQL Server cannot tell apart$/m);
    assert.match(page, /^1\. A firewall .*_network team, documented_\n {3}- Confirm: .+\n {3}- Fix: /m);
    assert.match(page, /^```sql\nRECONFIGURE;\n```$/m);
  });

  it('keeps what came from outside from becoming links, images or commands', () => {
    assert.match(page, /^# What \\<b\\>is\\<\/b\\> !\\\[pixel\\\]\(https/m);
    assert.match(page, /^- \\\[x\\\]\(command:y\)$/m);
    // The evidence itself holds a fence of three, so ours has four.
    assert.match(
      page,
      /^````text\nplain\n```\n!\[pixel\]\(https:\/\/evil\.example\/b\.png\)\n\[run\]\(command:evil\)\n````$/m,
    );
  });
});
