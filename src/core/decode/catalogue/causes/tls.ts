import type { CauseEntry } from '../../cause.ts';
import { inProxyLog } from '../proxy-log.ts';

const anyMachine = 'any machine that reaches the endpoint';
const shown =
  'openssl s_client -connect {hostName}:{port} -servername {hostName} </dev/null 2>/dev/null | openssl x509 -noout';
const folder = '/var/opt/mssql/security/ca-certificates';
const listFolder = `ls -l ${folder}`;

/** What can be wrong with the certificate, with trust in it, or with TLS itself. */
export const tlsCauses = {
  'tls.ca-missing': {
    text: 'The CA that issued the certificate is not where SQL Server on **{sql}** looks. The system’s own store does not count on Linux, so a working `curl` proves nothing.',
    link: 'tls',
    owner: 'DBA',
    confirm: [
      ['On Linux, the CA’s file is not in the folder.', 'shell', '{sql}', listFolder],
      [
        'On Windows, the CA is not among the trusted roots of the machine.',
        'powershell',
        '{sql}',
        'Get-ChildItem Cert:\\LocalMachine\\Root',
      ],
      ['Look at who issued what is served.', 'inspect-certificate'],
    ],
    fixes: [
      ['Write the script that installs the CA on **{sql}**.', 'set-up-sql-server'],
      '{trust} Then restart SQL Server.',
    ],
  },
  'tls.not-restarted': {
    text: 'The CA is in its place, but SQL Server was not restarted since; on Linux it reads the folder only at its start.',
    link: 'tls',
    owner: 'DBA',
    confirm: [
      [
        'The CA’s file is younger than the start of SQL Server.',
        'sql',
        '{sql}',
        'SELECT sqlserver_start_time FROM sys.dm_os_sys_info;',
      ],
      'The error log has no line `Installing Client TLS certificates to the store.` after that start.',
    ],
    fixes: ['Restart SQL Server on **{sql}**.'],
  },
  'tls.ca-regenerated': {
    text: 'The proxy’s certificate was made anew by another CA, so that the two sides hold different ones.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [
      ['The issuer is not the CA that was installed.', 'shell', anyMachine, `${shown} -issuer -fingerprint -sha256`],
    ],
    fixes: [
      ['Issue the server certificate from the CA that is installed.', 'renew-certificate'],
      'Or install the new CA on **{sql}** and restart SQL Server.',
    ],
  },
  'tls.ca-file-name': {
    text: 'The CA’s file does not end in `.crt`, holds DER instead of PEM, or is not readable for `mssql`; or the folder holds more than 50 files.',
    link: 'tls',
    owner: 'DBA',
    confirm: [['Names, rights and number of the files.', 'shell', '{sql}', listFolder]],
    fixes: [['Write the script that installs it as it has to be.', 'set-up-sql-server']],
  },
  'tls.leaf-trusted': {
    text: 'The server’s certificate was installed in place of its CA.',
    link: 'tls',
    owner: 'DBA',
    confirm: [
      [
        '`CA:TRUE` is not printed.',
        'shell',
        '{sql}',
        `for file in ${folder}/*; do openssl x509 -in "$file" -noout -subject -ext basicConstraints; done`,
      ],
    ],
    fixes: [['Install the CA instead.', 'set-up-sql-server']],
  },
  'tls.wrong-name': {
    text: 'The certificate does not name {host}: it was issued for another host, or the endpoint is called by an address or a short name.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [
      ['Compare its names with {host}.', 'inspect-certificate'],
      ['The names that it has.', 'shell', anyMachine, `${shown} -ext subjectAltName`],
    ],
    fixes: [
      ['Issue it again with exactly {host} among its names.', 'renew-certificate'],
      ['Or call the endpoint by a name that is in it.', 'edit-endpoint'],
    ],
  },
  'tls.other-host-answered': {
    text: 'Another virtual host answered: an ingress’ default certificate, or a server that does not know {host}.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [
      [
        'The subject is that of another service, such as “Kubernetes Ingress Controller Fake Certificate”.',
        'shell',
        anyMachine,
        `${shown} -subject -issuer`,
      ],
    ],
    fixes: ['Give the ingress or the proxy a TLS host {host} with its certificate.'],
  },
  'tls.expired': {
    text: 'The certificate has ended.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [
      ['Look at its dates.', 'inspect-certificate'],
      ['Its last day.', 'shell', anyMachine, `${shown} -dates`],
    ],
    fixes: [['Renew it and reload the proxy; the CA stays.', 'renew-certificate']],
  },
  'tls.not-yet-valid': {
    text: 'The certificate is valid only from a later time on.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [['Its first day.', 'shell', anyMachine, `${shown} -dates`]],
    fixes: [['Issue it again with a first day in the past.', 'renew-certificate']],
  },
  'tls.clock': {
    text: 'The clock of **{sql}** is wrong, as in WSL or a virtual machine after sleep.',
    link: 'tls',
    owner: 'DBA',
    confirm: [['Compare with the present time.', 'sql', '{sql}', 'SELECT SYSUTCDATETIME();']],
    fixes: ['Correct the clock there and let it be set by the network.'],
  },
  'tls.revocation-unreachable': {
    text: 'The certificate names a revocation list or an OCSP address that **{sql}** cannot reach.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [['The addresses that it names.', 'shell', anyMachine, `${shown} -text | grep -A4 -E "CRL|OCSP"`]],
    fixes: [
      ['Issue it without revocation addresses, as is usual for a private CA.', 'renew-certificate'],
      'Or open the way from **{sql}** to them.',
    ],
  },
  'tls.revoked': {
    text: 'Its issuer has withdrawn the certificate.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: ['Ask whoever runs the CA; its revocation list names the serial number.'],
    fixes: [['Issue a new server certificate and reload the proxy.', 'renew-certificate']],
  },
  'tls.chain-incomplete': {
    text: 'The proxy does not send the intermediate certificates between its own and the root.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [
      [
        'Count the certificates that are sent.',
        'shell',
        anyMachine,
        'openssl s_client -connect {hostName}:{port} -servername {hostName} -showcerts </dev/null 2>/dev/null | grep -c BEGIN',
      ],
    ],
    fixes: ['Put the server certificate followed by its intermediates into the proxy’s `ssl_certificate`.'],
  },
  'tls.constraints': {
    text: 'A certificate of the chain breaks a constraint: a CA without `CA:TRUE`, a path that is too long, a name that the CA may not vouch for, or an extension that Windows does not know.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [
      [
        'Let OpenSSL check the chain against the CA’s file.',
        'shell',
        'the machine with the CA’s file',
        'openssl verify -purpose sslserver -CAfile ca.crt server.crt',
      ],
    ],
    fixes: [['Create the CA and the server certificate as they have to be.', 'create-certificates']],
  },
  'tls.weak': {
    text: 'The certificate is signed with SHA-1 or MD5, or its key is too short.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [['Signature and key.', 'shell', anyMachine, `${shown} -text | grep -E "Signature Algorithm|Public-Key"`]],
    fixes: [['Issue it with SHA-256 and RSA 2048 or more.', 'renew-certificate']],
  },
  'tls.wrong-usage': {
    text: 'The certificate is not meant for servers: its extended key usage lacks server authentication, or a CA certificate is served.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [
      ['`TLS Web Server Authentication` is not printed.', 'shell', anyMachine, `${shown} -ext extendedKeyUsage`],
    ],
    fixes: [['Issue a server certificate with the usage `serverAuth`.', 'renew-certificate']],
  },
  'tls.no-common-version': {
    text: 'SQL Server and {endpoint} share no TLS version, cipher or signature algorithm; most often the proxy takes TLS 1.3 only.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [
      [
        'TLS 1.2 is refused.',
        'shell',
        anyMachine,
        'openssl s_client -connect {hostName}:{port} -servername {hostName} -tls1_2 </dev/null',
      ],
      inProxyLog('The proxy’s error log (level `info`) says `unsupported protocol` or `no shared cipher`.'),
    ],
    fixes: ['Allow TLS 1.2 with ECDHE-RSA and AES-GCM on the proxy, and use an RSA certificate.'],
  },
  'tls.port-without-tls': {
    text: 'The port of the URL speaks no TLS, or another protocol altogether.',
    link: 'tls',
    owner: 'you',
    confirm: [
      ['No certificate is shown.', 'shell', anyMachine, 'openssl s_client -connect {hostName}:{port} </dev/null'],
    ],
    fixes: [['Use the proxy’s TLS port in the endpoint’s URL.', 'edit-endpoint']],
  },
  'tls.client-certificate': {
    text: '{endpoint} demands a client certificate, which the procedure cannot send.',
    link: 'tls',
    owner: 'cluster admin',
    confirm: [
      [
        'It says: Acceptable client certificate CA names.',
        'shell',
        anyMachine,
        'openssl s_client -connect {hostName}:{port} -servername {hostName} </dev/null',
      ],
      inProxyLog('The proxy’s error log says `client sent no required SSL certificate`.'),
    ],
    fixes: ['Switch it off on the proxy (`ssl_verify_client off`) and sign in by token.'],
  },
  'tls.broken-off': {
    text: 'A device between **{sql}** and {endpoint} cut the connection during the handshake: a firewall that inspects TLS, or a load balancer.',
    link: 'tls',
    owner: 'network team',
    confirm: ['From a machine beside the proxy the handshake succeeds, from **{sql}** it does not.'],
    fixes: ['Have {endpoint} taken out of inspection for **{sql}**.'],
  },
} as const satisfies Readonly<Record<string, CauseEntry>>;
