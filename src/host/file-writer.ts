import { basename, dirname, join } from 'node:path';
import type { Failure } from '../core/failure.ts';
import type { Existing, FileConflict } from '../core/files/conflict.ts';
import { extendGitignore } from '../core/files/gitignore.ts';
import { openFile, pathFault, type FilePlan, type PlannedFile } from '../core/files/planned-file.ts';
import { err, ok, type Result } from '../core/result.ts';
import { askToWrite, type FilePreview, type PlannedPlace } from './file-question.ts';
import { errorCode, type FileSystem } from './file-system.ts';
import { writeAll } from './file-transaction.ts';
import { gitState, type RunGit } from './git-guard.ts';
import type { Answer, Place, Prompts } from './prompts.ts';
import { describeFault, describeUnreadable, refused } from './write-faults.ts';

/** What was done. */
export interface Written {
  readonly folder: string;
  /** Absolute paths, those that held the very same text already included. */
  readonly paths: readonly string[];
}

/** What it stands on. */
export interface FileWriterParts {
  readonly files: FileSystem;
  readonly git: RunGit;
  readonly prompts: Prompts;
  readonly preview: FilePreview;
  /** Folders to suggest: those of the workspace that lie on a disk, else the user's own. */
  readonly homes: () => readonly string[];
  /** True for a file that is open in an editor with changes that were not saved. */
  readonly isUnsaved: (path: string) => boolean;
  readonly findConflicts: (plan: FilePlan, existing: ReadonlyMap<string, Existing>) => Promise<readonly FileConflict[]>;
  /** Differs with each call. */
  readonly newId: () => string;
}

/**
 * The one way in which this extension writes files that people asked for: it shows what would be written and what is there,
 * asks, and then writes all or nothing. Private keys are kept out of git, and readable by their owner alone.
 */
export class FileWriter {
  readonly #parts: FileWriterParts;

  constructor(parts: FileWriterParts) {
    this.#parts = parts;
  }

  /** Asks for a folder: `name` below one of ours, or any other. */
  async chooseFolder(place: Place, name: string): Promise<Answer<string>> {
    const { prompts, homes } = this.#parts;
    const suggested = homes().map((home) => join(home, ...name.split('/')));
    const answer = await prompts.choose<string | undefined>({
      place,
      prompt: 'The folder for the files. Next: see what is written before it is.',
      choices: [
        ...suggested.map((folder) => ({ label: folder, description: 'made when it is not there', value: folder })),
        { label: 'Another Folder…', value: undefined },
      ],
    });
    if (answer.kind !== 'value') return answer;
    if (answer.value !== undefined) return { kind: 'value', value: answer.value };
    const picked = await prompts.pickPath({
      kind: 'folder',
      title: place.title,
      button: 'Use This Folder',
      ...(homes()[0] !== undefined && { start: homes()[0] }),
    });
    return picked === undefined ? await this.chooseFolder(place, name) : { kind: 'value', value: picked };
  }

  /** A file of a folder; a failure says why not. */
  async read(folder: string, name: string): Promise<Result<Uint8Array, Failure>> {
    const path = join(folder, name);
    try {
      return ok(await this.#parts.files.read(path));
    } catch (thrown) {
      return refused(describeUnreadable(path, errorCode(thrown)));
    }
  }

  /** `what` stands in the question's title, such as `Create Certificates`. Cancelled when the user says no. */
  async write(what: string, folder: string, plan: FilePlan): Promise<Result<Written, Failure>> {
    const wrong = plan.files.find(({ path }) => pathFault(path) !== undefined);
    if (wrong !== undefined) throw new Error(`A planned path ${pathFault(wrong.path) ?? ''}`);
    try {
      const guarded = await this.#guardKeys(folder, plan);
      if (!guarded.ok) return guarded;
      const places = await this.#look(folder, guarded.value);
      if (!places.ok) return places;
      const { prompts, preview } = this.#parts;
      if (!(await askToWrite({ prompts, preview }, { what, folder, places: places.value }))) {
        return err({ kind: 'cancelled' });
      }
      return await this.#commit(folder, places.value);
    } catch (thrown) {
      return refused(describeFault(folder, errorCode(thrown), []));
    }
  }

  /** The plan, with a longer .gitignore in front where git would commit a key. */
  async #guardKeys(folder: string, plan: FilePlan): Promise<Result<FilePlan, Failure>> {
    const { files, git, prompts } = this.#parts;
    const exposed = new Map<string, string[]>();
    for (const { path } of plan.files.filter(({ secret }) => secret)) {
      const state = await gitState(join(folder, path), files, git);
      if (state === 'tracked') {
        return refused(
          `${join(folder, path)} is a file that git tracks. A private key written there would be committed. ` +
            'Choose another folder, or take the file out of git first (git rm --cached).',
        );
      }
      const inside = dirname(path);
      if (state === 'exposed') exposed.set(inside, [...(exposed.get(inside) ?? []), basename(path)]);
    }
    if (exposed.size === 0) return ok(plan);
    const names = [...exposed.values()].flat().join(' and ');
    const detail =
      `${folder} belongs to a git repository, which would commit ${names}. SQL Kube adds them to a .gitignore beside ` +
      'them. Without that, no key is written here.';
    const agreed = await prompts.confirm(`Keep ${names} out of git?`, detail, 'Extend .gitignore');
    if (!agreed) return err({ kind: 'cancelled' });
    const ignores: PlannedFile[] = [];
    for (const [inside, keys] of exposed) {
      const path = inside === '.' ? '.gitignore' : `${inside}/.gitignore`;
      const there = await this.#existing(join(folder, path));
      const current = there?.kind === 'bytes' ? Buffer.from(there.bytes).toString('utf8') : '';
      ignores.push(openFile(path, 'keeps the private keys out of git', extendGitignore(current, keys)));
    }
    return ok({ files: [...ignores, ...plan.files] });
  }

