import type { StatementKind } from '../contracts.ts';
import { blockKind } from './block.ts';
import { createProcedureKind, dropProcedureKind } from './create-procedure.ts';
import { createTableKind } from './create-table.ts';
import { declareKind } from './declare.ts';
import { deleteKind } from './delete.ts';
import { dropTableKind } from './drop-table.ts';
import { execKind, execTextKind } from './exec.ts';
import { ifKind } from './if.ts';
import { insertKind } from './insert.ts';
import { loopControlKind } from './loop-control.ts';
import { printKind } from './print.ts';
import { raiseErrorKind } from './raiserror.ts';
import { returnKind } from './return.ts';
import { selectKind } from './select.ts';
import { setOptionKind } from './set-option.ts';
import { setVariableKind } from './set.ts';
import { throwKind } from './throw.ts';
import { transactionKind } from './transaction.ts';
import { truncateKind } from './truncate.ts';
import { tryKind } from './try-catch.ts';
import { updateKind } from './update.ts';
import { waitForKind } from './waitfor.ts';
import { whileKind } from './while.ts';

/** The statements that the engine knows by itself. `execKind` is last: it takes a first word that is none of the others. */
export const engineStatements: readonly StatementKind[] = [
  selectKind,
  declareKind,
  setVariableKind,
  setOptionKind,
  printKind,
  ifKind,
  whileKind,
  loopControlKind,
  tryKind,
  transactionKind,
  blockKind,
  throwKind,
  raiseErrorKind,
  returnKind,
  waitForKind,
  insertKind,
  updateKind,
  deleteKind,
  truncateKind,
  createTableKind,
  dropTableKind,
  createProcedureKind,
  dropProcedureKind,
  execTextKind,
  execKind,
];
