import { quoteIdentifier, quoteLiteral, sql } from '../tsql/quoting.ts';
import type { SqlText } from '../tsql/quoting.ts';
import { outOfReach } from './credential-reach.ts';
import type { Setup } from './options.ts';
import { controlDatabase } from './right.ts';
import { credentialExists, lines, onlyIn, requireRight, say } from './sql-parts.ts';
import type { SqlStep } from './step.ts';

/** The header form: a flat JSON object whose keys become request headers (documented). */
const identity = quoteLiteral('HTTPEndpointHeaders');

/** The whole batch that puts a token into the credential; also what a rotation sends. Replaces what was in it. */
const alterCredential = ({ credential, database }: Setup, token: string): SqlText =>
  lines(
    onlyIn(database),
    sql`ALTER DATABASE SCOPED CREDENTIAL ${quoteIdentifier(credential)}
    WITH IDENTITY = ${identity},
         SECRET = ${quoteLiteral(credentialSecret(token))};`,
  );

/** The SECRET of a bearer token. */
export const credentialSecret = (token: string): string => JSON.stringify({ Authorization: `Bearer ${token}` });

/** Makes the credential without a secret, then alters it: so the token stands in one statement, in a batch of its own. */
export const credentialStep = (setup: Setup): SqlStep => ({
  id: '30-credential',
  title: 'Store the token in a credential',
  owner: 'database-dba',
  on: 'database',
  rights: [controlDatabase],
  needs: 'CONTROL on the database',
  notes: [
    'SQL Server encrypts the secret with the master key and shows it to nobody again.',
    'The name decides which URLs it serves: same scheme, host and port, and its path in front of theirs. Write the port in every call, also 443.',
    'Running it again replaces the token that is in the credential now.',
    ...reachNotes(setup),
  ],
  run: [
    { does: 'Makes the credential, still empty, when there is none', text: () => createIfMissing(setup) },
    { does: 'Puts the token in', secret: 'token', text: ({ token }) => alterCredential(setup, token) },
    { does: 'Shows the credential; the secret has no column', text: () => show(setup) },
  ],
  undo:
    setup.before.credential === true
      ? []
      : [{ does: 'Drops the credential, and the grants on it', text: () => dropIfThere(setup) }],
  undoNotes:
    setup.before.credential === true
      ? ['The credential was there before and stays, with the token that was put in.']
      : [
          'The token itself ends in the cluster: revoke it there, by deleting its service account, if it may have leaked.',
        ],
});

const reachNotes = (setup: Setup): readonly string[] => {
  const lost = outOfReach(setup);
  return lost.length === 0
    ? []
    : [
        `With this path in its name the credential serves nothing outside it (Msg 31630). Out of reach: ${lost.join('; ')}.`,
      ];
};

const createIfMissing = (setup: Setup): SqlText =>
  lines(
    onlyIn(setup.database),
    requireRight(controlDatabase),
    sql`IF ${credentialExists(setup)}
    ${say('The credential is there already: its token will be replaced.')}
ELSE
    CREATE DATABASE SCOPED CREDENTIAL ${quoteIdentifier(setup.credential)}
        WITH IDENTITY = ${identity};`,
  );

const show = ({ credential }: Setup): SqlText => sql`SELECT name, credential_identity, create_date, modify_date
FROM sys.database_scoped_credentials
WHERE name = ${quoteLiteral(credential)};`;

const dropIfThere = (setup: Setup): SqlText =>
  lines(
    onlyIn(setup.database),
    requireRight(controlDatabase),
    sql`IF ${credentialExists(setup)}
    DROP DATABASE SCOPED CREDENTIAL ${quoteIdentifier(setup.credential)};`,
  );
