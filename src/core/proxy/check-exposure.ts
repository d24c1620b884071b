import { checkText, shapes, textProblem } from '../access/text-shape.ts';
import type { InputProblem } from '../input-problem.ts';
import type { HostName } from '../pki/host-name.ts';
import { isAddressRange } from './address-range.ts';
import { ingressControllers, type Exposure } from './exposure.ts';

type Problems = readonly InputProblem[];

/** Everything that is wrong with how requests shall come in. */
export function checkExposure(exposure: Exposure, hosts: readonly HostName[]): Problems {
  switch (exposure.kind) {
    case 'load-balancer':
      return [...checkClients(exposure.clients), ...checkAnnotations(exposure.annotations ?? {})];
    case 'node-port':
      return [...checkClients(exposure.clients), ...checkNodePort(exposure.nodePort)];
    case 'cluster-ip':
      return checkText('exposure.clientNamespace', exposure.clientNamespace, shapes.label);
    case 'gateway':
      return [
        ...checkGateway(exposure.gateway),
        ...checkText('exposure.podNamespace', exposure.podNamespace, shapes.label),
        ...checkNames(hosts),
      ];
    case 'ingress':
      return [
        ...(Object.hasOwn(ingressControllers, exposure.controller)
          ? []
          : [
              textProblem(
                'exposure.controller',
                exposure.controller,
                'is unknown',
                `Use ${Object.keys(ingressControllers).join(', ')}.`,
              ),
            ]),
        ...(exposure.className === undefined
          ? []
          : checkText('exposure.className', exposure.className, shapes.subdomain)),
        ...checkText('exposure.podNamespace', exposure.podNamespace, shapes.label),
        ...checkNames(hosts),
      ];
  }
}

function checkClients(clients: readonly string[]): Problems {
  const fix = 'Name where SQL Server calls from, such as 10.0.0.7/32; 0.0.0.0/0 opens it to everybody.';
  if (clients.length === 0) return [textProblem('exposure.clients', '', 'is empty', fix)];
  return clients.flatMap((range, place) =>
    isAddressRange(range) ? [] : [textProblem(`exposure.clients[${place}]`, range, 'is not an address range', fix)],
  );
}

function checkAnnotations(annotations: Readonly<Record<string, string>>): Problems {
  return Object.entries(annotations).flatMap(([key, value]) => {
    const isKey = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(
      key,
    );
    const isValue = /^[\x20-\x7e]{0,1024}$/.test(value);
    return [
      ...(isKey ? [] : [textProblem('exposure.annotations', key, 'is no key of an annotation', 'Write prefix/name.')]),
      ...(isValue
        ? []
        : [
            textProblem(
              `exposure.annotations.${key}`,
              value,
              'is not one line of plain ASCII',
              'Shorten or retype it.',
            ),
          ]),
    ];
  });
}

const checkNodePort = (port: number | undefined): Problems =>
  port === undefined || (Number.isInteger(port) && port >= 1 && port <= 65_535)
    ? []
    : [
        textProblem(
          'exposure.nodePort',
          String(port),
          'is no port',
          'Usually it is one from 30000 to 32767; or leave it out.',
        ),
      ];

const checkGateway = (gateway: (Exposure & { kind: 'gateway' })['gateway']): Problems =>
  gateway.kind === 'own'
    ? checkText('exposure.gateway.className', gateway.className, shapes.subdomain)
    : [
        ...checkText('exposure.gateway.namespace', gateway.namespace, shapes.label),
        ...checkText('exposure.gateway.name', gateway.name, shapes.subdomain),
        ...(gateway.listener === undefined
          ? []
          : checkText('exposure.gateway.listener', gateway.listener, shapes.subdomain)),
      ];

/** Passing TLS through goes by the name in the handshake (SNI), which an address cannot be. */
function checkNames(hosts: readonly HostName[]): Problems {
  const [first] = hosts;
  if (first?.kind === 'ip') {
    return [
      textProblem('hosts[0]', first.value, 'is an address', 'A gateway tells requests apart by name: use a DNS name.'),
    ];
  }
  return hosts.flatMap(({ kind, value }, place) =>
    kind === 'dns' ? checkText(`hosts[${place}]`, value, shapes.subdomain) : [],
  );
}
