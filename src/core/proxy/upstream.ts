import { checkText, shapes, textProblem } from '../access/text-shape.ts';
import type { InputProblem } from '../input-problem.ts';
import { parseHostName } from '../pki/host-name.ts';
import { err, ok, type Result } from '../result.ts';
import { apiServerName } from './nginx-options.ts';
import type { Upstream, UpstreamWish } from './proxy-plan.ts';

/** In every namespace, kept up to date by the controller manager (documented, since Kubernetes 1.20). */
export const rootCa = 'kube-root-ca.crt';

const pattern = /^https:\/\/(?:\[([^\]/?#@]+)\]|([^/?#@:[\]]+))(?::(\d{1,5}))?\/?$/;

/** Reads where the API server is; without a wish it is the one of the proxy's own cluster. */
export function readUpstream(wish: UpstreamWish | undefined): Result<Upstream, readonly InputProblem[]> {
  const { url = `https://${apiServerName}`, serverName, verifyDepth, caConfigMap = rootCa } = wish ?? {};
  const parts = pattern.exec(url);
  const host = parseHostName(parts?.[1] ?? parts?.[2] ?? '');
  const port = Number(parts?.[3] ?? 443);
  const name = serverName === undefined ? undefined : parseHostName(serverName);
  const problems = [
    ...(host.ok ? [] : [textProblem('upstream.url', url, 'is not an https address', 'Write https://host:port.')]),
    ...(port >= 1 && port <= 65_535
      ? []
      : [textProblem('upstream.url', url, 'has no port from 1 to 65535', 'Write https://host:port.')]),
    // nginx compares names only (observed, 1.22.1).
    ...(serverName === undefined || (name?.ok === true && name.value.kind === 'dns')
      ? []
      : [textProblem('upstream.serverName', serverName, 'is not a DNS name', `Use a name, such as ${apiServerName}.`)]),
    ...(verifyDepth === undefined || (Number.isInteger(verifyDepth) && verifyDepth >= 1 && verifyDepth <= 20)
      ? []
      : [textProblem('upstream.verifyDepth', String(verifyDepth), 'is not from 1 to 20', 'Usually 4 is enough.')]),
    ...checkText('upstream.caConfigMap', caConfigMap, shapes.subdomain),
  ];
  if (problems.length > 0 || !host.ok) return err(problems);
  return ok({
    host: host.value,
    port,
    isOwnCluster: host.value.value === apiServerName,
    caConfigMap,
    ...(name?.ok === true ? { serverName: name.value.value } : {}),
    ...(verifyDepth === undefined ? {} : { verifyDepth }),
  });
}

/** `host:port`, IPv6 in brackets. */
export const upstreamAddress = ({ host, port }: Pick<Upstream, 'host' | 'port'>): string =>
  `${host.value.includes(':') ? `[${host.value}]` : host.value}:${port}`;
