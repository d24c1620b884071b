import { resourceKind } from './resources.ts';

const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u;

/** Kinds whose names are DNS labels (documented: Object Names and IDs); those of other kinds are DNS subdomains. */
const labelled = ['namespaces', 'services'];

/** Groups whose kinds allow more in names, such as `system:node` (documented for RBAC). */
const liberal = ['rbac.authorization.k8s.io', 'certificates.k8s.io'];

/** Why an object of a built-in kind cannot have this name; undefined when it can, or when the kind allows more. */
export const nameProblem = (plural: string, name: string): string | undefined => {
  const kind = resourceKind(plural);
  if (kind === undefined || liberal.includes(kind.group)) return undefined;
  const longest = labelled.includes(plural) ? 63 : 253;
  if (name.length > longest) return `It has ${name.length} characters; ${longest} are allowed.`;
  const parts = labelled.includes(plural) ? [name] : name.split('.');
  if (parts.every((part) => label.test(part))) return undefined;
  return labelled.includes(plural)
    ? 'It may hold a to z, 0 to 9 and hyphens, and begins and ends with a letter or digit.'
    : 'It may hold a to z, 0 to 9, hyphens and dots, and each part begins and ends with a letter or digit.';
};