  /** What is there, file by file. Refuses what cannot be replaced safely. */
  async #look(folder: string, plan: FilePlan): Promise<Result<readonly PlannedPlace[], Failure>> {
    const { files, isUnsaved, findConflicts } = this.#parts;
    const existing = new Map<string, Existing>();
    for (const { path } of plan.files) {
      const full = join(folder, path);
      const blocked = await this.#blocked(folder, path);
      if (blocked !== undefined) return refused(`${blocked} Nothing was written. Choose another folder.`);
      if (isUnsaved(full)) {
        return refused(
          `${full} is open with changes that are not saved. Nothing was written. Save or close it, then run this again.`,
        );
      }
      if ((await files.kind(full)) === undefined) continue;
      const there = await this.#existing(full);
      if (there?.kind === 'unreadable') {
        return refused(
          `${full} is there already and cannot be read (${there.detail}). It would be replaced unseen, so nothing was ` +
            'written. Move it away, or choose another folder.',
        );
      }
      if (there !== undefined) existing.set(path, there);
    }
    const conflicts = await findConflicts(plan, existing);
    const places = plan.files.map((file): PlannedPlace => {
      const conflict = conflicts.find((one) => one.file === file);
      const there = existing.get(file.path);
      const bytes = there?.kind === 'bytes' ? there.bytes : undefined;
      return { file, full: join(folder, file.path), there: bytes, conflict };
    });
    return ok(places);
  }

  async #existing(path: string): Promise<Existing | undefined> {
    const { files } = this.#parts;
    try {
      if ((await files.kind(path)) === undefined) return undefined;
      return { kind: 'bytes', bytes: await files.read(path) };
    } catch (thrown) {
      return { kind: 'unreadable', detail: errorCode(thrown) };
    }
  }

  /** A sentence when something other than files and folders is in the way: a link could lead anywhere. */
  async #blocked(folder: string, path: string): Promise<string | undefined> {
    const parts = path.split('/');
    for (const [at] of parts.entries()) {
      const here = join(folder, ...parts.slice(0, at + 1));
      const kind = await this.#parts.files.kind(here);
      if (kind === undefined) return undefined;
      const wanted = at === parts.length - 1 ? 'file' : 'folder';
      if (kind !== wanted)
        return `${here} should be a ${wanted} and is ${kind === 'other' ? 'a device' : `a ${kind}`}.`;
    }
    return undefined;
  }

  async #commit(folder: string, places: readonly PlannedPlace[]): Promise<Result<Written, Failure>> {
    const { files, newId } = this.#parts;
    // A key that is there already is written again all the same: its mode may be too open.
    const changed = places.filter(
      ({ there, conflict, file }) => there === undefined || conflict !== undefined || file.secret,
    );
    const changes = changed.map(({ full, there, file }) => ({
      path: full,
      bytes: Buffer.from(file.content),
      mode: file.mode,
      expected: there,
    }));
    const folders = await this.#missingFolders(changes.map(({ path }) => path));
    const done = await writeAll(files, folders, changes, newId().slice(0, 8));
    if (!done.ok) return refused(describeFault(done.error.path, done.error.code, done.error.left));
    return ok({ folder, paths: places.map(({ full }) => full) });
  }

  /** Outermost first. */
  async #missingFolders(paths: readonly string[]): Promise<readonly string[]> {
    const missing = new Set<string>();
    for (const path of paths) {
      const chain: string[] = [];
      let folder = dirname(path);
      while (!missing.has(folder) && (await this.#parts.files.kind(folder)) === undefined) {
        chain.unshift(folder);
        if (dirname(folder) === folder) break;
        folder = dirname(folder);
      }
      for (const one of chain) missing.add(one);
    }
    return [...missing];
  }
}

/** The writer as commands use it. */
export type Files = Pick<FileWriter, 'chooseFolder' | 'write' | 'read'>;
