export type { ClusterFailure } from './failure.ts';
