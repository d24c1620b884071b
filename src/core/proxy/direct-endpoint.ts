import { err, ok, type Result } from '../result.ts';
import { textProblem } from '../access/text-shape.ts';
import type { InputProblem } from '../input-problem.ts';
import { readUpstream, upstreamAddress } from './upstream.ts';

/** What a proxy adds, and so what is lost without one; each a sentence. */
const lostWithoutProxy: readonly string[] = [
  'Pod logs: the API server sends them as text, which SQL Server can only ask for in a way that the API server refuses (406).',
  'PATCH, and with it restart and server-side apply: SQL Server cannot send the content types that Kubernetes wants.',
  "kubectl's table of pods: lists come whole, about 28 times larger, and their status is worked out here.",
  'The allow-list of paths: a stolen token can send anything that its roles allow, from wherever the API server is reachable.',
  'Errors that are not JSON (404 of an unknown path, 429) arrive without their text.',
];

/** A text for people who let SQL Server call the API server itself. */
export function directEndpointText(url: string): Result<string, readonly InputProblem[]> {
  const upstream = readUpstream({ url });
  if (!upstream.ok) return err(upstream.error);
  const endpoint = `https://${upstreamAddress(upstream.value)}`.replace(/:443$/, '');
  const { host } = upstream.value;
  if (host.value.includes(':')) {
    const fix = 'Use a name that its certificate carries.';
    return err([textProblem('url', url, 'is an IPv6 address, which the procedure refuses', fix)]);
  }
  return ok(`# SQL Server calls the Kubernetes API directly

Endpoint: \`${endpoint}\`

**Unproven.** SQL Kube's tests have no real SQL Server, and people who tried this reported certificate errors that they
could not solve. What is known: SQL Server must trust the cluster's own CA, and the API server's certificate must carry
the name or address \`${host.value}\`. Put a proxy in between when the proof call fails for either reason.

## What it takes

1. Cluster admin: \`kubectl config view --raw --minify --output jsonpath='{.clusters[0].cluster.certificate-authority-data}' | base64 --decode > cluster-ca.crt\`
2. Cluster admin: look whether the certificate carries the host: \`openssl s_client -connect ${upstreamAddress(upstream.value)} </dev/null | openssl x509 -noout -ext subjectAltName\`
3. DBA: \`cluster-ca.crt\` goes into SQL Server's trust folder, as the trust script of this run book has it. That CA vouches for
   every name in the cluster and nobody limited it: SQL Server then trusts all that it signed.
4. DBA: credential, grants and proof call as with a proxy.

## What is lost

${lostWithoutProxy.map((line) => `- ${line}`).join('\n')}
`);
}
