import { accessCheck } from './access-check.ts';
import { accessChoose } from './access-choose.ts';
import { certificateCreate } from './certificate-create.ts';
import { certificateInspect } from './certificate-inspect.ts';
import { certificateRenew } from './certificate-renew.ts';
import { clusterApply } from './cluster-apply.ts';
import { clusterRemove } from './cluster-remove.ts';
import { callChooseConnection } from './call-choose-connection.ts';
import { callCopyCurl, callCopyKubectl } from './call-copy.ts';
import { callInsert } from './call-insert.ts';
import { callRun } from './call-run.ts';
import { clustersClearFilter } from './clusters-clear-filter.ts';
import { clustersFilter } from './clusters-filter.ts';
import { clustersRefresh } from './clusters-refresh.ts';
import { clustersShowAll } from './clusters-show-all.ts';
import { clustersShowProblemsOnly } from './clusters-show-problems-only.ts';
import { clustersStop } from './clusters-stop.ts';
import { connectionAdd } from './connection-add.ts';
import { connectionConnect } from './connection-connect.ts';
import { connectionDisconnect } from './connection-disconnect.ts';
import { connectionEdit } from './connection-edit.ts';
import { connectionImport } from './connection-import.ts';
import { connectionRemove } from './connection-remove.ts';
import { connectionTest } from './connection-test.ts';
import { diagnosticsCopy } from './diagnostics-copy.ts';
import { doctorCopy } from './doctor-copy.ts';
import { doctorExplainCheck } from './doctor-explain-check.ts';
import { doctorFix } from './doctor-fix.ts';
import { doctorRun } from './doctor-run.ts';
import { doctorRunCheck } from './doctor-run-check.ts';
import { doctorShowChain } from './doctor-show-chain.ts';
import { doctorShowJson } from './doctor-show-json.ts';
import { doctorShowReport } from './doctor-show-report.ts';
import { doctorStop } from './doctor-stop.ts';
import { endpointAdd } from './endpoint-add.ts';
import { endpointEdit } from './endpoint-edit.ts';
import { endpointRemove } from './endpoint-remove.ts';
import { endpointTest } from './endpoint-test.ts';
import { errorDecode } from './error-decode.ts';
import { expiryReview } from './expiry-review.ts';
import { failureCopy } from './failure-copy.ts';
import { failureExplain } from './failure-explain.ts';
import { failureRetry } from './failure-retry.ts';
import { historyClear } from './history-clear.ts';
import { historyShow } from './history-show.ts';
import { logShow } from './log-show.ts';
import { podDescribe } from './pod-describe.ts';
import { podShowLogs } from './pod-show-logs.ts';
import { podsLoadAll } from './pods-load-all.ts';
import { podsLoadMore } from './pods-load-more.ts';
import { proxyCreateManifests } from './proxy-create-manifests.ts';
import { proxyDirect } from './proxy-direct.ts';
import { responseOpenCsv, responseShowBatch } from './response-links.ts';
import { rowCopyName } from './row-copy-name.ts';
import { rowRefresh } from './row-refresh.ts';
import { sandboxBreak } from './sandbox-break.ts';
import { sandboxStart } from './sandbox-start.ts';
import { sandboxStop } from './sandbox-stop.ts';
import { secretsForget } from './secrets-forget.ts';
import { setupCreateSql } from './setup-create-sql.ts';
import { setupExportRunBook } from './setup-export-run-book.ts';
import { setupOpen } from './setup-open.ts';
import { setupRunSql } from './setup-run-sql.ts';
import { setupUndoSql } from './setup-undo-sql.ts';
import { tokenRequest } from './token-request.ts';
import { tokenRotate } from './token-rotate.ts';
import type { AnyCommand } from './register.ts';

/** Every command of the extension. A test compares this with package.json. */
export const commandTable: readonly AnyCommand[] = [
  accessCheck,
  accessChoose,
  certificateCreate,
  certificateInspect,
  certificateRenew,
  clusterApply,
  clusterRemove,
  callChooseConnection,
  callCopyCurl,
  callCopyKubectl,
  callInsert,
  callRun,
  clustersClearFilter,
  clustersFilter,
  clustersRefresh,
  clustersShowAll,
  clustersShowProblemsOnly,
  clustersStop,
  connectionAdd,
  connectionConnect,
  connectionDisconnect,
  connectionEdit,
  connectionImport,
  connectionRemove,
  connectionTest,
  diagnosticsCopy,
  doctorCopy,
  doctorExplainCheck,
  doctorFix,
  doctorRun,
  doctorRunCheck,
  doctorShowChain,
  doctorShowJson,
  doctorShowReport,
  doctorStop,
  endpointAdd,
  endpointEdit,
  endpointRemove,
  endpointTest,
  errorDecode,
  expiryReview,
  failureCopy,
  failureExplain,
  failureRetry,
  historyClear,
  historyShow,
  logShow,
  podDescribe,
  podShowLogs,
  podsLoadAll,
  podsLoadMore,
  proxyCreateManifests,
  proxyDirect,
  responseOpenCsv,
  responseShowBatch,
  rowCopyName,
  rowRefresh,
  sandboxBreak,
  sandboxStart,
  sandboxStop,
  secretsForget,
  setupCreateSql,
  setupExportRunBook,
  setupOpen,
  setupRunSql,
  setupUndoSql,
  tokenRequest,
  tokenRotate,
];
