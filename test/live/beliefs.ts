import type { SqlMessage } from '../../src/core/failure.ts';
import { quoteIdentifier, quoteLiteral, sql } from '../../src/core/tsql/quoting.ts';
import type { LiveSession } from './session.ts';

/** How sure we were before anybody ran this against the real server. */
export type BeliefEvidence = 'observed' | 'documented' | 'derived' | 'inferred';

/** One thing that we believe of the procedure, which the sandbox imitates and the decoder and the linter build on. */
export interface Belief {
  readonly name: string;
  readonly evidence: BeliefEvidence;
  readonly source: string;
  /** Undefined when it holds; else what was seen instead. */
  readonly check: (session: LiveSession) => Promise<string | undefined>;
}

const learn = 'sp_invoke_external_rest_endpoint (Microsoft Learn)';
const errors = 'SQL Server 2025 error list (Microsoft Learn)';
const definition = 'Published definition of the procedure';

/** A name that no DNS may know (RFC 6761), so that no call of these goes anywhere. */
const nowhere = 'https://sqlkube-live.invalid/';
const credential = 'https://sqlkube-live.invalid';

const told = (messages: readonly SqlMessage[]): string =>
  messages.map(({ number, state, text }) => `Msg ${number}, state ${state}: ${text}`).join(' / ') || 'no error';

interface Wanted {
  readonly number: number;
  readonly state?: number;
  readonly text?: RegExp;
}

/** Among the errors of a call is this one. */
const raises =
  (wanted: Wanted, args: Parameters<LiveSession['call']>[0]): Belief['check'] =>
  async (session) => {
    const messages = await session.call(args);
    const isThere = messages.some(
      ({ number, state, text }) =>
        number === wanted.number &&
        (wanted.state === undefined || wanted.state === state) &&
        (wanted.text === undefined || wanted.text.test(text)),
    );
    return isThere ? undefined : told(messages);
  };

/** The same with a credential that is made for it and dropped at once. */
const raisesWith =
  (wanted: Wanted, name: string, identity: string, url: string): Belief['check'] =>
  async (session) => {
    const secret = quoteLiteral('{"Authorization":"Bearer not-a-token"}');
    const make = sql`CREATE DATABASE SCOPED CREDENTIAL ${quoteIdentifier(name)} WITH IDENTITY = ${quoteLiteral(identity)}, SECRET = ${secret};`;
    const made = await session.run(make);
    if (made.length > 0) return `The credential could not be made: ${told(made)}`;
    try {
      return await raises(wanted, { url, credential: name })(session);
    } finally {
      await session.run(sql`DROP DATABASE SCOPED CREDENTIAL ${quoteIdentifier(name)};`);
    }
  };

const headers = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const headersRaise = (wanted: Wanted, value: unknown): Belief['check'] =>
  raises(wanted, { url: nowhere, headers: headers(value) });

