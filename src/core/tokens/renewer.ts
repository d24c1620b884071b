import { checkText, shapes } from '../access/text-shape.ts';
import { openFile, type PlannedFile } from '../files/planned-file.ts';
import { inputProblem, type InputProblem } from '../input-problem.ts';
import { checkImage } from '../proxy/image.ts';
import { renderYamlStream } from '../proxy/yaml.ts';
import { err, ok, type Result } from '../result.ts';
import { parseServerName } from '../server-name.ts';
import { plainTextProblem } from '../setup/plain-text.ts';
import { identifierProblem, quoteIdentifier } from '../tsql/quoting.ts';
import { cronJob } from './renewer-cronjob.ts';
import { renewScript } from './renewer-script.ts';
import { renewer, renewerLabels, renewerSecret, type RenewerWish } from './renewer-wish.ts';

/** The files of a renewer with least access on both sides: it may request one token and alter one credential. */
export function renewerFiles(wish: RenewerWish): Result<readonly PlannedFile[], readonly InputProblem[]> {
  const problems = check(wish);
  if (problems.length > 0) return err(problems);
  const script = renewScript(wish);
  return ok([
    openFile('10-cluster.yaml', 'cluster admin: who may request the token', clusterSide(wish)),
    openFile('20-sql-server.sql', 'DBA: who may alter the credential', sqlSide(wish)),
    { ...openFile('30-renew.sh', 'requests a token and puts it into the credential', script), mode: 0o755 },
    openFile('40-cronjob.yaml', 'cluster admin: runs the script by itself', cronJob(wish, script)),
  ]);
}

function check({ namespace, serviceAccount, server, database, credential, images = {} }: RenewerWish): InputProblem[] {
  const name = parseServerName(server);
  const credentialFault = identifierProblem(credential);
  const plain = [plainTextProblem('database', database), plainTextProblem('credential', credential)];
  return [
    ...checkText('namespace', namespace, shapes.label),
    ...checkText('serviceAccount', serviceAccount, shapes.subdomain),
    ...(name.ok ? [] : [inputProblem('server', name.error, 'Give host or host,port.')]),
    ...(/^[\w.,\\-]+$/.test(server)
      ? []
      : [inputProblem('server', 'It has other characters than a host name.', 'Give host or host,port.')]),
    ...(credentialFault === undefined ? [] : [inputProblem('credential', credentialFault, 'Use a shorter name.')]),
    ...Object.values(images).flatMap(checkImage),
    ...plain.filter((problem) => problem !== undefined),
    ...[database, credential].flatMap((text, at) =>
      /^[\x20-\x7e]*$/.test(text)
        ? []
        : [
            inputProblem(
              ['database', 'credential'][at] ?? '',
              'It has characters beyond ASCII.',
              'Renew this one by hand.',
            ),
          ],
    ),
  ];
}

function clusterSide({ namespace, serviceAccount }: RenewerWish): string {
  const metadata = { name: renewer, namespace, labels: renewerLabels };
  const group = 'rbac.authorization.k8s.io';
  const roleRef = { apiGroup: group, kind: 'Role', name: renewer };
  return renderYamlStream(
    [
      { value: { apiVersion: 'v1', kind: 'ServiceAccount', metadata } },
      {
        value: {
          apiVersion: `${group}/v1`,
          kind: 'Role',
          metadata,
          rules: [
            {
              apiGroups: [''],
              resources: ['serviceaccounts/token'],
              verbs: ['create'],
              resourceNames: [serviceAccount],
            },
          ],
        },
        comment: `Nothing but tokens of ${serviceAccount}. Whoever holds this can do what ${serviceAccount} can do.`,
      },
      {
        value: {
          apiVersion: `${group}/v1`,
          kind: 'RoleBinding',
          metadata,
          roleRef,
          subjects: [{ kind: 'ServiceAccount', name: renewer, namespace }],
        },
      },
    ],
    'Owner: cluster admin. kubectl apply -f 10-cluster.yaml; undo: kubectl delete -f 10-cluster.yaml',
  );
}

const sqlSide = ({
  database,
  credential,
}: RenewerWish): string => `-- Owner: DBA. A login that may alter one credential, and nothing else.
-- Put a new password (without quotes) into the environment variable PASSWORD, not on the command line, then:
-- sqlcmd -i 20-sql-server.sql. The same password goes into the cluster's Secret ${renewerSecret}.
-- ALTER on the credential is the right that ALTER DATABASE SCOPED CREDENTIAL asks for (documented).
-- Undo: DROP USER ${quoteIdentifier(renewer)}; DROP LOGIN ${quoteIdentifier(renewer)};
USE ${quoteIdentifier(database)};
GO
CREATE LOGIN ${quoteIdentifier(renewer)} WITH PASSWORD = N'$(PASSWORD)';
CREATE USER ${quoteIdentifier(renewer)} FOR LOGIN ${quoteIdentifier(renewer)};
GRANT ALTER ON DATABASE SCOPED CREDENTIAL::${quoteIdentifier(credential)} TO ${quoteIdentifier(renewer)};
GO
`;
