import type { IncomingMessage } from 'node:http';
import type { OwnErrorName } from '../../core/proxy/own-error.ts';
import { classifyTarget } from '../../core/proxy/target.ts';
import type { FaultName } from '../faults/catalogue.ts';
import type { Faults } from '../faults/fault-switch.ts';
import { rawTarget } from './request-head.ts';

/** Faults that the proxy answers with an error of its own, and whether that spares a target. */
const errors: readonly (readonly [FaultName, OwnErrorName, spares: (target: string) => boolean])[] = [
  ['wrong-host', 'wrong-host', () => false],
  ['proxy-denies', 'not-in-access', (target) => !/^\/api\/v1\/namespaces\/[^/]+\/pods/.test(target)],
  ['upstream-down', 'bad-gateway', (target) => classifyTarget(target) === 'health'],
  ['upstream-slow', 'gateway-timeout', (target) => classifyTarget(target) === 'health'],
];

/** The proxy's own error for a request under a fault; undefined where none touches it. */
export function faultyJudgement(faults: Faults, request: IncomingMessage): OwnErrorName | undefined {
  const target = rawTarget(request);
  return errors.find(([fault, , spares]) => faults.has(fault) && !spares(target))?.[1];
}
