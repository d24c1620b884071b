import type { Entry } from '../explanation.ts';

const driver = 'mssql 12 and tedious 20 (observed)';
const node = 'Node.js errors (documented)';

/** Why SQL Server itself could not be reached, by the driver's or the operating system's code. */
export const unreachableCodes: Readonly<Record<string, Entry>> = {
  ENOTFOUND: {
    headline: 'This computer cannot resolve {server}',
    why: 'No DNS server and no hosts file that it asks knows the name.',
    fix: 'Check the server’s name in the connection; a VPN may be missing.',
    owner: 'you',
    sureness: 'documented',
    source: node,
    causes: [['vscode.name-unknown', 'observed']],
    actions: ['edit-connection', 'retry'],
  },
  EAI_AGAIN: {
    headline: 'This computer cannot resolve {server} at present',
    why: 'Its DNS server does not answer.',
    fix: 'Check the network or the VPN, then try again.',
    owner: 'you',
    sureness: 'documented',
    source: node,
    causes: [['vscode.dns-silent', 'documented']],
    actions: ['retry', 'edit-connection'],
  },
  ECONNREFUSED: {
    headline: 'Nothing listens at {server}',
    why: 'The machine answers, but no SQL Server does on this port: it is stopped, TCP is off, or it uses another port.',
    fix: 'Check the port of the connection (`host,port`). If it is right, SQL Server has to be started there, or TCP/IP switched on in SQL Server Configuration Manager.',
    owner: 'DBA',
    sureness: 'documented',
    source: node,
    causes: [['vscode.port-closed', 'observed']],
    actions: ['edit-connection', 'retry'],
  },
  EHOSTUNREACH: {
    headline: 'There is no way from this computer to {server}',
    why: 'The network says that the host cannot be reached.',
    fix: 'Check the network or the VPN.',
    owner: 'network team',
    sureness: 'documented',
    source: node,
    causes: [['vscode.no-route', 'documented']],
    actions: ['retry', 'edit-connection'],
  },
  ENETUNREACH: {
    headline: 'There is no way from this computer to {server}',
    why: 'No network in use leads there.',
    fix: 'Check the network or the VPN.',
    owner: 'network team',
    sureness: 'documented',
    source: node,
    causes: [['vscode.no-route', 'documented']],
    actions: ['retry', 'edit-connection'],
  },
  ECONNRESET: {
    headline: '{server} broke the connection before the login',
    why: 'It closed it during the first exchange. Most likely another encryption is expected (strict against an older server, or the other way round), or it is no SQL Server at all.',
    fix: 'Check port and encryption of the connection.',
    owner: 'you',
    sureness: 'judged',
    source: driver,
    causes: ['vscode.encryption', 'vscode.not-sql-server', 'vscode.connection-cut'],
    actions: ['edit-connection', 'retry'],
  },
  ETIMEDOUT: {
    headline: '{server} does not answer this computer',
    why: 'Nothing came back: a firewall drops the packets, or the machine is down.',
    fix: 'Check the server in the connection, and whether this computer may reach its port.',
    owner: 'network team',
    sureness: 'documented',
    source: node,
    causes: [
      ['vscode.packets-dropped', 'documented'],
      ['vscode.no-route', 'documented'],
    ],
    actions: ['retry', 'edit-connection'],
  },
  EHOSTDOWN: {
    headline: '{server} is down',
    why: 'The network says that the host does not answer.',
    fix: 'Have the machine started.',
    owner: 'network team',
    sureness: 'documented',
    source: node,
    causes: [['vscode.no-route', 'documented']],
    actions: ['retry'],
  },
  EPIPE: {
    headline: 'The connection to {server} was closed while something was being sent',
    why: 'The other side closed it first.',
    fix: 'Try again. If it happens often, ask the DBA about restarts and the network team about idle connections.',
    owner: 'you',
    sureness: 'documented',
    source: node,
    causes: [['vscode.connection-cut', 'documented']],
    actions: ['retry'],
  },
  EINSTLOOKUP: {
    headline: 'SQL Server Browser gives no port for {server}',
    why: 'It says: {detail} The service may be stopped, its UDP port 1434 closed, or the instance named otherwise.',
    fix: 'Give the port instead, as `host,port`, or have SQL Server Browser started.',
    owner: 'DBA',
    sureness: 'documented',
    source: 'SQL Server Browser protocol (Microsoft)',
    causes: [['vscode.browser-silent', 'documented']],
    actions: ['edit-connection', 'retry'],
  },
  EENCRYPT: {
    headline: '{server} and this connection differ about encryption',
    why: 'It says: {detail}',
    fix: 'Set the connection’s encryption to mandatory; only a server without any TLS needs none.',
    owner: 'you',
    sureness: 'observed',
    source: driver,
    causes: [['vscode.encryption', 'observed']],
    actions: ['edit-connection'],
  },
  EPROTO: {
    headline: '{server} does not speak TLS as this connection expects',
    why: 'Most likely the encryption is strict, which SQL Server knows from 2022 on, or the TLS versions do not meet.',
    fix: 'Set the connection’s encryption to mandatory.',
    owner: 'you',
    sureness: 'judged',
    source: node,
    causes: ['vscode.encryption', 'vscode.not-sql-server'],
    actions: ['edit-connection', 'retry'],
  },
};

