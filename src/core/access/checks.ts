import {
  connections,
  dangers,
  dangersOf,
  namespaceSubresources,
  reservedResources,
  type DangerName,
} from './danger.ts';
import type { InputProblem } from '../input-problem.ts';
import { checkText, checkTexts, shapes, textProblem } from './text-shape.ts';
import { grantVerbs, resourceText, type AccessAccount, type AccessScope, type Grant } from './grant.ts';

type Problems = readonly InputProblem[];

/** The service account's names. */
export const checkAccount = ({ namespace, name }: AccessAccount): Problems => [
  ...checkText('account.namespace', namespace, shapes.label),
  ...checkText('account.name', name, shapes.subdomain),
];

/** At least one namespace, each one's name. */
export function checkScope(scope: AccessScope): Problems {
  if (scope.kind === 'cluster') return [];
  if (scope.namespaces.length === 0) {
    return [textProblem('namespaces', '', 'is empty', 'Name at least one namespace, or choose the whole cluster.')];
  }
  return checkTexts('namespaces', scope.namespaces, shapes.label);
}

/** A grant that both a Role and the proxy can express, with nothing in it that was not confirmed. */
export function checkGrant(
  field: string,
  grant: Grant,
  scope: AccessScope,
  confirmed: readonly DangerName[],
): Problems {
  const spelling = [...checkSpelling(field, grant), ...checkNames(field, grant)];
  if (spelling.length > 0) return spelling;
  return [...checkMeaning(field, grant, scope), ...checkDangers(field, grant, confirmed)];
}

function checkSpelling(field: string, { verbs, group, resource, subresource }: Grant): Problems {
  const known: readonly string[] = grantVerbs;
  const verbFix = `Use some of ${grantVerbs.join(', ')}.`;
  return [
    ...(verbs.length === 0 ? [textProblem(`${field}.verbs`, '', 'is empty', verbFix)] : []),
    ...verbs
      .filter((verb) => !known.includes(verb))
      .map((verb) => textProblem(`${field}.verbs`, verb, 'is no verb that can be given', verbFix)),
    ...(group === '' ? [] : checkText(`${field}.group`, group, shapes.subdomain)),
    ...checkText(`${field}.resource`, resource, shapes.resource),
    ...(subresource === undefined ? [] : checkText(`${field}.subresource`, subresource, shapes.resource)),
  ];
}

function checkNames(field: string, { names, verbs, subresource }: Grant): Problems {
  if (names === undefined) return [];
  if (names.length === 0) {
    return [textProblem(`${field}.names`, '', 'is empty', 'Name at least one object, or leave the list out for all.')];
  }
  // RBAC compares names with the one in the path, and these requests have none there (documented: "Referring to resources").
  const nameless = verbs.filter((verb) => ['list', 'deletecollection'].includes(verb) || isCreation(verb, subresource));
  return [
    ...checkTexts(`${field}.names`, names, shapes.objectName),
    ...nameless.map((verb) =>
      textProblem(`${field}.verbs`, verb, 'cannot be limited to names', 'Give it without names, or leave it out.'),
    ),
  ];
}

const isCreation = (verb: string, subresource: string | undefined): boolean =>
  verb === 'create' && subresource === undefined;

function checkMeaning(field: string, grant: Grant, scope: AccessScope): Problems {
  const { verbs, group, resource, subresource } = grant;
  const refuse = (part: string, text: string, reason: string, fix: string): Problems => [
    textProblem(`${field}.${part}`, text, reason, fix),
  ];
  if (subresource !== undefined && connections.includes(subresource)) {
    return refuse(
      'subresource',
      subresource,
      'is never forwarded by the proxy',
      'Use kubectl where a connection into a container is needed.',
    );
  }
  if (reservedResources.includes(resource)) {
    return refuse(
      'resource',
      resource,
      'is no resource',
      'Name the resource, and this as its subresource if it is one.',
    );
  }
  if (resource === 'namespaces') return checkNamespaceGrant(refuse, grant, scope);
  const collective = verbs.find((verb) => verb === 'list' || verb === 'deletecollection');
  if (subresource !== undefined && collective !== undefined) {
    return refuse(
      'verbs',
      collective,
      `means nothing for ${resourceText({ group, resource, subresource })}`,
      'Use get.',
    );
  }
  return [];
}

function checkNamespaceGrant(
  refuse: (part: string, text: string, reason: string, fix: string) => Problems,
  { verbs, group, subresource }: Grant,
  scope: AccessScope,
): Problems {
  if (group !== '') return refuse('group', group, 'has no namespaces', 'Leave the group empty.');
  // What follows a namespace in a path is a resource in it, so any other word would open that resource.
  if (subresource !== undefined && !namespaceSubresources.includes(subresource)) {
    return refuse('subresource', subresource, 'is no subresource of namespaces', 'Use status or finalize, or none.');
  }
  const collective = verbs.find((verb) => verb === 'list' || verb === 'create' || verb === 'deletecollection');
  if (collective !== undefined && (scope.kind === 'namespaces' || subresource !== undefined)) {
    return refuse('verbs', collective, 'needs access to the whole cluster', 'Choose the whole cluster, or use get.');
  }
  return [];
}

const checkDangers = (field: string, grant: Grant, confirmed: readonly DangerName[]): Problems =>
  dangersOf(grant)
    .filter((name) => !confirmed.includes(name))
    .map((name) =>
      textProblem(
        field,
        resourceText(grant),
        `is refused unless confirmed. ${dangers[name]}`,
        `Leave it out, or confirm "${name}".`,
      ),
    );
