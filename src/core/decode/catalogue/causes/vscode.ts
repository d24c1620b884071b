import type { CauseEntry } from '../../cause.ts';

/** What can be broken between this computer and SQL Server. */
export const vscodeCauses = {
  'vscode.name-unknown': {
    text: 'The name {server} is misspelt, or known only to a DNS that this computer does not ask (a VPN, another domain).',
    link: 'vscode',
    owner: 'you',
    confirm: ['Look the name up on this computer with `nslookup`. If that fails as well, it is the name.'],
    fixes: [['Correct the server’s name in the connection, or connect the VPN first.', 'edit-connection']],
  },
  'vscode.dns-silent': {
    text: 'The DNS server that this computer asks does not answer.',
    link: 'vscode',
    owner: 'network team',
    confirm: ['Look up any other name on this computer with `nslookup`. If none resolves, it is the DNS server.'],
    fixes: [['Connect the network or the VPN, then try again.', 'retry']],
  },
  'vscode.port-closed': {
    text: 'SQL Server is stopped on {server}, TCP/IP is switched off there, or it listens on another port.',
    link: 'vscode',
    owner: 'DBA',
    confirm: [
      "On the server, the error log says after each start: `Server is listening on [ 'any' <ipv4> 1433]`, with the port that counts.",
    ],
    fixes: [
      ['Correct the port in the connection (`host,port`).', 'edit-connection'],
      'Have SQL Server started there, or TCP/IP switched on in SQL Server Configuration Manager.',
    ],
  },
  'vscode.no-route': {
    text: 'No network of this computer leads to {server}.',
    link: 'vscode',
    owner: 'network team',
    confirm: ['Ask for the machine from this computer: `tracert` or `traceroute` ends before it.'],
    fixes: [['Connect the VPN, or have a route set up; then try again.', 'retry']],
  },
  'vscode.packets-dropped': {
    text: 'A firewall between this computer and {server} drops the packets, or the machine is down.',
    link: 'vscode',
    owner: 'network team',
    confirm: ['Another computer, or the server itself, connects to the same port at the same time.'],
    fixes: [
      'Have the port opened from this computer to {server}.',
      ['Or correct the server in the connection.', 'edit-connection'],
    ],
  },
  'vscode.encryption': {
    text: 'The connection and {server} do not use the same encryption: strict against a server before 2022, or none against one that demands it.',
    link: 'vscode',
    owner: 'you',
    confirm: ['With the encryption set to mandatory the connection test gets further.'],
    fixes: [['Set the connection’s encryption to mandatory.', 'edit-connection']],
  },
  'vscode.not-sql-server': {
    text: 'Something other than SQL Server listens at {server}.',
    link: 'vscode',
    owner: 'you',
    confirm: ['Compare the port with the one that SQL Server’s error log names after its start.'],
    fixes: [['Correct the port in the connection.', 'edit-connection']],
  },
  'vscode.browser-silent': {
    text: 'SQL Server Browser is stopped, its UDP port 1434 is closed, or the instance has another name.',
    link: 'vscode',
    owner: 'DBA',
    confirm: ['With the port written out (`host,port`) the connection works.'],
    fixes: [
      ['Write the port into the connection instead of the instance’s name.', 'edit-connection'],
      'Or have SQL Server Browser started and UDP 1434 opened.',
    ],
  },
  'vscode.certificate-untrusted': {
    text: 'SQL Server’s own certificate was issued by nobody whom this computer trusts; without a certificate of its own it signs one itself.',
    link: 'vscode',
    owner: 'you',
    confirm: ['Compare the fingerprint shown with the one that the DBA reads on the server.'],
    fixes: [
      ['Trust this one certificate, once the fingerprints agree.', 'pin-certificate'],
      'Or have SQL Server given a certificate of a CA that this computer trusts.',
    ],
  },
  'vscode.certificate-name': {
    text: 'The connection calls {server} by a name that is not in its certificate.',
    link: 'vscode',
    owner: 'you',
    confirm: ['The message lists the names in the certificate; the connection’s server is not among them.'],
    fixes: [
      ['Use a name that is in the certificate.', 'edit-connection'],
      ['Or trust this one certificate after comparing its fingerprint.', 'pin-certificate'],
    ],
  },
  'vscode.certificate-expired': {
    text: 'The certificate of {server} has ended.',
    link: 'vscode',
    owner: 'DBA',
    confirm: ['SQL Server Configuration Manager, or the file named in `mssql.conf`, shows the certificate’s last day.'],
    fixes: ['Have SQL Server given a new certificate and restarted.'],
  },
  'vscode.clock': {
    text: 'This computer’s clock is wrong.',
    link: 'vscode',
    owner: 'you',
    confirm: ['Compare this computer’s date with any other.'],
    fixes: ['Correct the clock, or let it be set by the network.'],
  },
  'vscode.certificate-changed': {
    text: 'SQL Server was given another certificate, as after a reinstallation, or somebody stands between.',
    link: 'vscode',
    owner: 'DBA',
    confirm: ['Ask the DBA whether the certificate was changed, and for the fingerprint of the new one.'],
    fixes: [['Trust the new certificate, but only once its fingerprint was compared.', 'pin-certificate']],
  },
  'vscode.connection-cut': {
    text: 'SQL Server was restarted, the session was ended there, or a device between cut a connection that was idle too long.',
    link: 'vscode',
    owner: 'you',
    confirm: ['SQL Server’s error log shows a start or a KILL at that second; if not, it was the network.'],
    fixes: [['Connect again.', 'retry']],
  },
  'vscode.query-slow': {
    text: 'The batch took longer than `sqlkube.query.timeoutSeconds` allows, most often because the answer behind the call was slow.',
    link: 'proxy',
    owner: 'you',
    confirm: [
      'While it runs, `sys.dm_exec_requests` shows the wait type `HTTP_EXTERNAL_CONNECTION` when SQL Server waits for the endpoint.',
    ],
    fixes: [
      'Raise `sqlkube.query.timeoutSeconds`, or lower `sqlkube.pods.pageSize`.',
      ['Look which link is slow.', 'run-doctor'],
    ],
  },
} as const satisfies Readonly<Record<string, CauseEntry>>;
