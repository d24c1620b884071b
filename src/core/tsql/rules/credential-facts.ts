import { credentialNameProblem } from '../../rest/credential-name.ts';
import type { CredentialNameProblem } from '../../rest/credential-name.ts';
import { authority, readEndpointUrl } from '../../rest/endpoint-url.ts';
import { identifierProblem, quoteIdentifier } from '../quoting.ts';
import type { CallFacts } from './call-facts.ts';
import { fixes } from './edits.ts';
import { once } from './once.ts';
import type { Fix } from './rule.ts';
import { urlProblem } from './url-facts.ts';

/** Why the credential named in a call may not serve its URL; undefined when it may, or when either is not known. */
export const credentialProblem = once((facts: CallFacts): CredentialNameProblem | undefined => {
  const [name, url] = [facts.text('@credential'), facts.text('@url')];
  if (name === undefined || url === undefined || urlProblem(facts) !== undefined) return undefined;
  return credentialNameProblem(name.value, url.value);
});

/** Names the credential that scheme, host and port of the URL ask for. */
export const useOrigin = (facts: CallFacts): { readonly fixes?: readonly Fix[] } => {
  const url = facts.text('@url');
  const read = url === undefined ? undefined : readEndpointUrl(url.value);
  const value = facts.argument('@credential')?.value;
  if (read?.ok !== true || value === undefined || value.kind === 'variable') return {};
  const name = `https://${authority(read.value)}`;
  if (identifierProblem(name) !== undefined) return {};
  return fixes(`Use the credential ${name}`, { span: value.span, text: quoteIdentifier(name) });
};
