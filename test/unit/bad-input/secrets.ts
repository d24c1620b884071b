import assert from 'node:assert/strict';
import { diagnosisMarkdown } from '../../../src/host/diagnosis-text.ts';
import type { World } from './world.ts';

/** A secret as it may turn up: as it is, escaped, encoded, and inside the base64 of a header value. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const basic = Buffer.from(`sa:${secret}`);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("'", "''"),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    // Base64 of something longer that ends in the secret: whole groups of three bytes only.
    basic.toString('base64').slice(4, -4),
    Buffer.from(`Bearer ${secret}`).toString('base64').slice(12, -4),
    Buffer.from(secret, 'utf16le').toString('base64'),
    bytes.toString('hex'),
  ];
}

/** Everything that a user, a log file or a clipboard gets to see. */
function everythingShown(world: World): string {
  const pages = world.everyNode().flatMap((node) => {
    // Asking is a search from the top, so not for each of 50,000 pods.
    const trouble = node.kind === 'pod' ? undefined : world.control.troubleOf(node);
    return trouble === undefined ? [] : [diagnosisMarkdown({ from: trouble.where, diagnoses: [trouble.explanation] })];
  });
  return [
    ...world.logged,
    world.text(),
    world.tooltips(),
    ...pages,
    ...world.prompts.seen,
    ...world.shown,
    JSON.stringify(world.panel.posted),
    JSON.stringify(world.panel.diagnostics.state),
    JSON.stringify(world.reported),
  ].join('\n');
}

/** Fails when a password or token, in any spelling, is in anything that is shown, logged or copied. */
export function assertNoSecrets(world: World): void {
  assert.ok(world.logged.length > 0, 'nothing was logged, so nothing was looked at');
  const text = everythingShown(world).toLowerCase();
  for (const secret of world.secrets) {
    for (const spelling of spellings(secret)) {
      // The message must not print what it found.
      assert.ok(!text.includes(spelling.toLowerCase()), `a secret is shown (spelled in ${spelling.length} characters)`);
    }
  }
}
