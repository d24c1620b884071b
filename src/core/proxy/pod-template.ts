import { healthPath } from './health.ts';
import { imageReference } from './image.ts';
import type { ProxyPlan } from './proxy-plan.ts';

/** Where things are inside the container. */
export const containerPaths = {
  configuration: '/etc/sqlkube/proxy',
  tls: '/etc/sqlkube/tls',
  ca: '/etc/sqlkube/ca',
  scratch: '/tmp',
} as const;

/** What nginx listens on: any user may open it. */
export const containerPort = 8443;

/** Made anew when one of these changes; the annotations show which. */
export interface RollFacts {
  /** SHA-256 of nginx.conf and the certificate's fingerprint, in hex. */
  readonly roll: string;
  readonly configurationHash: string;
}

/** The template of the proxy's pods: the least that nginx needs, and what Pod Security `restricted` asks for. */
export function podTemplate(plan: ProxyPlan, labels: Readonly<Record<string, string>>, facts: RollFacts): object {
  // The number of the user in nginx' unprivileged image; where the platform picks users, it may not be named.
  const identity = plan.user === 'image' ? { runAsUser: 101, runAsGroup: 101, fsGroup: 101 } : {};
  return {
    metadata: {
      labels,
      annotations: {
        'sqlkube/roll': facts.roll,
        'sqlkube/nginx-conf-sha256': facts.configurationHash,
        'sqlkube/certificate-sha256': plan.certificateFingerprint,
      },
    },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // Longer than worker_shutdown_timeout and the pause before it.
      terminationGracePeriodSeconds: 75,
      securityContext: { runAsNonRoot: true, ...identity, seccompProfile: { type: 'RuntimeDefault' } },
      topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
      })),
      containers: [container(plan)],
      volumes: [
        { name: 'configuration', configMap: { name: plan.name } },
        // Readable by the pod's group, which fsGroup sets.
        { name: 'tls', secret: { secretName: plan.tlsSecret, defaultMode: 0o440 } },
        {
          name: 'cluster-ca',
          configMap: { name: plan.upstream.caConfigMap, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
        },
        { name: 'scratch', emptyDir: { sizeLimit: '64Mi' } },
      ],
    },
  };
}

function container(plan: ProxyPlan): object {
  return {
    name: 'nginx',
    image: imageReference(plan.image),
    imagePullPolicy: 'IfNotPresent',
    command: [
      ...['nginx', '-e', '/dev/stderr', '-c', `${containerPaths.configuration}/nginx.conf`],
      ...['-g', 'daemon off;'],
    ],
    ports: [{ name: 'https', containerPort, protocol: 'TCP' }],
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    // Bodies and answers stay in memory, a quarter of a megabyte for each request under way.
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    readinessProbe: { ...probe(plan), periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    livenessProbe: { ...probe(plan), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    // Lets load balancers take the pod out before nginx stops to listen.
    lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } },
    volumeMounts: [
      { name: 'configuration', mountPath: containerPaths.configuration, readOnly: true },
      { name: 'tls', mountPath: containerPaths.tls, readOnly: true },
      { name: 'cluster-ca', mountPath: containerPaths.ca, readOnly: true },
      { name: 'scratch', mountPath: containerPaths.scratch },
    ],
  };
}

/**
 * The health path, which nginx answers without the API server. Kubelets connect to the pod's address, send no server name
 * and verify nothing; only the Host header has to be one that the proxy knows.
 */
const probe = ({ hosts: [host] }: ProxyPlan): object => ({
  httpGet: {
    path: healthPath,
    port: 'https',
    scheme: 'HTTPS',
    httpHeaders: [{ name: 'Host', value: host.value.includes(':') ? `[${host.value}]` : host.value }],
  },
});
