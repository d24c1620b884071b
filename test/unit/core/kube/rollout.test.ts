import assert from 'node:assert/strict';
import { readAddress, readRollout } from '../../../../src/core/kube/rollout.ts';

const deployment = (status: object, generation = 2): object => ({
  metadata: { generation },
  spec: { replicas: 2 },
  status: { observedGeneration: 2, ...status },
});

describe('the rollout of a Deployment', () => {
  it('is ready when all pods are new and available, and the latest generation was seen', () => {
    const done = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
    assert.deepEqual(readRollout(deployment(done)), { state: 'ready', ready: 2 });
    assert.deepEqual(readRollout(deployment(done, 3)), { state: 'waiting', ready: 2, wanted: 2 });
    assert.deepEqual(readRollout(deployment({ ...done, replicas: 3 })), { state: 'waiting', ready: 2, wanted: 2 });
    assert.deepEqual(readRollout({}), { state: 'waiting', ready: 0, wanted: 1 });
  });

  it('is stuck when the controller says so', () => {
    const conditions = [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded', message: 'has timed out' }];
    assert.deepEqual(readRollout(deployment({ replicas: 1, conditions })), {
      state: 'stuck',
      ready: 0,
      wanted: 2,
      reason: 'has timed out',
    });
  });
});

describe('the address of a Service', () => {
  it('takes addresses and names of a balancer, and what else leads to it', () => {
    const service = {
      spec: { clusterIP: '10.0.0.7', ports: [{ port: 8443, nodePort: 30443 }] },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.7' }, { hostname: 'lb.example' }] } },
    };
    const balancer = ['192.0.2.7', 'lb.example'];
    assert.deepEqual(readAddress(service), { balancer, clusterIp: '10.0.0.7', port: 8443, nodePort: 30443 });
    assert.deepEqual(readAddress({ spec: { clusterIP: 'None' } }), { balancer: [] });
  });
});
