import {
  checkCa,
  errorLogProof,
  lastProof,
  shellConstants,
  shellHeader,
  shellSpeech,
  trustConstants,
} from './shell-parts.ts';
import { trustFolder } from './trust-options.ts';
import type { Trust } from './trust-options.ts';

/** Copies the CA into a running container with docker or podman, restarts it when told, and shows the proof. */
export const containerTrustScript = (trust: Trust): string =>
  [
    shellHeader([
      `SQL Kube: lets SQL Server in container ${trust.container.name} trust the CA of ${trust.host}:${trust.port}.`,
      '',
      'Who     administrator of the container host, with the right to use docker or podman',
      `Folder  ${trustFolder} inside the container`,
      `File    ${trust.file}, owner 10001 (the user of the image), mode 0440`,
      'Restart SQL Server reads the folder at start only; --restart ends every connection of the instance',
      '',
      'Usage   ./trust.sh ca.crt             copies the file and proves the name',
      '        ./trust.sh ca.crt --restart   also restarts the container and reads its error log',
      '        CONTAINER_TOOL=podman ./trust.sh ca.crt',
      '',
      'The copy lives as long as the container, or as the volume at /var/opt/mssql if there is one. A container that',
      'is made anew without such a volume has lost it: use compose.trust.yaml instead.',
    ]),
    shellConstants({
      ...trustConstants(trust),
      container: trust.container.name,
      errorlog: '/var/opt/mssql/log/errorlog',
    }),
    shellSpeech,
    checkCa,
    errorLogProof,
    copyFile,
    restartContainer,
    `readonly tool=\${CONTAINER_TOOL:-docker}
needs openssl
needs "$tool"
readonly ca=\${1:-ca.crt}
readonly restart=\${2:-}
case $restart in '' | --restart) ;; *) die "unknown argument $restart" ;; esac
check_ca "$ca"
"$tool" inspect --type container "$container" >/dev/null 2>&1 || die "there is no container $container"
copy_file "$ca"
${resolve(trust)}if [ "$restart" = --restart ]; then
  restart_container
  "$tool" exec "$container" cat "$errorlog" | judge_log
else
  say 'The container was not restarted: SQL Server does not know the CA yet.'
fi
${lastProof}`,
  ].join('\n\n') + '\n';

const copyFile = `copy_file() {
  local each
  for each in "$(dirname "$folder")" "$folder"; do
    # A folder that is there keeps its owner and mode.
    "$tool" exec "$container" test -d "$each" || "$tool" exec -u 0 "$container" install -d -o 10001 -m 0750 "$each"
  done
  "$tool" cp "$1" "$container:$folder/.$file.new"
  "$tool" exec -u 0 "$container" chown 10001 "$folder/.$file.new"
  "$tool" exec -u 0 "$container" chmod 0440 "$folder/.$file.new"
  "$tool" exec -u 0 "$container" mv -f "$folder/.$file.new" "$folder/$file"
  say "$folder/$file is in place"
}`;

const restartContainer = `log_number() { "$tool" exec "$container" stat -c %i "$errorlog" 2>/dev/null || true; }

restart_container() {
  local before
  before=$(log_number)
  "$tool" restart "$container" >/dev/null
  for _ in $(seq 120); do
    # A start begins a new file; the old one becomes errorlog.1.
    if [ "$(log_number)" != "$before" ] &&
      "$tool" exec "$container" cat "$errorlog" 2>/dev/null | tr -d '\\000' | grep -a 'ready for client connections' >/dev/null; then
      say 'SQL Server has restarted'
      return
    fi
    sleep 1
  done
  die "SQL Server was not ready after two minutes: see the log of $container"
}`;

const resolve = ({ isAddress }: Trust): string =>
  isAddress
    ? ''
    : `"$tool" exec "$container" getent hosts "$host" || die "the container cannot resolve $host: make it anew with --add-host, or with extra_hosts in compose"
`;

/** Takes the CA out of the container. */
export const containerUntrustScript = (trust: Trust): string =>
  [
    shellHeader([
      `SQL Kube: takes the CA of ${trust.host}:${trust.port} out of container ${trust.container.name}.`,
      '',
      'Who     administrator of the container host',
      'Usage   ./untrust.sh             removes the file; SQL Server trusts the CA until it restarts',
      '        ./untrust.sh --restart   also restarts the container, which ends every connection of the instance',
    ]),
    shellConstants({ folder: trustFolder, file: trust.file, container: trust.container.name }),
    shellSpeech,
    `readonly tool=\${CONTAINER_TOOL:-docker}
needs "$tool"
readonly restart=\${1:-}
case $restart in '' | --restart) ;; *) die "unknown argument $restart" ;; esac
"$tool" exec -u 0 "$container" rm -f "$folder/$file"
say "$folder/$file is gone"
if [ "$restart" = --restart ]; then "$tool" restart "$container" >/dev/null; fi`,
  ].join('\n\n') + '\n';

/** A compose file to lay over one's own: the CA as a read-only mount, and the name if it needs an entry. JSON strings are YAML strings. */
export const composeTrustFile = (trust: Trust): string => {
  const { container, address, host, isAddress, file } = trust;
  return [
    `# SQL Kube: trust for ${host}:${trust.port} in service ${container.composeService}.`,
    '# docker compose -f compose.yaml -f compose.trust.yaml up -d',
    '# The file must be ca.crt (never ca.key), readable by others (mode 0444): the user of the image has number 10001.',
    '# Undo: leave this file out and run docker compose up -d again.',
    'services:',
    `  ${JSON.stringify(container.composeService)}:`,
    '    volumes:',
    '      - type: bind',
    '        source: ./ca.crt',
    `        target: ${JSON.stringify(`${trustFolder}/${file}`)}`,
    '        read_only: true',
    '        bind:',
    '          # Without this, a missing ca.crt becomes an empty folder.',
    '          create_host_path: false',
    ...(address === undefined || isAddress
      ? []
      : ['    extra_hosts:', `      - ${JSON.stringify(`${host}:${address}`)}`]),
    '',
  ].join('\n');
};