/** For codes that the table does not know. */
export const anyOtherUnreachable: Entry = {
  headline: '{server} cannot be reached from this computer',
  why: 'The driver says {code}: {detail}',
  fix: 'Check the server, its port and the encryption of the connection.',
  owner: 'you',
  sureness: 'judged',
  source: 'Not in our catalogue',
  causes: ['vscode.packets-dropped', 'vscode.port-closed', 'vscode.encryption'],
  actions: ['edit-connection', 'retry', 'show-log'],
};

const certificate = 'OpenSSL verification results as Node.js names them (documented)';
const trustIt =
  'Compare the fingerprint with the DBA’s and trust this one certificate, or have SQL Server given a certificate of a CA that this computer trusts.';

/** Why SQL Server's own certificate was refused here. */
export const certificateCodes: Readonly<Record<string, Entry>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    headline: '{server} shows a certificate that it signed itself',
    why: 'SQL Server makes one when it was given none; it proves nothing by itself.',
    fix: trustIt,
    owner: 'you',
    sureness: 'documented',
    source: certificate,
    causes: [['vscode.certificate-untrusted', 'observed']],
    actions: ['pin-certificate', 'edit-connection'],
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    headline: 'The certificate of {server} was issued for another name',
    why: 'It says: {detail}',
    fix: 'Use a name that is in the certificate as the server of this connection, or compare the fingerprint with the DBA’s and trust this one certificate.',
    owner: 'you',
    sureness: 'documented',
    source: certificate,
    causes: [['vscode.certificate-name', 'observed']],
    actions: ['edit-connection', 'pin-certificate'],
  },
  CERT_HAS_EXPIRED: {
    headline: 'The certificate of {server} has expired',
    why: 'Its last day is over, by this computer’s clock.',
    fix: 'Have SQL Server given a new certificate and restarted. An expired one is refused even when it was trusted before.',
    owner: 'DBA',
    sureness: 'documented',
    source: certificate,
    causes: [
      ['vscode.certificate-expired', 'observed'],
      ['vscode.clock', 'documented'],
    ],
    actions: ['retry'],
  },
  CERT_NOT_YET_VALID: {
    headline: 'The certificate of {server} is not valid yet',
    why: 'Its first day is still to come, by this computer’s clock.',
    fix: 'Check this computer’s clock; if it is right, have the certificate issued again.',
    owner: 'DBA',
    sureness: 'documented',
    source: certificate,
    causes: [['vscode.clock', 'documented']],
    actions: ['retry'],
  },
  EPIN: {
    headline: '{server} shows another certificate than the one you trusted',
    why: 'It was replaced, or somebody stands between. No password was sent.',
    fix: 'Ask the DBA whether the certificate was changed. Only then compare the new fingerprint and trust it.',
    owner: 'DBA',
    sureness: 'observed',
    source: driver,
    causes: [['vscode.certificate-changed', 'observed']],
    actions: ['pin-certificate', 'edit-connection'],
  },
};

/** For the other verification results, all of which come down to an unknown issuer. */
export const anyOtherCertificate: Entry = {
  headline: 'This computer does not trust the certificate of {server}',
  why: 'Its issuer is unknown here ({code}).',
  fix: trustIt,
  owner: 'you',
  sureness: 'documented',
  source: certificate,
  causes: [['vscode.certificate-untrusted', 'documented']],
  actions: ['pin-certificate', 'edit-connection'],
};
