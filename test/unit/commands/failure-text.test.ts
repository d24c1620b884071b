import assert from 'node:assert/strict';
import { failureText } from '../../../src/commands/failure-text.ts';

const explanation = {
  headline: 'What <b>is</b> ![pixel](https://evil.example/a.png)',
  why: 'Why.',
  fix: 'Do this on **sql01**.',
  owner: 'DBA',
  sureness: 'observed',
  evidence: ['plain', '```\n![pixel](https://evil.example/b.png)\n[run](command:evil)'],
  sources: ['a *source*'],
  actions: [],
} as const;

describe('the page of a failure', () => {
  const page = failureText({ where: 'host_name_x:8443', explanation });

  it('says what is, why, what to do and by whom', () => {
    assert.match(page, /^## Why\n\nWhy\.$/m);
    assert.match(page, /^## What to do\n\nDo this on \*\*sql01\*\*\.\n\n\*\*Who:\*\* DBA$/m);
  });

  it('keeps what came from outside from becoming links, images or commands', () => {
    assert.match(page, /^# What \\<b\\>is\\<\/b\\> !\\\[pixel\\\]\(https/m);
    // The evidence itself holds a fence of three, so ours has four.
    assert.match(
      page,
      /^````text\nplain\n```\n!\[pixel\]\(https:\/\/evil\.example\/b\.png\)\n\[run\]\(command:evil\)\n````$/m,
    );
  });
});
