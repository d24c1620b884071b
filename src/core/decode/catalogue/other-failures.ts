import type { Entry } from '../explanation.ts';

const ours = 'SQL Kube';

/** Failures that need no code to be read. */
export const otherFailures = {
  cancelled: {
    headline: 'Stopped',
    why: 'You stopped it. SQL Server was told so.',
    fix: 'Refresh to read again.',
    owner: 'you',
    sureness: 'observed',
    source: ours,
    causes: [
      {
        code: 'vscode.stopped',
        link: 'vscode',
        confirm: ['Nothing to confirm: Stop was pressed, or a newer request replaced this one.'],
      },
    ],
    actions: ['retry'],
  },
  'timeout-connect': {
    headline: '{server} does not answer',
    why: 'No login came about within {seconds} seconds: the host is down, or a firewall drops the packets silently.',
    fix: 'Check server and port of the connection, and whether this computer may reach them.',
    owner: 'network team',
    sureness: 'documented',
    source: 'mssql 12 and tedious 20 (observed)',
    causes: [
      ['vscode.packets-dropped', 'documented'],
      ['vscode.port-closed', 'documented'],
    ],
    actions: ['edit-connection', 'retry'],
  },
  'timeout-query': {
    headline: '{sql} did not finish within {seconds} seconds',
    why: 'The query was cancelled there when the time was over. The call itself may have been made.',
    fix: 'Raise `sqlkube.query.timeoutSeconds`, or lower `sqlkube.pods.pageSize`.',
    owner: 'you',
    sureness: 'observed',
    source: ours,
    causes: [['vscode.query-slow', 'observed']],
    actions: ['retry'],
  },
  'connection-lost': {
    headline: 'The connection to {server} was lost',
    why: 'It broke while a query was running: {detail}',
    fix: 'Try again. If it happens often, ask the DBA about restarts and the network team about idle connections.',
    owner: 'you',
    sureness: 'observed',
    source: 'mssql 12 and tedious 20 (observed)',
    causes: [['vscode.connection-cut', 'observed']],
    actions: ['retry'],
  },
  'no-result': {
    headline: '{endpoint} answered {code} without a body',
    why: 'The call succeeded, but nothing that SQL Server hands on came with it. Most likely something other than a Kubernetes API answered.',
    fix: 'Check the endpoint’s URL.',
    owner: 'you',
    sureness: 'documented',
    source: 'Published definition of the procedure in SQL Server 2025',
    causes: [
      ['proxy.empty-answer', 'observed'],
      ['proxy.not-kubernetes', 'documented'],
    ],
    actions: ['edit-endpoint', 'run-doctor', 'retry'],
  },
  'unexpected-answer': {
    headline: '{endpoint} is not a Kubernetes API, or not at this path',
    why: 'Expected: {expected}. Seen: {seen}',
    fix: 'Check the endpoint’s URL.',
    owner: 'you',
    sureness: 'judged',
    source: ours,
    causes: ['proxy.not-kubernetes', 'proxy.wrong-path'],
    actions: ['edit-endpoint', 'run-doctor', 'retry'],
  },
  'list-expired': {
    headline: 'The list expired again and again while it was read',
    why: 'Kubernetes keeps the state behind a page for about five minutes only, and reading took longer each time.',
    fix: 'Raise `sqlkube.pods.pageSize`, so that fewer calls are needed.',
    owner: 'you',
    sureness: 'observed',
    source: 'Kubernetes 1.36 API server, measured',
    causes: [['api.list-expired', 'observed']],
    actions: ['retry'],
  },
  login: {
    headline: '{server} refused the login {user}',
    why: 'It gave no reason.',
    fix: 'Check login and password.',
    owner: 'you',
    sureness: 'documented',
    source: 'mssql 12 and tedious 20 (observed)',
    causes: ['sql.login-wrong', 'sql.login-barred'],
    actions: ['enter-password', 'edit-connection'],
  },
} as const satisfies Readonly<Record<string, Entry>>;
