import type { Access } from '../src/core/access/grant.ts';
import { readme } from '../src/core/certificates/readme.ts';
import { constraintsFor } from '../src/core/pki/name-constraints.ts';
import { accessYaml } from '../src/core/proxy/access-yaml.ts';
import { planProxy } from '../src/core/proxy/check-wish.ts';
import { directEndpointText } from '../src/core/proxy/direct-endpoint.ts';
import { localVariant } from '../src/core/proxy/local-variant.ts';
import { clusterNginxConf, proxyYaml } from '../src/core/proxy/manifests.ts';
import type { ProxyWish } from '../src/core/proxy/proxy-plan.ts';
import type { Result } from '../src/core/result.ts';
import { clusterSide } from '../src/core/setup/cluster-steps.ts';
import type { ClusterSide } from '../src/core/setup/cluster-steps.ts';
import { plainFile } from '../src/core/setup/file.ts';
import type { SetupFile } from '../src/core/setup/file.ts';
import { sampleAccesses, sampleWishes } from '../test/support/proxy-wishes.ts';

/** The endpoint of every sample. */
export const sample = {
  host: 'k8s.corp.example',
  address: '192.0.2.60',
  port: 8443,
  caFingerprint: Array.from({ length: 32 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(':'),
} as const;

const access: Access = {
  account: { namespace: 'sqlkube', name: 'sql-reader' },
  scope: { kind: 'namespaces', namespaces: ['shop'] },
  grants: [{ verbs: ['get', 'list'], group: '', resource: 'pods' }],
};

const wish: ProxyWish = {
  namespace: 'sqlkube',
  createNamespace: true,
  hosts: [sample.host, sample.address],
  access,
  certificateFingerprint: sample.caFingerprint.toLowerCase(),
  port: sample.port,
  exposure: { kind: 'load-balancer', clients: ['192.0.2.10/32'] },
};

/** The samples are right; a problem in them is a bug of the caller. */
export const value = <T>(checked: Result<T, unknown>): T => {
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
};

/** What the cluster's side of the sample consists of. */
export const clusterFiles = (): readonly SetupFile[] => [
  ...sampleClusterSide().files,
  plainFile('certificates/README.txt', certificateReadme(true)),
];

/** The cluster admin's steps, as the run book shows them before all others, and the files that they name. */
export const sampleClusterSide = (): ClusterSide => value(clusterSide({ access, wish }));

/** Every other choice on the cluster's side. */
export const clusterVariants = (): readonly SetupFile[] => [
  ...Object.entries(sampleAccesses).flatMap(([name, one]) => [
    plainFile(`access/${name}.yaml`, accessYaml(one)),
    plainFile(`access/${name}.nginx.conf`, clusterNginxConf(value(planProxy({ ...wish, access: one })))),
  ]),
  ...Object.entries(sampleWishes).map(([name, one]) =>
    plainFile(`proxy/${name}.yaml`, proxyYaml(value(planProxy(one)))),
  ),
  ...(['kind', 'k3d'] as const).flatMap((kind) => localFiles(kind)),
  plainFile('direct/README.md', value(directEndpointText('https://192.0.2.41:6443'))),
  plainFile('certificates-without-constraints/README.txt', certificateReadme(false)),
];

const localFiles = (kind: 'kind' | 'k3d'): readonly SetupFile[] => {
  const files = value(localVariant({ cluster: { kind, name: 'dev' }, hosts: [sample.host], access }));
  return Object.entries(files).map(([name, text]) => plainFile(`local-${kind}/${name}`, text as string));
};

const certificateReadme = (constrained: boolean): string => {
  const { hosts } = value(planProxy(wish));
  const life = (years: number) => ({
    notBefore: new Date(Date.UTC(2026, 0, 1)),
    notAfter: new Date(Date.UTC(2026 + years, 0, 1)),
  });
  return readme({
    url: `https://${sample.host}:${sample.port}`,
    hosts,
    authority: { fingerprint256: sample.caFingerprint, validity: life(3) },
    server: { fingerprint256: sample.caFingerprint.split(':').toReversed().join(':'), validity: life(1) },
    ...(constrained ? { constraints: constraintsFor(hosts) } : {}),
    serversOnly: true,
  });
};
