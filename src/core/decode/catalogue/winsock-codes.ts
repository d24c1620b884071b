import { hresultRow, type HresultRow } from './hresult-row.ts';

const winsock = hresultRow('Windows Sockets error codes (Microsoft Learn)');

/** Windows Sockets; Msg 31625 prints them bare. */
export const winsockCodes: readonly HresultRow[] = [
  winsock(10013, 'WSAEACCES', 'forbidden', 'Socket use forbidden'),
  winsock(10047, 'WSAEAFNOSUPPORT', 'cannot-connect', 'Address family unsupported'),
  winsock(10049, 'WSAEADDRNOTAVAIL', 'cannot-connect', 'Address unusable'),
  winsock(10050, 'WSAENETDOWN', 'cannot-connect', 'Network down'),
  winsock(10051, 'WSAENETUNREACH', 'cannot-connect', 'No route to network'),
  winsock(10053, 'WSAECONNABORTED', 'aborted', 'Local stack aborted'),
  winsock(10054, 'WSAECONNRESET', 'aborted', 'Peer reset'),
  winsock(10055, 'WSAENOBUFS', 'exhausted', 'No buffer/ports'),
  winsock(10060, 'WSAETIMEDOUT', 'no-reply', 'No reply'),
  winsock(10061, 'WSAECONNREFUSED', 'cannot-connect', 'Actively refused'),
  winsock(10064, 'WSAEHOSTDOWN', 'cannot-connect', 'Host down'),
  winsock(10065, 'WSAEHOSTUNREACH', 'cannot-connect', 'No route to host'),
  winsock(11001, 'WSAHOST_NOT_FOUND', 'name-not-resolved', 'Authoritative "no such host"'),
  winsock(11002, 'WSATRY_AGAIN', 'name-not-resolved', 'Temporary resolver failure'),
  winsock(11003, 'WSANO_RECOVERY', 'name-not-resolved', 'Non-recoverable DNS failure'),
  winsock(11004, 'WSANO_DATA', 'name-not-resolved', 'Name exists, no address of that type'),
];
