import { plainFile } from '../src/core/setup/file.ts';
import type { SetupFile } from '../src/core/setup/file.ts';
import { expand, readSnippets } from '../test/support/snippet.ts';

/** Every snippet with its defaults filled in, as it stands in the editor once it is taken, below what it is for. */
export const snippetFiles = (): readonly SetupFile[] =>
  readSnippets().map(({ prefix, description, body }) =>
    plainFile(`${prefix}.sql`, `-- ${description}\n${expand(body).text.trimEnd()}\n`),
  );