/** Everything that can be found out without an endpoint. */
export const beliefs: readonly Belief[] = [
  {
    name: 'the server is SQL Server 2025 or later',
    evidence: 'documented',
    source: learn,
    check: async (session: LiveSession): Promise<string | undefined> => {
      const version = await session.text(sql`SELECT CONVERT(nvarchar(40), SERVERPROPERTY('ProductVersion'));`);
      return Number.parseInt(version, 10) >= 17 ? undefined : version;
    },
  },
  {
    name: 'the option is called external rest endpoint enabled, and is dynamic',
    evidence: 'documented',
    source: learn,
    check: async (session: LiveSession): Promise<string | undefined> => {
      const dynamic = await session.text(
        sql`SELECT CONVERT(nvarchar(10), is_dynamic) FROM sys.configurations WHERE name = N'external rest endpoint enabled';`,
      );
      return dynamic === '1' ? undefined : `is_dynamic: ${dynamic || 'no such option'}`;
    },
  },
  {
    name: 'the permission is called EXECUTE ANY EXTERNAL ENDPOINT',
    evidence: 'documented',
    source: learn,
    check: async (session: LiveSession): Promise<string | undefined> => {
      const has = await session.text(
        sql`SELECT CONVERT(nvarchar(10), HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'EXECUTE ANY EXTERNAL ENDPOINT'));`,
      );
      return has === '' ? 'HAS_PERMS_BY_NAME does not know it' : undefined;
    },
  },
  {
    name: 'only https is called: 31610',
    evidence: 'observed',
    source: errors,
    check: raises({ number: 31610 }, { url: 'http://sqlkube-live.invalid/' }),
  },
  {
    name: 'an IPv6 address in the URL is refused: 31614',
    evidence: 'inferred',
    source: errors,
    check: raises({ number: 31614 }, { url: 'https://[::1]:8443/' }),
  },
  {
    name: 'Accept for Kubernetes’ tables is refused: 31638',
    evidence: 'inferred',
    source: learn,
    check: headersRaise({ number: 31638 }, { Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }),
  },
  {
    name: 'Kubernetes’ patch types are refused: 31638',
    evidence: 'inferred',
    source: learn,
    check: headersRaise({ number: 31638 }, { 'Content-Type': 'application/merge-patch+json' }),
  },
  {
    name: 'nested headers are refused: 31615',
    evidence: 'documented',
    source: errors,
    check: headersRaise({ number: 31615 }, { a: { b: 'c' } }),
  },
  {
    name: 'an empty header name is refused: 31618',
    evidence: 'documented',
    source: errors,
    check: headersRaise({ number: 31618 }, { '': 'a' }),
  },
  {
    name: 'an empty header value is refused: 31642',
    evidence: 'documented',
    source: errors,
    check: headersRaise({ number: 31642 }, { a: '' }),
  },
  {
    name: 'headers beyond ASCII are refused: 31617',
    evidence: 'documented',
    source: errors,
    check: headersRaise({ number: 31617 }, { a: 'ä' }),
  },
  {
    name: 'a list in place of headers is refused: 31620',
    evidence: 'documented',
    source: errors,
    check: headersRaise({ number: 31620 }, ['a']),
  },
  {
    name: 'headers that are no JSON end as 11558, state 200',
    evidence: 'observed',
    source: definition,
    check: headersRaise({ number: 11558, state: 200 }, 'no JSON'),
  },
  {
    name: 'a payload that is no JSON ends as 11558, state 201',
    evidence: 'observed',
    source: definition,
    check: raises({ number: 11558, state: 201 }, { url: nowhere, method: 'POST', payload: 'no JSON' }),
  },
  {
    name: 'a name that cannot exist ends as 31608, state 24, 0x80072ee7',
    evidence: 'observed',
    source: 'Several public reports with SQL Server 2025',
    check: raises({ number: 31608, state: 24, text: /0x80072ee7\b/i }, { url: nowhere }),
  },
  {
    name: 'a port on which nothing listens ends as 31608, 0x80072efd',
    evidence: 'derived',
    source: 'WinHTTP error messages (Microsoft Learn); one public report',
    check: raises({ number: 31608, text: /0x80072efd\b/i }, { url: 'https://localhost:9/' }),
  },
  {
    name: 'a credential that is not there ends as 15151',
    evidence: 'observed',
    source: 'Captured on SQL Server 2025 RTM and published',
    check: raises({ number: 15151 }, { url: nowhere, credential: 'https://sqlkube-no-such.invalid' }),
  },
  {
    name: 'a credential for another host is refused: 31630',
    evidence: 'observed',
    source: 'Public reports of Msg 31630',
    check: raisesWith({ number: 31630 }, credential, 'HTTPEndpointHeaders', 'https://sqlkube-other.invalid/'),
  },
  {
    name: 'a credential for another port is refused: 31630',
    evidence: 'inferred',
    source: 'Nobody states how ports are compared',
    check: raisesWith({ number: 31630 }, credential, 'HTTPEndpointHeaders', 'https://sqlkube-live.invalid:8443/'),
  },
  {
    name: 'a credential of another kind is refused: 31628',
    evidence: 'documented',
    source: errors,
    check: raisesWith({ number: 31628 }, credential, 'SHARED ACCESS KEY', nowhere),
  },
];
