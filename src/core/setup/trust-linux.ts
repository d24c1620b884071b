import {
  checkCa,
  errorLogProof,
  handshakeProof,
  lastProof,
  shellConstants,
  shellHeader,
  shellSpeech,
  trustConstants,
} from './shell-parts.ts';
import { trustFolder } from './trust-options.ts';
import type { Trust } from './trust-options.ts';

/** A Linux machine of its own, or a distribution inside Windows. */
export type LinuxKind = 'linux' | 'wsl';

const about: Readonly<Record<LinuxKind, string>> = {
  linux: 'SQL Server on Linux',
  wsl: 'SQL Server on Linux inside WSL',
};

/** Installs the CA for SQL Server on Linux, restarts it when told, and shows the proof. */
export const linuxTrustScript = (trust: Trust, kind: LinuxKind): string =>
  [
    shellHeader([
      `SQL Kube: lets ${about[kind]} trust the CA of ${trust.host}:${trust.port}.`,
      '',
      'Who     administrator of the host, as root',
      `Folder  ${trustFolder} (SQL Server reads its own folder, not the one of the system)`,
      `File    ${trust.file}, owner mssql:mssql, mode 0440; only names that end in .crt are read, at most 50`,
      'Restart SQL Server reads the folder at start only; --restart ends every connection of the instance',
      '',
      'Usage   sudo ./trust.sh ca.crt             puts the file there and proves the name and the handshake',
      '        sudo ./trust.sh ca.crt --restart   also restarts SQL Server and reads its error log',
      ...kindNotes(kind),
    ]),
    shellConstants({ ...trustConstants(trust), errorlog: '/var/opt/mssql/log/errorlog' }),
    shellSpeech,
    checkCa,
    installFile,
    handshakeProof(trust),
    errorLogProof,
    restartService(kind),
    `[ "$(id -u)" -eq 0 ] || die 'run this as root: sudo ./trust.sh ca.crt'
needs openssl
readonly ca=\${1:-ca.crt}
readonly restart=\${2:-}
case $restart in '' | --restart) ;; *) die "unknown argument $restart" ;; esac
check_ca "$ca"
install_file "$ca"
${resolve(trust)}prove_handshake "$folder/$file"
if [ "$restart" = --restart ]; then
  restart_service
  judge_log <"$errorlog"
else
  say 'SQL Server was not restarted: it does not know the CA yet.'
fi
${lastProof}`,
  ].join('\n\n') + '\n';

const kindNotes = (kind: LinuxKind): readonly string[] =>
  kind === 'linux'
    ? ['', 'In an availability group, run it on every node; restart secondaries first, then fail over.']
    : [
        '',
        'WSL writes /etc/hosts anew at every start unless /etc/wsl.conf says generateHosts=false under [network].',
        'The Windows hosts file is copied into it then, so an entry there serves both.',
      ];

const resolve = ({ isAddress }: Trust): string =>
  isAddress
    ? ''
    : `getent hosts "$host" || die "this host cannot resolve $host: add a DNS record, or a line in /etc/hosts"
`;

const installFile = `install_file() {
  getent passwd mssql >/dev/null || die 'there is no user mssql: SQL Server is not installed here'
  [ -d /var/opt/mssql ] || die 'there is no /var/opt/mssql: SQL Server is not installed here'
  if [ -e "$folder/$file" ]; then
    [ "$(fingerprint_of "$folder/$file")" = "$fingerprint" ] || die "$folder/$file is there already and is another certificate: move it away first"
  fi
  local each
  for each in "$(dirname "$folder")" "$folder"; do
    # A folder that is there keeps its owner and mode.
    [ -d "$each" ] || install -d -o mssql -g mssql -m 0750 "$each"
  done
  [ "$(find "$folder" -maxdepth 1 -name '*.crt' ! -name "$file" | wc -l)" -lt 50 ] || die "$folder holds 50 certificates already, and SQL Server reads no more"
  # The temporary name does not end in .crt, so that a half-written file is never read.
  install -o mssql -g mssql -m 0440 "$1" "$folder/.$file.new"
  mv -f "$folder/.$file.new" "$folder/$file"
  say "$folder/$file is in place"
}`;

const restartService = (kind: LinuxKind): string => `restart_service() {
  local before
  before=$(stat -c %i "$errorlog" 2>/dev/null || true)
  ${
    kind === 'linux'
      ? 'systemctl restart mssql-server'
      : `[ -d /run/systemd/system ] || die 'this distribution runs without systemd: restart SQL Server as you started it, then read /var/opt/mssql/log/errorlog'
  systemctl restart mssql-server`
  }
  for _ in $(seq 120); do
    # A start begins a new file; the old one becomes errorlog.1.
    if [ "$(stat -c %i "$errorlog" 2>/dev/null || true)" != "$before" ] &&
      tr -d '\\000' <"$errorlog" | grep -a 'ready for client connections' >/dev/null; then
      say 'SQL Server has restarted'
      return
    fi
    sleep 1
  done
  die "SQL Server was not ready after two minutes: see $errorlog"
}`;

/** Takes the CA away again; only the very file that was installed. */
export const linuxUntrustScript = (trust: Trust, kind: LinuxKind): string =>
  [
    shellHeader([
      `SQL Kube: takes the CA of ${trust.host}:${trust.port} away from ${about[kind]}.`,
      '',
      'Who     administrator of the host, as root',
      'Usage   sudo ./untrust.sh             removes the file; SQL Server trusts the CA until it restarts',
      '        sudo ./untrust.sh --restart   also restarts SQL Server, which ends every connection of the instance',
    ]),
    shellConstants({ ...trustConstants(trust), errorlog: '/var/opt/mssql/log/errorlog' }),
    shellSpeech,
    `fingerprint_of() { openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/^[^=]*=//'; }`,
    restartService(kind),
    `[ "$(id -u)" -eq 0 ] || die 'run this as root: sudo ./untrust.sh'
needs openssl
readonly restart=\${1:-}
case $restart in '' | --restart) ;; *) die "unknown argument $restart" ;; esac
if [ -e "$folder/$file" ]; then
  [ "$(fingerprint_of "$folder/$file")" = "$fingerprint" ] || die "$folder/$file is another certificate: nothing was done"
  rm -f "$folder/$file"
  # Only when nothing else is in it.
  rmdir "$folder" 2>/dev/null || true
  say "$folder/$file is gone"
else
  say "$folder/$file is not there"
fi
if [ "$restart" = --restart ]; then restart_service; else say "$host is trusted on port $port until SQL Server restarts"; fi`,
  ].join('\n\n') + '\n';
