import type { Trust } from './trust-options.ts';

/** What the network team and the host's administrator read about the name: Markdown. */
export const nameResolutionText = (trust: Trust): string => {
  const { host, port, address, isAddress } = trust;
  const target = address ?? 'ADDRESS';
  return [
    `# The name ${host}`,
    '',
    `SQL Server calls \`${host}:${port}\`. Its host asks its own resolver; what another computer resolves says nothing.`,
    '',
    ...(isAddress
      ? [
          `${host} is an address: nothing has to be resolved, but the server certificate must carry it as an IP name.`,
          '',
        ]
      : nameSteps(host, target, address === undefined)),
    '## Firewall (network team)',
    '',
    `- Allow TCP from every SQL Server node to \`${address ?? host}:${port}\`.`,
    '- Deny those nodes other outgoing HTTPS where you can: SQL Server 2025 has no list of permitted hosts, so this rule is',
    '  what limits the holders of EXECUTE ANY EXTERNAL ENDPOINT.',
    '- Nothing between may open the TLS connection: SQL Server would see the certificate of that device.',
    '',
    '## Every node',
    '',
    'In an availability group or a failover cluster, each node resolves, connects and trusts for itself. After a failover the',
    'same call runs on another host: repeat the steps there, and the proof.',
    '',
  ].join('\n');
};

const nameSteps = (host: string, target: string, unknown: boolean): readonly string[] => [
  '## DNS (network team), the better way',
  '',
  `An A record \`${host}\` → \`${target}\`, in a zone that the SQL Server nodes ask.`,
  'SQL Server may remember a negative answer for some 15 minutes (reported from Amazon RDS).',
  '',
  "## Hosts entry (administrator of SQL Server's host), for a trial",
  '',
  ...(unknown ? ['Put the address of the proxy in the place of ADDRESS.', ''] : []),
  '| host | where |',
  '| --- | --- |',
  `| Linux | line \`${target} ${host}\` in \`/etc/hosts\` |`,
  `| WSL | the same line; \`generateHosts=false\` under \`[network]\` in \`/etc/wsl.conf\`, or put it into the hosts file of Windows |`,
  `| Windows | the same line in \`C:\\Windows\\System32\\drivers\\etc\\hosts\`, as administrator |`,
  `| container | \`--add-host ${host}:${target}\`, or \`extra_hosts\` in compose; an entry made inside is lost |`,
  `| Kubernetes | \`hostAliases\` of the pod template |`,
  '',
  `Check with \`getent hosts ${host}\` on Linux and \`Resolve-DnsName ${host}\` on Windows, on that host; nslookup does not read hosts files.`,
  '',
];
