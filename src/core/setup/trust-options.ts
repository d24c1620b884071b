import { parseHostName } from '../pki/host-name.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { inputProblem } from '../input-problem.ts';
import type { InputProblem } from '../input-problem.ts';

/** SQL Server's own trust folder on Linux, read at start only (documented). */
export const trustFolder = '/var/opt/mssql/security/ca-certificates';

/** What the host trust texts are about. Everything in it is public. */
export interface TrustOptions {
  /** As in the endpoint's URL. */
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the CA certificate's DER: 32 upper-case hex pairs with colons. */
  readonly fingerprint256: string;
  /** IPv4 address of the proxy, for hosts entries; absent when DNS knows the name. */
  readonly address?: string;
  /** A SQL Server in Docker or Podman. */
  readonly container?: { readonly name: string; readonly composeService: string };
  /** A SQL Server in Kubernetes. */
  readonly statefulSet?: { readonly namespace: string; readonly name: string; readonly container: string };
  /** Windows service; `MSSQLSERVER` or `MSSQL$INSTANCE`. */
  readonly windowsService?: string;
}

/** Checked; only `checkTrust` makes it. */
export interface Trust extends Required<Omit<TrustOptions, 'address'>> {
  readonly address?: string;
  readonly isAddress: boolean;
  /** Name of the CA's file on the host; `.crt` is the only suffix that every known success used. */
  readonly file: string;
}

const kubernetesName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;
const kubernetesSubdomain = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/u;
/** Docker's rule for names of containers, and compose's for services. */
const containerName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/u;
const serviceName = /^MSSQL(?:SERVER|\$[A-Za-z_][A-Za-z0-9_]{0,15})$/iu;

/** All that is wrong with the options, or what the texts are made of. */
export const checkTrust = (options: TrustOptions): Result<Trust, readonly InputProblem[]> => {
  const host = parseHostName(options.host);
  const problems = [
    ...(host.ok ? [] : [inputProblem('host', `“${printable(options.host)}” ${host.error.reason}.`, host.error.fix)]),
    ...(host.ok && host.value.value.includes(':') ? [ipv6] : []),
    ...shapeProblems(options),
  ];
  if (!host.ok || problems.length > 0) return err(problems);
  const { address, container, statefulSet, windowsService } = options;
  return ok({
    host: host.value.value,
    port: options.port,
    isAddress: host.value.kind === 'ip',
    fingerprint256: options.fingerprint256,
    file: `sqlkube-${host.value.value}.crt`,
    ...(address === undefined ? {} : { address }),
    container: container ?? { name: 'sql01', composeService: 'sql01' },
    statefulSet: statefulSet ?? { namespace: 'mssql', name: 'mssql', container: 'mssql' },
    windowsService: windowsService ?? 'MSSQLSERVER',
  });
};

const printable = (text: string): string => JSON.stringify(text).slice(1, -1);

const ipv6 = inputProblem(
  'host',
  'The procedure refuses IPv6 addresses in a URL (Msg 31614).',
  'Give the proxy a DNS name or an IPv4 address.',
);

const shapeProblems = (options: TrustOptions): InputProblem[] =>
  checks(options).flatMap(([field, fits, fix]) => (fits ? [] : [inputProblem(field, 'It has another form.', fix)]));

const checks = (options: TrustOptions): readonly (readonly [field: string, fits: boolean, fix: string])[] => {
  const { port, fingerprint256, address, container, statefulSet, windowsService } = options;
  const isIpv4 = (text: string): boolean => {
    const parsed = parseHostName(text);
    return parsed.ok && parsed.value.kind === 'ip' && parsed.value.bytes.length === 4 && parsed.value.value === text;
  };
  return [
    ['port', Number.isInteger(port) && port >= 1 && port <= 65_535, 'Give a whole number from 1 to 65535.'],
    [
      'fingerprint256',
      /^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/u.test(fingerprint256),
      'Give 32 upper-case hex pairs joined by colons, as openssl prints them.',
    ],
    ['address', address === undefined || isIpv4(address), 'Give an IPv4 address such as 10.0.0.60.'],
    ...(container
      ? ([
          ['container.name', containerName.test(container.name), 'Give a name as docker ps shows it.'],
          [
            'container.composeService',
            containerName.test(container.composeService),
            'Give the name of the service in the compose file.',
          ],
        ] as const)
      : []),
    ...(statefulSet
      ? ([
          [
            'statefulSet.namespace',
            kubernetesName.test(statefulSet.namespace),
            'Give the namespace as kubectl shows it.',
          ],
          [
            'statefulSet.name',
            kubernetesSubdomain.test(statefulSet.name),
            'Give the name as kubectl get statefulset shows it.',
          ],
          [
            'statefulSet.container',
            kubernetesName.test(statefulSet.container),
            'Give the name of the container in the pod.',
          ],
        ] as const)
      : []),
    [
      'windowsService',
      windowsService === undefined || serviceName.test(windowsService),
      'Give MSSQLSERVER, or MSSQL$ and the name of the instance.',
    ],
  ];
};
