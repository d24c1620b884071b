/** The files of a single run book, read back from it: what its readers save. */
export const filesOfRunBook = (text: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const lines = text.slice(text.indexOf('\n## Files\n')).split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, path] = /^### `([^`]+)`$/u.exec(lines[at] ?? '') ?? [];
    const [, fence] = /^(`{3,})[a-z]+$/u.exec(lines[at + 2] ?? '') ?? [];
    if (path === undefined || fence === undefined) continue;
    const end = lines.indexOf(fence, at + 3);
    found.set(path, `${lines.slice(at + 3, end).join('\n')}\n`);
    at = end;
  }
  return found;
};
