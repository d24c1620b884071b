import { accessCauses } from './causes/access.ts';
import { networkCauses } from './causes/network.ts';
import { proxyCauses } from './causes/proxy.ts';
import { sqlServerCauses } from './causes/sql-server.ts';
import { tlsCauses } from './causes/tls.ts';
import { vscodeCauses } from './causes/vscode.ts';

/** Everything that can be broken, by its code, in the order of the chain. Which symptom it has, the symptoms’ entries say. */
export const causes = {
  ...vscodeCauses,
  ...sqlServerCauses,
  ...networkCauses,
  ...tlsCauses,
  ...proxyCauses,
  ...accessCauses,
} as const;

/** The stable code of a cause. */
export type CauseCode = keyof typeof causes;
