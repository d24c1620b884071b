import { acceptNotKubernetes } from './accept-not-kubernetes.ts';
import { acceptRefused } from './accept-refused.ts';
import { apiVersionRemoved } from './api-version-removed.ts';
import { argumentOrder } from './argument-order.ts';
import { argumentTwice } from './argument-twice.ts';
import { argumentUnknown } from './argument-unknown.ts';
import { callInLoop } from './call-in-loop.ts';
import { callInTransaction } from './call-in-transaction.ts';
import { callInTrigger } from './call-in-trigger.ts';
import { contentTypeRefused } from './content-type-refused.ts';
import { credentialInMaster } from './credential-in-master.ts';
import { credentialNotPrefix } from './credential-not-prefix.ts';
import { credentialPort } from './credential-port.ts';
import { credentialQuery } from './credential-query.ts';
import { credentialTooLong } from './credential-too-long.ts';
import { deleteCollection } from './delete-collection.ts';
import { dynamicSqlQuotename } from './dynamic-sql-quotename.ts';
import { dynamicSqlUnescaped } from './dynamic-sql-unescaped.ts';
import { fieldValidation } from './field-validation.ts';
import { headerDuplicate } from './header-duplicate.ts';
import { headerEmpty } from './header-empty.ts';
import { headerForbidden } from './header-forbidden.ts';
import { headerNotAscii } from './header-not-ascii.ts';
import { headerOverwritten } from './header-overwritten.ts';
import { headersNotFlat } from './headers-not-flat.ts';
import { headersTooLong } from './headers-too-long.ts';
import { jsonValueOnObject } from './json-value-on-object.ts';
import { jsonValueTooLong } from './json-value-too-long.ts';
import { listWithoutLimit } from './list-without-limit.ts';
import { logAsJson } from './log-as-json.ts';
import { logWithoutLimit } from './log-without-limit.ts';
import { methodMissing } from './method-missing.ts';
import { methodUnknown } from './method-unknown.ts';
import { objectName } from './object-name.ts';
import { patchWithoutType } from './patch-without-type.ts';
import { pathClusterScoped } from './path-cluster-scoped.ts';
import { pathGroup } from './path-group.ts';
import { pathNamespace } from './path-namespace.ts';
import { pathPlural } from './path-plural.ts';
import { payloadElsewhere } from './payload-elsewhere.ts';
import { payloadIgnored } from './payload-ignored.ts';
import { payloadInvalid } from './payload-invalid.ts';
import { payloadMissing } from './payload-missing.ts';
import { postToItem } from './post-to-item.ts';
import { proxyHeaderValue } from './proxy-header-value.ts';
import { putToCollection } from './put-to-collection.ts';
import { queryTooLong } from './query-too-long.ts';
import { queryUnknown } from './query-unknown.ts';
import { responseNotOutput } from './response-not-output.ts';
import { responseTooShort } from './response-too-short.ts';
import { responseWithoutResult } from './response-without-result.ts';
import { retryOutOfRange } from './retry-range.ts';
import { retryRepeatsPost } from './retry-repeats-post.ts';
import { returnValueNotCaptured } from './return-value-not-captured.ts';
import { returnValueNotTested } from './return-value-not-tested.ts';
import type { Rule } from './rule.ts';
import { secretLiteral } from './secret-literal.ts';
import { stream } from './stream.ts';
import { tableWithoutIncludeObject } from './table-without-include-object.ts';
import { timeoutInTrigger } from './timeout-in-trigger.ts';
import { timeoutOutOfRange } from './timeout-range.ts';
import { tokenLiteral } from './token-literal.ts';
import { urlHost } from './url-host.ts';
import { urlMalformed } from './url-malformed.ts';
import { urlMissing } from './url-missing.ts';
import { urlNotHttps } from './url-not-https.ts';
import { urlTooLong } from './url-too-long.ts';

/** Every rule, in the order in which the documentation lists them. */
export const allRules: readonly Rule[] = [
  methodMissing,
  methodUnknown,
  argumentUnknown,
  argumentTwice,
  argumentOrder,
  urlMissing,
  urlMalformed,
  urlNotHttps,
  urlHost,
  urlTooLong,
  queryTooLong,
  headersNotFlat,
  headerEmpty,
  headerDuplicate,
  headerNotAscii,
  headersTooLong,
  headerForbidden,
  headerOverwritten,
  contentTypeRefused,
  acceptRefused,
  acceptNotKubernetes,
  tokenLiteral,
  secretLiteral,
  timeoutOutOfRange,
  retryOutOfRange,
  retryRepeatsPost,
  returnValueNotCaptured,
  returnValueNotTested,
  responseNotOutput,
  responseTooShort,
  responseWithoutResult,
  jsonValueOnObject,
  jsonValueTooLong,
  callInTransaction,
  callInTrigger,
  timeoutInTrigger,
  callInLoop,
  credentialNotPrefix,
  credentialPort,
  credentialQuery,
  credentialTooLong,
  credentialInMaster,
  payloadInvalid,
  payloadIgnored,
  payloadMissing,
  payloadElsewhere,
  pathGroup,
  pathPlural,
  pathNamespace,
  pathClusterScoped,
  apiVersionRemoved,
  postToItem,
  putToCollection,
  deleteCollection,
  queryUnknown,
  patchWithoutType,
  proxyHeaderValue,
  stream,
  logAsJson,
  logWithoutLimit,
  listWithoutLimit,
  tableWithoutIncludeObject,
  fieldValidation,
  objectName,
  dynamicSqlUnescaped,
  dynamicSqlQuotename,
];
