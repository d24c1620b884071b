/**
 * What the set-up commands do: a bundle of its own, loaded when the first of them is called. The commands themselves only say
 * what they need.
 */
export { createSql } from './create-sql.ts';
export { exportRunBook } from './export-run-book.ts';
export { openSetup } from './open-setup.ts';
export { runSql } from './run-sql.ts';
