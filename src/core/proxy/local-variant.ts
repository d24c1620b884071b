import { checkText, shapes, textProblem } from '../access/text-shape.ts';
import type { InputProblem } from '../input-problem.ts';
import type { Access } from '../access/grant.ts';
import { pathRules } from '../access/path-rules.ts';
import type { HostName } from '../pki/host-name.ts';
import { err, ok, type Result } from '../result.ts';
import { checkImage, defaultProxyImage, imageReference, type ProxyImage } from './image.ts';
import { renderNginxConf } from './nginx-conf.ts';
import { readHosts } from './check-wish.ts';
import { containerPaths, containerPort } from './pod-template.ts';
import { renderYaml } from './yaml.ts';

/** A cluster in containers of this machine. */
interface LocalCluster {
  readonly kind: 'kind' | 'k3d';
  /** As `kind get clusters` and `k3d cluster list` show it. */
  readonly name: string;
}

/** What is asked for to run proxy and SQL Server in containers beside such a cluster. */
export interface LocalWish {
  readonly cluster: LocalCluster;
  /** Names in the server certificate; SQL Server calls the first, at port 8443. */
  readonly hosts: readonly string[];
  readonly access: Pick<Access, 'scope' | 'grants'>;
  readonly image?: ProxyImage;
  /** With a tag; default {@link defaultSqlServerImage}. */
  readonly sqlServerImage?: ProxyImage;
  /** The port of this machine to reach SQL Server at; default {@link defaultSqlServerPort}. */
  readonly sqlServerPort?: number;
}

/** Microsoft's image; the tag moves with updates of the release (documented on its registry page). */
export const defaultSqlServerImage: ProxyImage = { name: 'mcr.microsoft.com/mssql/server:2025-latest' };

/** Port of this machine for SQL Server: one that no SQL Server of its own has. */
export const defaultSqlServerPort = 14_333;

/** Two files to lie beside `tls.crt`, `tls.key` and `ca.crt`; none holds a secret. */
export interface LocalFiles {
  readonly 'nginx.conf': string;
  readonly 'compose.yaml': string;
}

/** How each kind of cluster names its network and its API server in it (documented by the projects; not run here). */
const places: Readonly<
  Record<
    LocalCluster['kind'],
    (name: string) => { readonly network: string; readonly server: string; readonly ca: string }
  >
> = {
  kind: (name) => ({
    network: 'kind',
    server: `${name}-control-plane`,
    ca: `docker exec ${name}-control-plane cat /etc/kubernetes/pki/ca.crt > cluster-ca.crt`,
  }),
  k3d: (name) => ({
    network: `k3d-${name}`,
    server: `k3d-${name}-server-0`,
    ca: `docker exec k3d-${name}-server-0 cat /var/lib/rancher/k3s/server/tls/server-ca.crt > cluster-ca.crt`,
  }),
};

/** The local variant: the real thing on one machine with a container runtime. */
export function localVariant(wish: LocalWish): Result<LocalFiles, readonly InputProblem[]> {
  const {
    cluster,
    image = defaultProxyImage,
    sqlServerImage = defaultSqlServerImage,
    sqlServerPort = defaultSqlServerPort,
  } = wish;
  const hosts = readHosts(wish.hosts);
  const problems = [
    ...checkText('cluster.name', cluster.name, { ...shapes.label, longest: 40 }),
    ...(hosts.ok ? checkFirst(hosts.value) : hosts.error),
    ...checkImage(image),
    ...checkImage(sqlServerImage).map((found) => ({
      ...found,
      field: `sqlServerImage${found.field.slice('image'.length)}`,
    })),
    ...(Number.isInteger(sqlServerPort) && sqlServerPort >= 1 && sqlServerPort <= 65_535
      ? []
      : [textProblem('sqlServerPort', String(sqlServerPort), 'is no port', 'Give one from 1 to 65535.')]),
  ];
  const [first] = hosts.ok ? hosts.value : [];
  if (problems.length > 0 || !hosts.ok || first === undefined) return err(problems);
  const place = places[cluster.kind](cluster.name);
  const values = hosts.value.map(({ value }) => value);
  return ok({
    'nginx.conf': localNginxConf(values, `${place.server}:6443`, wish.access),
    'compose.yaml': renderYaml(
      compose(first.value, place.network, { image, sqlServerImage, sqlServerPort }),
      header(first.value, place.ca),
    ),
  });
}

