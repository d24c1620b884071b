import { inlineCode } from '../setup/markdown.ts';
import { resourceText, type Access, type Grant } from './grant.ts';
import { accessChecks, type AccessCheck } from './roles.ts';

/** One question with the answer that is wanted. */
export interface ExpectedAnswer {
  readonly check: AccessCheck;
  readonly wanted: boolean;
}

/** What no access of ours allows unless it was confirmed: asked about as well, since too much is as wrong as too little. */
const refused: readonly Omit<Grant, 'names'>[] = [
  { verbs: ['get'], group: '', resource: 'secrets' },
  { verbs: ['create'], group: '', resource: 'serviceaccounts', subresource: 'token' },
  { verbs: ['create'], group: '', resource: 'pods', subresource: 'exec' },
  { verbs: ['update'], group: '', resource: 'pods', subresource: 'ephemeralcontainers' },
  { verbs: ['deletecollection'], group: '', resource: 'pods' },
  { verbs: ['create'], group: 'rbac.authorization.k8s.io', resource: 'rolebindings' },
];

const isSame = (left: Omit<Grant, 'names'>, right: Omit<Grant, 'names'>): boolean =>
  resourceText(left) === resourceText(right);

/** Every question worth asking about an access: all that it allows, and in its namespaces what it must not allow. */
export function expectedAnswers(access: Pick<Access, 'grants' | 'scope'>): readonly ExpectedAnswer[] {
  const unwanted = refused.filter(
    (one) => !access.grants.some((grant) => isSame(grant, one) && one.verbs.some((verb) => grant.verbs.includes(verb))),
  );
  return [
    ...accessChecks(access).map((check) => ({ check, wanted: true })),
    ...accessChecks({ scope: access.scope, grants: unwanted }).map((check) => ({ check, wanted: false })),
  ];
}

/** What one side answered: yes, no, or why it could not be asked. */
export type SideAnswer = boolean | { readonly problem: string };

/** One row of the report. */
export interface AccessRow extends ExpectedAnswer {
  readonly throughSql?: SideAnswer;
  readonly byKubeconfig?: SideAnswer;
}

const sides = ({ throughSql, byKubeconfig }: AccessRow): readonly SideAnswer[] =>
  [throughSql, byKubeconfig].filter((answer) => answer !== undefined);

/** Rows in which a side answered something else than wanted. */
export const differing = (rows: readonly AccessRow[]): readonly AccessRow[] =>
  rows.filter((row) => sides(row).some((answer) => typeof answer === 'boolean' && answer !== row.wanted));

const word = (answer: SideAnswer | undefined, wanted: boolean): string => {
  if (answer === undefined) return 'not asked';
  if (typeof answer !== 'boolean') return 'could not be asked';
  const said = answer ? 'yes' : 'no';
  return answer === wanted ? said : `**${said}**`;
};

/** The table as a document, what differs first. Names are checked ones or the API server's. */
export function accessReport(title: string, rows: readonly AccessRow[]): string {
  const wrong = differing(rows);
  const problems = new Set(
    rows.flatMap((row) => sides(row).flatMap((one) => (typeof one === 'boolean' ? [] : [one.problem]))),
  );
  const asked = rows.some((row) => sides(row).some((answer) => typeof answer === 'boolean'));
  return `# ${title}

${!asked ? 'Nobody could be asked.' : wrong.length === 0 ? 'Every answer is as it should be.' : `${wrong.length} of ${rows.length} answers differ from what was chosen; they stand first, in bold. The cluster admin applies access.yaml again, or takes away what gives more.`}
${[...problems].map((problem) => `\n${problem}\n`).join('')}
| verb | resource | name | namespace | wanted | through SQL Server | by kubeconfig |
| --- | --- | --- | --- | --- | --- | --- |
${[...wrong, ...rows.filter((row) => !wrong.includes(row))].map(tableRow).join('\n')}

Asked by SelfSubjectAccessReview: nothing was done. "Through SQL Server" is the token that SQL Server sends, over the proxy;
"by kubeconfig" is the service account, impersonated by you. When they differ, SQL Server sends the token of another account.
`;
}

function tableRow({ check, wanted, throughSql, byKubeconfig }: AccessRow): string {
  const cells = [
    check.verb,
    inlineCode(resourceText(check)),
    check.name === undefined ? '' : inlineCode(check.name),
    check.namespace === undefined ? 'all' : inlineCode(check.namespace),
    wanted ? 'yes' : 'no',
    word(throughSql, wanted),
    word(byKubeconfig, wanted),
  ];
  return `| ${cells.join(' | ')} |`;
}
