/**
 * What is needed from the first connection or the first failure on, and not to register commands and views: a bundle of its
 * own, loaded by wiring on first use.
 */
export { explain } from './core/decode/explain.ts';
export { missing } from './core/decode/missing.ts';
export { describePod } from './core/describe/pod-description.ts';
export { renderDoctor } from './core/doctor/report.ts';
export { tokenClaims } from './core/kube/token.ts';
export { decodePasted } from './host/decode-place.ts';
export { createDiskWriter } from './host/disk-writer.ts';
export { readBytes } from './host/file-system.ts';
export { chainOfRun } from './host/run-finding.ts';
export { createDoctor } from './sql/doctor.ts';
export { createClusterReader } from './sql/reader.ts';
export { createScriptRunner } from './sql/script-runner.ts';