const checkFirst = ([first]: readonly HostName[]): readonly InputProblem[] =>
  first?.kind === 'dns'
    ? []
    : [
        textProblem(
          'hosts[0]',
          first?.value ?? '',
          'is an address',
          'Containers find each other by name: use a DNS name.',
        ),
      ];

const localNginxConf = (hosts: readonly string[], address: string, access: LocalWish['access']): string =>
  renderNginxConf({
    listen: [String(containerPort)],
    hosts,
    certificate: `${containerPaths.tls}/tls.crt`,
    key: `${containerPaths.tls}/tls.key`,
    allow: pathRules(access),
    upstream: { address, ca: `${containerPaths.ca}/ca.crt` },
    folder: containerPaths.scratch,
    accessLog: '/dev/stdout',
    errorLog: '/dev/stderr',
  });

function header(host: string, caCommand: string): string {
  return `Made by SQL Kube: the proxy and SQL Server 2025 beside a cluster in containers. Written to be run by you; not run by our tests.
Beside this file belong nginx.conf, tls.crt, tls.key and ca.crt (SQL Kube: Create Certificates), and the cluster's CA:
  ${caCommand}
The key stays readable for you alone, so nginx runs as you. Choose a password for SQL Server's administrator, then start:
  export PROXY_USER="$(id -u):$(id -g)" MSSQL_SA_PASSWORD='...'
  docker compose up --detach
By starting it you accept the licence terms of SQL Server, Developer edition. In SQL Server the endpoint is https://${host}:${containerPort}`;
}

interface Images {
  readonly image: ProxyImage;
  readonly sqlServerImage: ProxyImage;
  readonly sqlServerPort: number;
}

const bind = (source: string, target: string): object => ({ type: 'bind', source, target, read_only: true });

/** Compose replaces `${…}` itself: only the two variables of the header stand so, everything else was checked to hold no `$`. */
function compose(host: string, network: string, { image, sqlServerImage, sqlServerPort }: Images): object {
  return {
    name: 'sqlkube',
    services: {
      proxy: {
        image: imageReference(image),
        user: '${PROXY_USER:?set PROXY_USER to the output of id -u, a colon, id -g}',
        command: [
          'nginx',
          '-e',
          '/dev/stderr',
          '-c',
          `${containerPaths.configuration}/nginx.conf`,
          '-g',
          'daemon off;',
        ],
        entrypoint: [],
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        tmpfs: [`${containerPaths.scratch}:mode=1777,size=64m`],
        restart: 'unless-stopped',
        volumes: [
          bind('./nginx.conf', `${containerPaths.configuration}/nginx.conf`),
          bind('./tls.crt', `${containerPaths.tls}/tls.crt`),
          bind('./tls.key', `${containerPaths.tls}/tls.key`),
          bind('./cluster-ca.crt', `${containerPaths.ca}/ca.crt`),
        ],
        networks: { cluster: {}, sql: { aliases: [host] } },
      },
      sqlserver: {
        image: imageReference(sqlServerImage),
        environment: {
          ACCEPT_EULA: 'Y',
          MSSQL_PID: 'Developer',
          MSSQL_SA_PASSWORD: '${MSSQL_SA_PASSWORD:?choose a password for sa}',
        },
        ports: [`127.0.0.1:${sqlServerPort}:1433`],
        restart: 'unless-stopped',
        // SQL Server reads this folder when it starts, and takes files that end in .crt.
        volumes: [
          bind('./ca.crt', '/var/opt/mssql/security/ca-certificates/sqlkube-ca.crt'),
          { type: 'volume', source: 'data', target: '/var/opt/mssql' },
        ],
        networks: { sql: {} },
      },
    },
    volumes: { data: {} },
    networks: { cluster: { name: network, external: true }, sql: {} },
  };
}
