/** One generated file. Its path is relative, with `/`, and fixed by us: no input becomes part of it. */
export interface SetupFile {
  readonly path: string;
  readonly text: string;
  /** Wants mode 0755. */
  readonly executable: boolean;
}

/** A file to read. */
export const plainFile = (path: string, text: string): SetupFile => ({ path, text, executable: false });

/** A file to run. */
export const scriptFile = (path: string, text: string): SetupFile => ({ path, text, executable: true });
