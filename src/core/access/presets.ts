import { err, ok, type Result } from '../result.ts';
import { checkAccount, checkGrant, checkScope } from './checks.ts';
import type { DangerName } from './danger.ts';
import type { InputProblem } from '../input-problem.ts';
import { checkTexts, shapes, textProblem } from './text-shape.ts';
import { mergeGrants, type Access, type AccessAccount, type AccessScope, type Grant } from './grant.ts';

/** One thing that SQL Server shall be able to do. Several make one access. */
export type AccessChoice =
  | { readonly kind: 'see-pods' | 'read-logs' | 'deploy-pods' | 'delete-pods' }
  /** Deployments by name; everything about their size goes through `/scale`. */
  | { readonly kind: 'scale'; readonly deployments: readonly string[] }
  /** Deployments by name. */
  | { readonly kind: 'restart'; readonly deployments: readonly string[] }
  | { readonly kind: 'custom'; readonly grants: readonly Grant[]; readonly confirmed: readonly DangerName[] };

/** The choices in the order to offer them, in plain words. */
export const choiceTexts: Readonly<Record<AccessChoice['kind'], string>> = {
  'see-pods': 'See pods and their events',
  'read-logs': 'Read the logs of pods',
  'deploy-pods': 'Deploy: make pods and Deployments, and change Deployments',
  scale: 'Scale these Deployments',
  restart: 'Restart these Deployments',
  'delete-pods': 'Delete single pods',
  custom: 'Custom',
};

/** What is asked for. */
export interface AccessWish {
  readonly account: AccessAccount;
  readonly scope: AccessScope;
  readonly choices: readonly AccessChoice[];
}

const core = (verbs: Grant['verbs'], resource: string, subresource?: string): Grant => ({
  verbs,
  group: '',
  resource,
  ...(subresource === undefined ? {} : { subresource }),
});

/** Namespaces are read one by one to tell an empty one from none; their list belongs to the cluster. */
const seePods = (scope: AccessScope): readonly Grant[] => [
  core(['get', 'list'], 'pods'),
  core(['list'], 'events'),
  scope.kind === 'cluster'
    ? core(['get', 'list'], 'namespaces')
    : { ...core(['get'], 'namespaces'), names: [...scope.namespaces] },
];

/** The grants of one choice. */
function grantsOf(choice: AccessChoice, scope: AccessScope): readonly Grant[] {
  switch (choice.kind) {
    case 'see-pods':
      return seePods(scope);
    case 'read-logs':
      return [...seePods(scope), core(['get'], 'pods', 'log')];
    case 'deploy-pods':
      return [
        core(['create'], 'pods'),
        { verbs: ['get', 'list', 'create', 'update', 'patch'], group: 'apps', resource: 'deployments' },
      ];
    case 'delete-pods':
      return [core(['delete'], 'pods')];
    case 'scale':
      return [
        {
          verbs: ['get', 'update'],
          group: 'apps',
          resource: 'deployments',
          subresource: 'scale',
          names: choice.deployments,
        },
      ];
    case 'restart':
      return [{ verbs: ['get', 'patch'], group: 'apps', resource: 'deployments', names: choice.deployments }];
    case 'custom':
      return choice.grants;
  }
}

/** Makes an access of what is asked for, or tells everything that is wrong with it. */
export function chooseAccess(wish: AccessWish): Result<Access, readonly InputProblem[]> {
  const { account, scope, choices } = wish;
  const problems = [
    ...checkAccount(account),
    ...checkScope(scope),
    ...(choices.length === 0 ? [textProblem('choices', '', 'is empty', 'Choose at least one thing to allow.')] : []),
    ...choices.flatMap((choice, place) => checkChoice(`choices[${place}]`, choice, scope)),
  ];
  if (problems.length > 0) return err(problems);
  return ok({ account, scope, grants: mergeGrants(choices.flatMap((choice) => grantsOf(choice, scope))) });
}

function checkChoice(field: string, choice: AccessChoice, scope: AccessScope): readonly InputProblem[] {
  if (choice.kind === 'custom') {
    if (choice.grants.length === 0) return [textProblem(`${field}.grants`, '', 'is empty', 'Add at least one grant.')];
    return choice.grants.flatMap((grant, place) =>
      checkGrant(`${field}.grants[${place}]`, grant, scope, choice.confirmed),
    );
  }
  if (choice.kind !== 'scale' && choice.kind !== 'restart') return [];
  const { deployments } = choice;
  return deployments.length === 0
    ? [textProblem(`${field}.deployments`, '', 'is empty', 'Name the Deployments.')]
    : checkTexts(`${field}.deployments`, deployments, shapes.subdomain);
}
