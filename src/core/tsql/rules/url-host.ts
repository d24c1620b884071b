import type { ProcedureRule } from './rule.ts';
import { authoritySpan, urlProblem } from './url-facts.ts';

const why = (host: string): string => {
  if (host.includes('@')) return 'A user name in the URL is refused; sign in by @credential.';
  if (host.startsWith('[')) return 'An IPv6 address is refused; use a name that SQL Server’s host can resolve.';
  return 'A host may hold letters, digits, hyphens, underscores and dots; write other names in their ASCII form.';
};

/** Msg 31614 (documented). */
export const urlHost: ProcedureRule = {
  name: 'url-host',
  about: 'procedure',
  severity: 'error',
  summary: 'The host of the URL holds characters that SQL Server refuses, as an IPv6 address does.',
  // No fix: only the author knows the name.
  check: (facts) => {
    const found = urlProblem(facts);
    return found?.problem.kind === 'host-characters'
      ? [
          {
            span: authoritySpan(facts, found.text),
            message: `SQL Server refuses this host. ${why(found.problem.host)}`,
          },
        ]
      : [];
  },
};
