import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { SqlText } from '../tsql/quoting.ts';
import { checkSecrets } from './check-secrets.ts';
import type { Setup, SetupSecrets } from './options.ts';
import type { InputProblem } from '../input-problem.ts';
import { auditStep } from './sql-audit.ts';
import { credentialStep } from './sql-credential.ts';
import { grantsStep } from './sql-grants.ts';
import { masterKeyStep } from './sql-master-key.ts';
import { proofStep } from './sql-proof.ts';
import { switchStep } from './sql-switch.ts';
import type { SqlBatch, SqlStep } from './step.ts';

/** The steps in SQL Server, in the order in which they run; the undo goes the other way round. */
export const sqlSteps = (setup: Setup): readonly SqlStep[] => [
  switchStep(setup),
  masterKeyStep(setup),
  credentialStep(setup),
  grantsStep(setup),
  proofStep(setup),
  ...(setup.audit ? [auditStep()] : []),
];

/** A batch as it is sent: alone, without parameters. `secret` is true when it must never be logged or shown. */
export interface RunnableBatch {
  readonly does: string;
  readonly secret: boolean;
  readonly sql: SqlText;
}

/** Batches with the secrets in them, for running through a connection; refuses secrets that SQL Server would not take. */
export const runnableBatches = (
  batches: readonly SqlBatch[],
  secrets: Partial<SetupSecrets>,
): Result<readonly RunnableBatch[], readonly InputProblem[]> => {
  const wanted = batches.flatMap(({ secret }) => secret ?? []);
  const problems = checkSecrets(secrets, wanted);
  if (problems.length > 0) return err(problems);
  const given: SetupSecrets = { token: '', masterKeyPassword: '', ...secrets };
  return ok(batches.map(({ does, secret, text }) => ({ does, secret: secret !== undefined, sql: text(given) })));
};
