/** A `.gitignore` that keeps these names of its own folder out of git: `current` with what is missing at its end. */
export function extendGitignore(current: string, names: readonly string[]): string {
  const missing = names.filter((name) => !ignoresByName(current, name));
  if (missing.length === 0) return current;
  const gap = current === '' || current.endsWith('\n') ? '' : '\n';
  return `${current}${gap}# Private keys\n${missing.map((name) => `/${name}`).join('\n')}\n`;
}

/**
 * True when a line `/name` stands there and no later line takes anything back. Narrower than git, which reads patterns: good
 * enough to be sure, not to know.
 */
export function ignoresByName(gitignore: string, name: string): boolean {
  const lines = gitignore.split(/\r?\n/).map((line) => line.trimEnd());
  const at = lines.lastIndexOf(`/${name}`);
  return at >= 0 && !lines.slice(at + 1).some((line) => line.startsWith('!'));
}
