/** One file to write, below the folder that the user chose. */
export interface PlannedFile {
  /** Relative, with `/`; made of names that we chose, never of typed text that was not checked. */
  readonly path: string;
  readonly content: string;
  /** Permission bits where the file system has them. */
  readonly mode: number;
  /** True for private keys: never shown, never logged, never committed. */
  readonly secret: boolean;
  /** What it is, as a heading of a preview: `CA certificate`. */
  readonly title: string;
  /** What is lost when a different file of this name is replaced. A sentence. */
  readonly loss: string;
}

/** Everything that one command writes, in the order in which it is best written: keys before what refers to them. */
export interface FilePlan {
  readonly files: readonly PlannedFile[];
}

/** A text that anybody may read, such as a script or a manifest. */
export const openFile = (path: string, title: string, content: string): PlannedFile => ({
  path,
  content,
  mode: 0o644,
  secret: false,
  title,
  loss: 'What was changed in it by hand is gone.',
});

/**
 * Why a relative path must not be written to, as a clause; undefined when it may. Generators choose their names themselves,
 * so this is a second lock on the same door.
 */
export function pathFault(path: string): string | undefined {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'leaves its folder';
  return /^[\w. -]+$/.test(parts.join('')) && parts.every((part) => !/[. ]$/.test(part))
    ? undefined
    : 'has characters that not every file system takes';
}
