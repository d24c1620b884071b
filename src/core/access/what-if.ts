import { inlineCode } from '../setup/markdown.ts';
import { consequenceTable, grantText, runsContainers } from './consequences.ts';
import type { Access } from './grant.ts';

/** What an access means, as a document to be read before it is given: who, where, what, and what could go wrong. */
export function whatIfText(access: Access, newNamespaces: readonly string[]): string {
  const { account, scope, grants } = access;
  const where =
    scope.kind === 'cluster'
      ? 'the whole cluster, every namespace that is made later included'
      : `only the ${scope.namespaces.length === 1 ? 'namespace' : 'namespaces'} ${scope.namespaces.map(inlineCode).join(', ')}`;
  return `# What SQL Server may do in Kubernetes

Service account: ${inlineCode(`${account.namespace}/${account.name}`)}, in ${where}.

${consequenceTable(access)}
${runsContainers(access) ? `\n${containerAdvice(newNamespaces)}\n` : ''}
Every proxy forwards besides: its own health path, the API server's health and version, and questions about oneself
(SelfSubjectReview, SelfSubjectAccessReview, SelfSubjectRulesReview). They tell nothing of what is in the cluster.

Never, whatever is chosen: exec, attach, port-forward and proxy into pods, watch and follow, and headers that act as
somebody else.

## In kubectl's words

${grants.map((grant) => `- ${inlineCode(grantText(grant))}`).join('\n')}

The Role and the allow-list of the proxy are both made of these lines. In SQL Server the role that may call the endpoint is
made by the SQL Server set-up: whoever belongs to it can do all of the above.
`;
}

const containerAdvice = (newNamespaces: readonly string[]): string =>
  newNamespaces.length > 0
    ? `**It lets its holder run containers**, and so read every Secret and act as every service account of its namespace. That is why ${newNamespaces.map(inlineCode).join(', ')} is made for it, with Pod Security ${inlineCode('restricted')}. Let nothing else live there.`
    : '**It lets its holder run containers**, and so read every Secret and act as every service account of its namespaces. Give it a namespace in which nothing else lives, with Pod Security `restricted`.';
