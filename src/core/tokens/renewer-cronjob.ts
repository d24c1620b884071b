import { imageReference } from '../proxy/image.ts';
import { renderYaml } from '../proxy/yaml.ts';
import {
  defaultRenewerImages,
  renewer,
  renewerLabels,
  renewerSecret,
  type RenewerImages,
  type RenewerWish,
} from './renewer-wish.ts';

/** At a third of the life, so that two runs may fail; at least every hour or so. */
function schedule(grantedSeconds: number): string {
  const hours = Math.floor(grantedSeconds / 3 / 3600);
  if (hours < 1) return '*/5 * * * *';
  if (hours < 24) return `17 */${Math.min(hours, 12)} * * *`;
  return hours < 24 * 7 ? '17 3 * * *' : '17 3 * * 1';
}

const script = { name: 'script', mountPath: '/script', readOnly: true };

const common = {
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
};

/** The half that talks to Kubernetes: it alone gets a token of the renewer's own account. */
const requester = ({ kubectl }: RenewerImages): object => ({
  name: 'request',
  image: imageReference(kubectl),
  command: ['/bin/sh', '/script/renew.sh', 'request', '/token/token'],
  ...common,
  volumeMounts: [
    script,
    { name: 'token', mountPath: '/token' },
    { name: 'account', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
  ],
});

/** The half that talks to SQL Server: it alone gets the password. */
const storer = ({ sqlcmd }: RenewerImages): object => ({
  name: 'store',
  image: imageReference(sqlcmd),
  command: ['/bin/sh', '/script/renew.sh', 'store', '/token/token'],
  env: [{ name: 'SQLCMDPASSWORD', valueFrom: { secretKeyRef: { name: renewerSecret, key: 'password' } } }],
  ...common,
  volumeMounts: [script, { name: 'token', mountPath: '/token', readOnly: true }],
});

const volumes = [
  { name: 'script', configMap: { name: renewer } },
  { name: 'token', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
  {
    name: 'account',
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 600 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  },
];

/** The CronJob with the script: an init container requests the token into memory, the container behind it stores it. */
export function cronJob(wish: RenewerWish, text: string): string {
  const { namespace, grantedSeconds } = wish;
  const images = { ...defaultRenewerImages, ...wish.images };
  const metadata = { name: renewer, namespace, labels: renewerLabels };
  const pod = {
    serviceAccountName: renewer,
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    initContainers: [requester(images)],
    containers: [storer(images)],
    volumes,
  };
  const job = {
    backoffLimit: 2,
    activeDeadlineSeconds: 300,
    template: { metadata: { labels: renewerLabels }, spec: pod },
  };
  const spec = { schedule: schedule(grantedSeconds), concurrencyPolicy: 'Forbid', jobTemplate: { spec: job } };
  return (
    renderYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'renew.sh': text } }, header(namespace)) +
    `---\n${renderYaml({ apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec })}`
  );
}

const header = (namespace: string): string =>
  [
    'Owner: cluster admin. No image that is published has both kubectl and sqlcmd: one requests the token into memory, the other',
    'stores it. The images are settable; no test of ours has pulled or run them.',
    `First, with the password of 20-sql-server.sql: kubectl create secret generic ${renewerSecret} --namespace ${namespace} --from-file=password`,
    'Then: kubectl apply -f 40-cronjob.yaml; undo: kubectl delete -f 40-cronjob.yaml',
    'sqlcmd 18 verifies the certificate of SQL Server: where a CA of your own signed it, mount that and name it in SSL_CERT_FILE.',
    'Clusters that cut the life of tokens renew in time: it runs at a third of what was granted.',
  ].join('\n');
