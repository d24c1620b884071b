import { checkText, shapes } from '../access/text-shape.ts';
import { openFile, type PlannedFile } from '../files/planned-file.ts';
import { inputProblem, type InputProblem } from '../input-problem.ts';
import { renderYaml, renderYamlStream } from '../proxy/yaml.ts';
import { err, ok, type Result } from '../result.ts';
import { parseServerName } from '../server-name.ts';
import { plainTextProblem } from '../setup/plain-text.ts';
import { quoteShell } from '../setup/shell-quote.ts';
import { identifierProblem, quoteIdentifier, quoteLiteral } from '../tsql/quoting.ts';

/** What renews a token by itself: where, for whom, how often. Holds no secret. */
export interface RenewerWish {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Seconds that the cluster grants; renewed at a third of it. */
  readonly grantedSeconds: number;
  /** SQL Server as the cluster reaches it: host, host,port. */
  readonly server: string;
  readonly database: string;
  readonly credential: string;
}

const renewer = 'sqlkube-token-renewer';
const secret = 'sqlkube-token-renewer';

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

function check({ namespace, serviceAccount, server, database, credential }: RenewerWish): InputProblem[] {
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

const labels = { 'app.kubernetes.io/name': renewer, 'app.kubernetes.io/managed-by': 'sqlkube' };

function clusterSide({ namespace, serviceAccount }: RenewerWish): string {
  const metadata = { name: renewer, namespace, labels };
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
-- sqlcmd -i 20-sql-server.sql. The same password goes into the cluster's Secret ${secret}.
-- ALTER on the credential is the right that ALTER DATABASE SCOPED CREDENTIAL asks for (documented).
-- Undo: DROP USER ${quoteIdentifier(renewer)}; DROP LOGIN ${quoteIdentifier(renewer)};
USE ${quoteIdentifier(database)};
GO
CREATE LOGIN ${quoteIdentifier(renewer)} WITH PASSWORD = N'$(PASSWORD)';
CREATE USER ${quoteIdentifier(renewer)} FOR LOGIN ${quoteIdentifier(renewer)};
GRANT ALTER ON DATABASE SCOPED CREDENTIAL::${quoteIdentifier(credential)} TO ${quoteIdentifier(renewer)};
GO
`;

/** The statement is cut where the token stands: what a token may hold is checked, so that it can end nothing. */
function renewScript({ namespace, serviceAccount, grantedSeconds, server, database, credential }: RenewerWish): string {
  const marker = 'TOKEN-STANDS-HERE';
  const body = quoteLiteral(JSON.stringify({ Authorization: `Bearer ${marker}` }));
  const statement = `ALTER DATABASE SCOPED CREDENTIAL ${quoteIdentifier(credential)} WITH IDENTITY = N'HTTPEndpointHeaders', SECRET = `;
  const [before = '', after = ''] = body.split(marker);
  return `#!/bin/sh
# Requests a token for ${namespace}/${serviceAccount} and puts it into the database scoped credential.
# Needs: kubectl (as a user who may create serviceaccounts/token for it), sqlcmd, and SQLCMDPASSWORD in the environment.
# The token is on no command line and in no file.
set -eu

token=$(kubectl create token ${quoteShell(serviceAccount)} --namespace ${quoteShell(namespace)} --duration ${grantedSeconds}s)
case $token in
  '' | *[!A-Za-z0-9._-]*)
    echo 'This is not a token; nothing was altered.' >&2
    exit 1
    ;;
esac

before=${quoteShell(statement + before)}
after=${quoteShell(`${after};`)}
# -x: no variables of sqlcmd in what follows. -b: an error ends it with a code other than 0.
printf '%s%s%s\\nGO\\n' "$before" "$token" "$after" |
  sqlcmd -b -x -S ${quoteShell(server)} -d ${quoteShell(database)} -U ${quoteShell(renewer)} -i /dev/stdin
echo 'The credential holds the new token.'
`;
}

/** At a third of the life, so that two runs may fail; at least every hour or so. */
function schedule(grantedSeconds: number): string {
  const hours = Math.floor(grantedSeconds / 3 / 3600);
  if (hours < 1) return '*/5 * * * *';
  if (hours < 24) return `17 */${Math.min(hours, 12)} * * *`;
  return hours < 24 * 7 ? '17 3 * * *' : '17 3 * * 1';
}

function cronJob(wish: RenewerWish, script: string): string {
  const { namespace, grantedSeconds } = wish;
  const metadata = { name: renewer, namespace, labels };
  const container = {
    name: 'renew',
    image: 'registry.example/kubectl-and-sqlcmd:1',
    command: ['/bin/sh', '/script/renew.sh'],
    env: [{ name: 'SQLCMDPASSWORD', valueFrom: { secretKeyRef: { name: secret, key: 'password' } } }],
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    volumeMounts: [{ name: 'script', mountPath: '/script', readOnly: true }],
  };
  const pod = {
    serviceAccountName: renewer,
    restartPolicy: 'Never',
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container],
    volumes: [{ name: 'script', configMap: { name: renewer } }],
  };
  const job = { backoffLimit: 2, activeDeadlineSeconds: 300, template: { metadata: { labels }, spec: pod } };
  const spec = { schedule: schedule(grantedSeconds), concurrencyPolicy: 'Forbid', jobTemplate: { spec: job } };
  return (
    renderYaml(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'renew.sh': script } },
      [
        'Owner: cluster admin. The image is one of yours, with kubectl and sqlcmd in it: nobody publishes one.',
        `First, with the password of 20-sql-server.sql: kubectl create secret generic ${secret} --namespace ${namespace} --from-file=password`,
        'Then: kubectl apply -f 40-cronjob.yaml; undo: kubectl delete -f 40-cronjob.yaml',
        'Clusters that cut the life of tokens renew in time: it runs at a third of what was granted.',
      ].join('\n'),
    ) + `---\n${renderYaml({ apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec })}`
  );
}
