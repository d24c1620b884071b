import type { Failure } from '../core/failure.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { EndpointFacts, Link } from '../sql/cluster-reader.ts';
import type { CommandContext } from './command.ts';

/** What a real call found. */
export interface EndpointProof {
  readonly facts: EndpointFacts;
  readonly namespaces: number;
}

/** Lets SQL Server call the endpoint for real: version and namespaces. */
export async function proveEndpoint(context: CommandContext, link: Link): Promise<Result<EndpointProof, Failure>> {
  const { server } = link.target.profile;
  return await context.prompts.progress(`${server} calls ${link.endpoint.url}`, async (signal, report) => {
    const reader = await context.reader();
    report('asking for the version');
    const facts = await reader.probeEndpoint(link, signal);
    if (!facts.ok) return facts;
    report('asking for namespaces');
    const namespaces = await reader.namespaces(link, signal);
    return namespaces.ok ? ok({ facts: facts.value, namespaces: namespaces.value.length }) : err(namespaces.error);
  });
}

/** The proof in one sentence. */
export function endpointText(link: Link, { facts, namespaces }: EndpointProof): string {
  const proxy = facts.proxy
    ? 'its proxy translates headers, so lists are small and logs can be read'
    : 'its proxy does not translate headers: lists are read in full, logs cannot be read';
  const found = namespaces === 1 ? '1 namespace' : `${namespaces} namespaces`;
  // What matters comes first: VS Code folds a toast without buttons to its first line.
  return `Kubernetes ${facts.kubernetesVersion} answers, with ${found}. ${link.target.profile.server} reaches it at ${link.endpoint.url}; ${proxy}.`;
}
