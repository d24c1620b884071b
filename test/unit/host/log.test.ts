import assert from 'node:assert/strict';
import { redact } from '../../../src/core/redact.ts';
import { describeThrown, redactingLog } from '../../../src/host/log.ts';
import type { Logger } from '../../../src/host/log.ts';

describe('redactingLog', () => {
  it('lets nothing reach the channel unredacted, on any level', () => {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const log = redactingLog({ trace: write, debug: write, info: write, warn: write, error: write }, redact);
    const levels: readonly (keyof Logger)[] = ['trace', 'debug', 'info', 'warn', 'error'];
    for (const level of levels) log[level](`Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.abc.def`);
    assert.equal(lines.length, 5);
    for (const line of lines) assert.doesNotMatch(line, /eyJhbGci/);
  });

  it('describes whatever was thrown', () => {
    assert.match(describeThrown(new Error('boom')), /boom\n/);
    assert.equal(describeThrown('text'), 'text');
    assert.equal(describeThrown(undefined), 'undefined');
  });
});
