import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describePod } from '../../../../src/core/describe/pod-description.ts';

const now = Date.parse('2026-01-01T12:00:00Z');

const pod = {
  metadata: {
    name: 'api-1',
    namespace: 'shop',
    creationTimestamp: '2026-01-01T10:00:00Z',
    labels: { tier: 'back', app: 'api' },
    ownerReferences: [{ kind: 'ReplicaSet', name: 'api-5c9f7', controller: true }],
  },
  spec: {
    nodeName: 'node-2',
    serviceAccountName: 'default',
    containers: [
      {
        name: 'api',
        image: 'registry.example/api:1',
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
        resources: { limits: { memory: '128Mi', cpu: '500m' } },
        env: [
          { name: 'MODE', value: 'live' },
          { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'api-secret', key: 'token' } } },
        ],
        livenessProbe: { httpGet: { path: '/healthz', port: 'web' }, periodSeconds: 5 },
        volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }],
      },
    ],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'api-data' } }],
    tolerations: [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ],
  },
  status: {
    phase: 'Running',
    hostIP: '10.0.0.2',
    podIP: '10.1.0.7',
    qosClass: 'Burstable',
    conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'not ready:\n[api]' }],
    containerStatuses: [
      {
        name: 'api',
        ready: false,
        restartCount: 7,
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: '2026-01-01T11:52:00Z' } },
      },
    ],
  },
};

const events = [
  {
    type: 'Warning',
    reason: 'BackOff',
    count: 12,
    firstTimestamp: '2026-01-01T11:00:00Z',
    lastTimestamp: '2026-01-01T11:58:00Z',
    source: { component: 'kubelet' },
    message: 'Back-off restarting',
  },
  {
    type: 'Normal',
    reason: 'Pulled',
    lastTimestamp: '2026-01-01T10:00:00Z',
    reportingComponent: 'kubelet',
    message: 'Pulled image',
  },
];

describe('describePod', () => {
  const text = describePod(pod, events, now);

  it('prints the sections of kubectl describe in their order', () => {
    assert.equal(
      text,
      `Name:             api-1
Namespace:        shop
Service Account:  default
Node:             node-2/10.0.0.2
Created:          2026-01-01T10:00:00Z (120m ago)
Labels:           app=api
                  tier=back
Annotations:      <none>
Status:           CrashLoopBackOff
Ready:            0/1
Restarts:         7 (8m ago)
Phase:            Running
IP:               10.1.0.7
Controlled By:    ReplicaSet/api-5c9f7
Containers:
  api:
    Image:          registry.example/api:1
    Ports:          8080/TCP
    State:          Waiting
      Reason:       CrashLoopBackOff
      Message:      back-off 5m0s
    Last State:     Terminated
      Reason:       Error
      Exit Code:    1
      Finished:     2026-01-01T11:52:00Z
    Ready:          False
    Restart Count:  7
    Limits:         cpu: 500m
                    memory: 128Mi
    Liveness:       http-get /healthz on port web delay=0s timeout=1s period=5s #failure=3
    Environment:    MODE: live
                    TOKEN: <secretKeyRef api-secret token>
    Mounts:         /data from data (ro)
Conditions:
  Type   Status  Reason
  Ready  False   ContainersNotReady: not ready: [api]
Volumes:
  data: persistentVolumeClaim api-data
QoS Class:       Burstable
Node-Selectors:  <none>
Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
Events:
  Type     Reason   Age                From     Message
  Normal   Pulled   120m               kubelet  Pulled image
  Warning  BackOff  2m (x12 over 60m)  kubelet  Back-off restarting
`,
    );
  });

  it('describes whatever JSON it is given, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (object, some) => {
        assert.match(describePod(object, some, now), /\n$/);
      }),
    );
  });

  it('keeps each event on one line', () => {
    const table = describePod({}, [{ message: 'a\nb\r\n c', reason: 'X' }], now);
    assert.match(table, /a b c\n$/);
  });
});
