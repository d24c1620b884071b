import type { PodSeed } from '../pod-builder.ts';

/** Where `pods: N` puts its pods. */
export const fleetNamespace = 'fleet';

const letters = '2456789bcdfghjklmnpqrstvwxz';
const room = letters.length ** 5;

const spell = (value: number): string => {
  let text = '';
  for (let rest = value, place = 0; place < 5; place++, rest = Math.floor(rest / letters.length)) {
    text = `${letters[rest % letters.length] ?? '2'}${text}`;
  }
  return text;
};

/** Names in their order, spread over all that the last five letters can spell. */
export const fleetNames = (count: number): readonly string[] => {
  const width = room / count;
  return Array.from({ length: count }, (_, index) => {
    // A share of the width between 0 and 1 that looks like chance; it never leaves its own stretch, so names stay in order.
    const share = ((index * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
    return `web-7d876db474-${spell(Math.floor((index + share) * width))}`;
  });
};

/** One running pod of the fleet. */
export const fleetPod = (name: string, index: number): PodSeed => ({
  namespace: fleetNamespace,
  name,
  age: 3 * 86_400 + (index % 60),
  labels: { app: 'web', 'pod-template-hash': '7d876db474' },
  owner: { kind: 'ReplicaSet', name: 'web-7d876db474' },
  node: `node-${1 + (index % 50)}`,
  ip: `10.${100 + Math.floor(index / 62_500)}.${Math.floor(index / 250) % 250}.${2 + (index % 250)}`,
  phase: 'Running',
  containers: [{ name: 'web', image: 'registry.example/web:1.4.2', state: { running: 3 * 86_400 } }],
});
