import type { CauseEntry } from '../../cause.ts';

const onSqlHost = '{sql}, as the account of SQL Server';
const resolve = 'getent hosts {hostName}';
const connect = 'timeout 5 bash -c "</dev/tcp/{hostName}/{port}" && echo open';

/** What can be wrong on the way from SQL Server’s host to the endpoint’s port. */
export const networkCauses = {
  'name.unknown': {
    text: 'The DNS that **{sql}** asks has no record for {host}. It is not this computer’s DNS or hosts file that counts.',
    link: 'name',
    owner: 'network team',
    confirm: [
      ['On Linux, nothing is printed.', 'shell', onSqlHost, resolve],
      ['On Windows, the name does not resolve.', 'powershell', '{sql}', 'Resolve-DnsName {hostName}'],
    ],
    fixes: [
      'Ask the network team for a DNS record of {host}.',
      'Or add a hosts entry on **{sql}**; in a container `extra_hosts`, in a pod `hostAliases`.',
      ['Or correct the host in the endpoint’s URL.', 'edit-endpoint'],
    ],
  },
  'name.hosts-elsewhere': {
    text: 'The name stands in a hosts file that SQL Server does not see: on this computer, on the container’s host, or in WSL, which writes the file anew at each start.',
    link: 'name',
    owner: 'DBA',
    confirm: [
      [
        'The file has no such line.',
        'shell',
        '{sql}, inside the container if it runs in one',
        'grep -i {hostName} /etc/hosts',
      ],
    ],
    fixes: [
      'Add the entry where SQL Server runs: `extra_hosts` for a container, `hostAliases` for a pod, `generateHosts=false` for WSL.',
    ],
  },
  'name.cluster-internal': {
    text: '{host} is a name that only pods inside the cluster can resolve.',
    link: 'name',
    owner: 'you',
    confirm: ['The name ends in `.svc` or `.cluster.local`, or is the bare name of a Service.'],
    fixes: [['Use the name under which the proxy is published outside the cluster.', 'edit-endpoint']],
  },
  'name.remembered': {
    text: 'The record was added only lately, and SQL Server still remembers the earlier answer; about 15 minutes were seen.',
    link: 'name',
    owner: 'DBA',
    confirm: [['The name resolves on the host now, and the call still fails.', 'shell', onSqlHost, resolve]],
    fixes: [['Wait a quarter of an hour and try again, or restart SQL Server.', 'retry']],
  },
  'name.resolver-unreachable': {
    text: '**{sql}** cannot reach any DNS server that knows {host}: no route to it, no DNS in the container, or a private zone that is not linked.',
    link: 'name',
    owner: 'network team',
    confirm: ['No other name resolves there either, or only those of one zone.'],
    fixes: ['Give **{sql}** a way to a DNS server that serves the name.'],
  },
  'name.certificates-in-flux': {
    text: 'Certificates were being replaced at the time. One published walkthrough met this code then; if the name does resolve, check that the URL’s host is in the certificate and that SQL Server was restarted.',
    link: 'tls',
    owner: 'DBA',
    confirm: [
      ['The name resolves as SQL Server’s account, and the call still fails.', 'shell', onSqlHost, resolve],
      ['Look at what the endpoint serves.', 'inspect-certificate'],
    ],
    fixes: ['Restart SQL Server, then call again.'],
  },
  'name.no-address': {
    text: '{host} has no address of the kind that is asked for: only IPv6, or only a mail record.',
    link: 'name',
    owner: 'network team',
    confirm: [['No IPv4 address is printed.', 'shell', onSqlHost, 'getent ahostsv4 {hostName}']],
    fixes: ['Ask the network team for an A record of {host}.'],
  },
  'name.blocked-address': {
    text: '{host} resolves to a private or otherwise blocked address, which Azure SQL does not call.',
    link: 'name',
    owner: 'DBA',
    confirm: [['The engine edition is 5.', 'sql', '{sql}', "SELECT SERVERPROPERTY('EngineEdition');"]],
    fixes: [['Use SQL Server 2025 on a machine of your own, or a public address.', 'edit-connection']],
  },
  'name.not-allowed': {
    text: '{host} is not on the list of hosts that the Azure server may call.',
    link: 'name',
    owner: 'DBA',
    confirm: ['The Azure portal lists the outbound firewall rules of the server; the host is not there.'],
    fixes: ['Add {host} to the outbound firewall rules, or call through Azure API Management.'],
  },
  'tcp.refused': {
    text: 'Nothing listens at {endpoint}: the proxy is not running, its Service has no endpoints, or the URL has another port.',
    link: 'tcp',
    owner: 'cluster admin',
    confirm: [
      ['It says: Connection refused.', 'shell', onSqlHost, connect],
      [
        'The Service has an address and endpoints.',
        'shell',
        'a machine with kubectl',
        'kubectl get service,endpoints --all-namespaces',
      ],
    ],
    fixes: [
      'Start the proxy, or give its Service an address.',
      ['Or correct the port in the endpoint’s URL.', 'edit-endpoint'],
    ],
  },
  'tcp.rejected': {
    text: 'A firewall between **{sql}** and {endpoint} refuses the connection.',
    link: 'tcp',
    owner: 'network team',
    confirm: [
      'From a machine in the cluster’s network the port answers, from **{sql}** it does not.',
      ['It says: Connection refused, or No route to host.', 'shell', onSqlHost, connect],
    ],
    fixes: ['Have {endpoint} opened for **{sql}**.'],
  },
  'tcp.no-route': {
    text: 'No network of **{sql}** leads to the address of {host}: a missing route, a network policy, or a load balancer whose address nobody announces.',
    link: 'tcp',
    owner: 'network team',
    confirm: [['It says: No route to host, or Network is unreachable.', 'shell', onSqlHost, connect]],
    fixes: ['Have a route set up, and check that the load balancer’s address is announced (MetalLB).'],
  },
  'tcp.dropped': {
    text: 'A firewall between **{sql}** and {endpoint} drops the packets silently.',
    link: 'tcp',
    owner: 'network team',
    confirm: [
      ['It hangs until the time is over.', 'shell', onSqlHost, connect],
      'The proxy’s error log (level `info`) shows nothing at that second.',
    ],
    fixes: ['Have {endpoint} opened for **{sql}**.'],
  },
  'tcp.ipv6-first': {
    text: '{host} has an IPv6 address that is tried first and leads nowhere.',
    link: 'tcp',
    owner: 'network team',
    confirm: [['IPv6 addresses come first.', 'shell', onSqlHost, 'getent ahosts {hostName}']],
    fixes: ['Remove the AAAA record, or on Linux limit it with `mssql-conf set network.ipv6dnsrecordslimit`.'],
  },
  'tcp.local-policy': {
    text: 'The firewall or the security policy of **{sql}** itself does not let SQL Server connect.',
    link: 'tcp',
    owner: 'DBA',
    confirm: ['Its local firewall log, or SELinux’ audit log, shows a refusal for `sqlservr` at that second.'],
    fixes: ['Allow outgoing connections of SQL Server to {endpoint}.'],
  },
  'tcp.ports-exhausted': {
    text: '**{sql}** has no local ports or socket buffers left.',
    link: 'tcp',
    owner: 'DBA',
    confirm: ['`netstat` there shows thousands of connections in TIME_WAIT.'],
    fixes: ['Make fewer calls in a row, or larger ones.'],
  },
  'tcp.web-proxy': {
    text: 'WinHTTP on **{sql}** goes, or looks, for a web proxy that does not work or asks for a sign-in.',
    link: 'tcp',
    owner: 'network team',
    confirm: [['A proxy is set.', 'powershell', '{sql}', 'netsh winhttp show proxy']],
    fixes: ['Make an exception for {host}, or take the setting out (`netsh winhttp reset proxy`).'],
  },
} as const satisfies Readonly<Record<string, CauseEntry>>;
