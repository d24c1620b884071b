import assert from 'node:assert/strict';
import { KnownSecrets } from '../../../src/host/known-secrets.ts';
import { redactingLog } from '../../../src/host/log.ts';
import { SecretVault } from '../../../src/host/secrets.ts';
import { MemorySecrets } from '../../support/memory-backends.ts';
import { ScriptedPrompts } from '../../support/scripted-prompts.ts';

const place = { title: 'Test', step: 1, of: 1 };
const anything = (): undefined => undefined;

describe('KnownSecrets', () => {
  it('clears a log of passwords that look like words, on every level', () => {
    const known = new KnownSecrets();
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const log = redactingLog({ trace: write, debug: write, info: write, warn: write, error: write }, (text) =>
      known.redact(text),
    );
    known.add('correct horse battery');
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) {
      log[level](`Msg 50000: no luck with correct horse battery, sorry`);
    }
    assert.deepEqual(new Set(lines), new Set(['Msg 50000: no luck with [redacted], sorry']));
  });

  it('learns what the vault stores and what it reads, and nothing of its index', async () => {
    const backend = new MemorySecrets();
    const known = new KnownSecrets();
    const vault = new SecretVault(backend, (secret) => known.add(secret));
    await vault.store('key-of-a', 'stored words');
    backend.all.set('key-of-b', 'older words');
    assert.equal(known.redact('stored words, older words'), '[redacted], older words');
    await vault.get('key-of-b');
    assert.equal(known.redact('stored words, older words, key-of-a'), '[redacted], [redacted], key-of-a');
  });

  it('learns what is typed into a secret box, and not what is typed elsewhere', async () => {
    const known = new KnownSecrets();
    const prompts = known.watching(new ScriptedPrompts({ type: ' typed words ' }, { type: 'sql01' }, 'leave'));
    await prompts.text({ place, prompt: 'Password', secret: true, check: anything });
    await prompts.text({ place, prompt: 'Server', check: anything });
    await prompts.text({ place, prompt: 'Password', secret: true, check: anything });
    assert.equal(known.redact('it said “typed words” on sql01'), 'it said “[redacted]” on sql01');
  });

  it('takes an empty secret for none', () => {
    const known = new KnownSecrets();
    known.add('');
    assert.equal(known.redact('as it was'), 'as it was');
  });
});
