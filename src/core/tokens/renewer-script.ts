import { quoteShell } from '../setup/shell-quote.ts';
import { quoteIdentifier, quoteLiteral } from '../tsql/quoting.ts';
import { renewer, type RenewerWish } from './renewer-wish.ts';

/**
 * Requests the token and stores it, at once or in two halves, for no image that is published has both tools. The statement is cut
 * where the token stands: what a token may hold is checked, so that it can end nothing.
 */
export function renewScript(wish: RenewerWish): string {
  const { namespace, serviceAccount, grantedSeconds, server, database, credential } = wish;
  const marker = 'TOKEN-STANDS-HERE';
  const body = quoteLiteral(JSON.stringify({ Authorization: `Bearer ${marker}` }));
  const statement = `ALTER DATABASE SCOPED CREDENTIAL ${quoteIdentifier(credential)} WITH IDENTITY = N'HTTPEndpointHeaders', SECRET = `;
  const [before = '', after = ''] = body.split(marker);
  return `#!/bin/sh
# Requests a token for ${namespace}/${serviceAccount} and puts it into the database scoped credential.
#   renew.sh                 both, where kubectl and sqlcmd are
#   renew.sh request FILE    requests it into FILE, which belongs into memory (emptyDir of medium Memory): needs kubectl
#   renew.sh store FILE      puts it from FILE into the credential: needs sqlcmd
# kubectl runs as a user who may create serviceaccounts/token for it; sqlcmd finds its password in SQLCMDPASSWORD.
# The token is on no command line.
set -eu
umask 077

request() {
  kubectl create token ${quoteShell(serviceAccount)} --namespace ${quoteShell(namespace)} --duration ${grantedSeconds}s
}

check() {
  case $1 in
    '' | *[!A-Za-z0-9._-]*)
      echo 'This is not a token; nothing was altered.' >&2
      exit 1
      ;;
  esac
}

# Where Microsoft's images keep sqlcmd, which is not on their PATH (documented).
PATH=$PATH:/opt/mssql-tools18/bin:/opt/mssql-tools/bin

store() {
  before=${quoteShell(statement + before)}
  after=${quoteShell(`${after};`)}
  # -x: no variables of sqlcmd in what follows. -b: an error ends it with a code other than 0.
  printf '%s%s%s\\nGO\\n' "$before" "$1" "$after" |
    sqlcmd -b -x -S ${quoteShell(server)} -d ${quoteShell(database)} -U ${quoteShell(renewer)} -i /dev/stdin
  echo 'The credential holds the new token.'
}

case \${1:-both} in
  both)
    token=$(request)
    check "$token"
    store "$token"
    ;;
  request)
    token=$(request)
    check "$token"
    printf %s "$token" >"$2"
    ;;
  store)
    token=$(cat "$2")
    check "$token"
    store "$token"
    ;;
  *)
    echo 'usage: renew.sh [request FILE | store FILE]' >&2
    exit 2
    ;;
esac
`;
}
