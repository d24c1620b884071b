/** How we know a thing about SQL Server: somebody measured it, Microsoft documents it, it follows from those two, or we judge it likely. */
export type Evidence = 'observed' | 'documented' | 'derived' | 'inferred';

/** A rule of the procedure together with the ground it stands on. */
export interface Fact<T> {
  readonly value: T;
  readonly evidence: Evidence;
  /** What to open to check it: a page title, a message number, a published definition or capture. */
  readonly source: string;
}

/** The documentation page that most rules come from (revision of December 2025, the first with @retry_count). */
export const procedurePage = 'Microsoft Learn: sp_invoke_external_rest_endpoint (Transact-SQL)';
