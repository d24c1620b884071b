import { join } from 'node:path';
import { openFile } from '../../core/files/planned-file.ts';
import { ok } from '../../core/result.ts';
import { renderSingleRunBook } from '../../core/setup/single-run-book.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { clusterSide } from './cluster-side.ts';
import { pickSetup } from './pick-setup.ts';

const title = 'Export Run Book';

/** One Markdown file with all steps, owners, scripts, checks and the way back. */
export async function exportRunBook(context: CommandContext, url?: string): Promise<Outcome> {
  const written = await pickSetup(context, title, url);
  if (written === undefined) return undefined;
  const { plan, record } = written;
  const cluster = clusterSide(record);
  if (!cluster.ok) return cluster;
  const text = renderSingleRunBook({ ...plan, inCluster: cluster.value.steps }, cluster.value.files);
  const folder = await context.files.chooseFolder({ title, step: 1, of: 1 }, `sqlkube/${plan.trust.host}`);
  if (folder.kind !== 'value') return undefined;
  const name = `run-book-${plan.trust.host}.md`;
  const file = openFile(name, 'run book with every script in it', text);
  const done = await context.files.write(title, folder.value, { files: [file] });
  if (!done.ok) return done;
  await context.open(name, text);
  await context.prompts.tell(
    'info',
    `The run book is in ${join(folder.value, name)}. It holds no secrets: each owner does their own steps from it.`,
  );
  return ok(true);
}
