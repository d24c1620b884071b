/** Whoever owned the fields; most of a pod's size, as in a real list. */
const managedFields = [
  ['kube-controller-manager', ['metadata', 'spec'], 22],
  ['kube-scheduler', ['status'], 6],
  ['kubelet', ['status'], 26],
].map(([manager, roots, fields]) => ({
  manager,
  operation: 'Update',
  apiVersion: 'v1',
  time: '2026-01-01T12:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: Object.fromEntries(
    (roots as readonly string[]).map((root) => [
      `f:${root}`,
      Object.fromEntries(Array.from({ length: Number(fields) }, (_, index) => [`f:someFieldName${index}`, {}])),
    ]),
  ),
}));

const condition = (type: string): object => ({
  type,
  status: 'True',
  observedGeneration: 1,
  lastProbeTime: null,
  lastTransitionTime: '2026-01-01T12:00:00Z',
});

/** One running pod as a list carries it, close to 3.8 kB. */
const podAt = (index: number): object => {
  const name = `web-7d9c5b6f4d-${index.toString(36).padStart(5, '0')}`;
  const ip = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
  return {
    metadata: {
      name,
      generateName: 'web-7d9c5b6f4d-',
      namespace: 'default',
      uid: `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
      resourceVersion: String(100_000 + index),
      creationTimestamp: '2026-01-01T12:00:00Z',
      labels: { app: 'web', 'pod-template-hash': '7d9c5b6f4d' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7d9c5b6f4d', controller: true }],
      managedFields,
    },
    spec: {
      containers: [{ name: 'main', image: 'registry.example/app:1', resources: {}, imagePullPolicy: 'IfNotPresent' }],
      restartPolicy: 'Always',
      nodeName: `node-${index % 10}`,
      schedulerName: 'default-scheduler',
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
    },
    status: {
      phase: 'Running',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
      hostIP: '10.0.0.1',
      podIP: ip,
      podIPs: [{ ip }],
      startTime: '2026-01-01T12:00:00Z',
      containerStatuses: [
        {
          name: 'main',
          state: { running: { startedAt: '2026-01-01T12:00:01Z' } },
          lastState: {},
          ready: true,
          restartCount: index % 3,
          image: 'registry.example/app:1',
          started: true,
        },
      ],
      qosClass: 'BestEffort',
    },
  };
};

/** What @response holds after a full list of so many pods: the procedure's envelope around a PodList. */
export function fullListEnvelope(count: number): string {
  const items = Array.from({ length: count }, (_, index) => JSON.stringify(podAt(index)));
  return [
    '{"response":{"status":{"http":{"code":200,"description":""}},"headers":{"Content-Type":"application/json"}},',
    '"result":{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"100000"},"items":[',
    items.join(','),
    ']}}',
  ].join('');
}
