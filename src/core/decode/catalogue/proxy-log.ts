import type { StepEntry } from '../cause.ts';

/**
 * What the proxy’s error log says of a cause, with what prints that log: nginx in a container writes it to its standard error.
 * Name and namespace are those that our manifests have unless others were chosen.
 */
export const inProxyLog = (text: string): StepEntry => [
  text,
  proxyLogScript.language,
  proxyLogScript.on,
  proxyLogScript.text,
];

/** What prints the log. */
export const proxyLogScript = {
  language: 'shell',
  on: 'a machine with kubectl (name and namespace as the proxy was given them)',
  text: 'kubectl logs deployment/sqlkube-proxy --namespace sqlkube --timestamps --tail=200',
} as const;
