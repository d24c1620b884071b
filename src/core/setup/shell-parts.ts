import { quoteShell } from './shell-quote.ts';
import type { Trust } from './trust-options.ts';
import { trustFolder } from './trust-options.ts';

/** Comment lines at the head of a script; every line of `texts` becomes one. */
export const shellHeader = (texts: readonly string[]): string =>
  ['#!/usr/bin/env bash', ...texts.map((text) => `# ${text}`.trimEnd()), 'set -euo pipefail'].join('\n');

/** The values of a script, quoted, in one place. */
export const shellConstants = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `readonly ${name}=${quoteShell(value)}`)
    .join('\n');

/** Constants that every trust script has. */
export const trustConstants = ({ host, port, fingerprint256, file }: Trust): Readonly<Record<string, string>> => ({
  host,
  port: String(port),
  fingerprint: fingerprint256,
  folder: trustFolder,
  file,
});

/** `say` and `die`. */
export const shellSpeech = `say() { printf '%s\\n' "$*"; }
die() { printf 'error: %s\\n' "$*" >&2; exit 1; }
needs() { command -v "$1" >/dev/null || die "needs $1"; }`;

/** \`check_ca FILE\`: one certificate, no key, and the very one that was signed off. */
export const checkCa = `fingerprint_of() { openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/^[^=]*=//'; }

check_ca() {
  [ -r "$1" ] || die "cannot read $1: give the path of ca.crt as the first argument"
  if grep -q 'PRIVATE KEY' "$1"; then die "$1 holds a private key: use ca.crt, never ca.key"; fi
  [ "$(grep -c 'BEGIN CERTIFICATE' "$1")" -eq 1 ] || die "$1 must hold exactly one certificate, as PEM text"
  [ "$(fingerprint_of "$1")" = "$fingerprint" ] || die "$1 is another certificate than the one signed off; expected SHA-256 $fingerprint"
  say "$1 is the CA of $host:$port"
}`;

/** What SQL Server writes at start about the folder; the last two are its complaints. */
export const errorLogProof = `# Reads an error log from stdin, shows what SQL Server said about the folder, and judges it.
judge_log() {
  local lines
  lines=$(tr -d '\\000' | grep -a -E 'Client TLS certificates|ca-certificates|trusted root store|Skipping') || true
  if [ -z "$lines" ]; then die 'the error log says nothing about client TLS certificates: was SQL Server restarted?'; fi
  printf '%s\\n' "$lines"
  case $lines in
    *'Error searching first file'*) die "SQL Server did not find $folder at start" ;;
    *"Skipping file: $file"* | *"Skipping file: $folder/$file"*) die "SQL Server could not read $file at start: check owner and mode" ;;
    *'Error opening trusted root store'*) die 'SQL Server could not open its trust store at start' ;;
  esac
}`;

/** A handshake from this machine, with nothing trusted but the CA. \`$1\` is the CA's file. */
export const handshakeProof = ({ isAddress }: Trust): string => `prove_handshake() {
  if ! timeout 20 openssl s_client -connect "$host:$port" ${isAddress ? '-verify_ip' : '-servername "$host" -verify_hostname'} "$host" \\
    -CAfile "$1" -verify_return_error </dev/null >/dev/null 2>&1; then
    die "no verified TLS connection to $host:$port: check the name (getent hosts $host), the firewall, and the certificate that is served"
  fi
  say "$host:$port shows a certificate of this CA for this name"
}`;

/** The last line of every trust script. */
export const lastProof = `say 'Now run 50-proof.sql: only a call of SQL Server itself proves the whole chain.'`;
