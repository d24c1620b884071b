import type { CheckCode } from './checks.ts';
import type { Verdict } from './finding.ts';
import { judgeAccess, judgePods, judgeQuota, judgeTable } from './judge-access.ts';
import { judgeExpiry, judgeKubeconfig, judgeSize, judgeTime } from './judge-answer.ts';
import { judgeApiServer, judgeAudience, judgeToken, judgeTokenExpiry, judgeUpstream } from './judge-api.ts';
import { judgeCredential, judgeCredentialIdentity, judgeCredentialName } from './judge-credential.ts';
import { judgeCaFile, judgeErrorLog } from './judge-host.ts';
import { judgeName, judgeTcp } from './judge-network.ts';
import { judgePatch, judgeProxyAnswer, judgeProxyHash, judgeProxyVersion } from './judge-proxy.ts';
import {
  judgeDatabase,
  judgeLogin,
  judgeMasterKey,
  judgePermission,
  judgeSwitch,
  judgeVersion,
} from './judge-server.ts';
import { judgeHere } from './judge-here.ts';
import { judgeDates, judgeProtocol, judgeTlsName, judgeTrust, judgeUsage } from './judge-tls.ts';
import type { Probes } from './probes.ts';

/** How each check is judged, from looks that checks share. */
export const judges: Readonly<Record<CheckCode, (probes: Probes) => Promise<Verdict>>> = {
  login: judgeLogin,
  version: judgeVersion,
  switch: judgeSwitch,
  permission: judgePermission,
  database: judgeDatabase,
  'master-key': judgeMasterKey,
  credential: judgeCredential,
  'credential-name': judgeCredentialName,
  'credential-identity': judgeCredentialIdentity,
  name: judgeName,
  tcp: judgeTcp,
  'tls-protocol': judgeProtocol,
  'tls-trust': judgeTrust,
  'tls-name': judgeTlsName,
  'tls-dates': judgeDates,
  'tls-usage': judgeUsage,
  'certificate-here': judgeHere,
  'ca-file': judgeCaFile,
  'error-log': judgeErrorLog,
  'proxy-answer': judgeProxyAnswer,
  'proxy-version': judgeProxyVersion,
  'proxy-hash': judgeProxyHash,
  upstream: judgeUpstream,
  'api-server': judgeApiServer,
  token: judgeToken,
  'token-expiry': judgeTokenExpiry,
  'token-audience': judgeAudience,
  access: judgeAccess,
  pods: judgePods,
  quota: judgeQuota,
  table: judgeTable,
  patch: judgePatch,
  'answer-size': judgeSize,
  'answer-time': judgeTime,
  expiry: judgeExpiry,
  kubeconfig: judgeKubeconfig,
};
