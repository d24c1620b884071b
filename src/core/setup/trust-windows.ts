import { quotePowerShell as quote } from './powershell-quote.ts';
import type { Trust } from './trust-options.ts';

const constants = ({ host, port, fingerprint256, windowsService }: Trust): string =>
  [
    `$hostName = ${quote(host)}`,
    `$port = ${port}`,
    `$fingerprint = ${quote(fingerprint256)}`,
    `$service = ${quote(windowsService)}`,
  ].join('\n');

const strict = `Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'`;

/** SHA-256 by hand: GetCertHashString with an algorithm needs a newer .NET than Windows PowerShell promises. */
const fingerprintOf = `function Get-Fingerprint($certificate) {
    $sha256 = [System.Security.Cryptography.SHA256]::Create()
    try { [System.BitConverter]::ToString($sha256.ComputeHash($certificate.RawData)).Replace('-', ':') }
    finally { $sha256.Dispose() }
}`;

const restart = `# Stopping SQL Server stops what depends on it, such as SQL Server Agent: start that again too.
function Restart-SqlServer {
    if (@(Get-Service -Name 'ClusSvc' -ErrorAction SilentlyContinue | Where-Object { $_.Status -eq 'Running' }).Count -gt 0) {
        throw "This host is a cluster node. Restart SQL Server by Failover Cluster Manager, or fail over; on every node in turn."
    }
    $dependents = @(Get-Service -Name $service -DependentServices | Where-Object { $_.Status -eq 'Running' })
    Restart-Service -Name $service -Force
    foreach ($dependent in $dependents) { Start-Service -Name $dependent.Name }
    Write-Output "$service has restarted."
}`;

const header = (lines: readonly string[]): string =>
  ['<#', ...lines.map((line) => `  ${line}`.trimEnd()), '#>'].join('\n');

/** Puts the CA into LocalMachine Root, restarts SQL Server when told, and shows the proof. */
export const windowsTrustScript = (trust: Trust): string =>
  [
    '#Requires -Version 5.1\n#Requires -RunAsAdministrator',
    header([
      `SQL Kube: lets SQL Server on Windows trust the CA of ${trust.host}:${trust.port}.`,
      '',
      'Who     administrator of the host, in an elevated PowerShell',
      'Store   LocalMachine\\Root, the Trusted Root Certification Authorities of the computer; not those of a user',
      'Mode    every program on this computer trusts the CA then, as far as its name constraints let it',
      'Restart SQL Server may need one (not documented); -Restart ends every connection of the instance',
      '',
      'Usage   .\\trust.ps1 ca.crt            imports it and proves the name and the handshake',
      '        .\\trust.ps1 ca.crt -Restart   also restarts SQL Server',
      'Without PowerShell: certutil.exe -addstore -f Root ca.crt',
      '',
      'In an availability group or a failover cluster, run it on every node. Where a policy manages the store, ask for a',
      'group policy instead. nslookup does not read the hosts file; this script asks as SQL Server does.',
    ]),
    "param([string] $CertificateFile = 'ca.crt', [switch] $Restart)",
    strict,
    constants(trust),
    fingerprintOf,
    restart,
    `$path = (Resolve-Path -LiteralPath $CertificateFile).ProviderPath
if (Select-String -LiteralPath $path -Pattern 'PRIVATE KEY' -Quiet) {
    throw 'This file holds a private key: use ca.crt, never ca.key.'
}
$certificate = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList $path
if ((Get-Fingerprint $certificate) -ne $fingerprint) {
    throw "This is another certificate than the one signed off; expected SHA-256 $fingerprint."
}
Import-Certificate -FilePath $path -CertStoreLocation 'Cert:\\LocalMachine\\Root' | Out-Null
Write-Output 'The CA is in LocalMachine\\Root.'`,
    `[System.Net.Dns]::GetHostAddresses($hostName) | ForEach-Object { Write-Output "$hostName is $_" }
$client = New-Object -TypeName System.Net.Sockets.TcpClient -ArgumentList $hostName, $port
try {
    $tls = New-Object -TypeName System.Net.Security.SslStream -ArgumentList $client.GetStream()
    try { $tls.AuthenticateAsClient($hostName) } finally { $tls.Dispose() }
}
finally { $client.Dispose() }
Write-Output "\${hostName}:$port shows a certificate that this computer trusts, for this name."`,
    `if ($Restart) { Restart-SqlServer } else { Write-Output 'SQL Server was not restarted.' }
Write-Output 'Now run 50-proof.sql: only a call of SQL Server itself proves the whole chain.'`,
  ].join('\n\n') + '\n';

/** Takes the CA out of LocalMachine Root; only the very certificate that was imported. */
export const windowsUntrustScript = (trust: Trust): string =>
  [
    '#Requires -Version 5.1\n#Requires -RunAsAdministrator',
    header([
      `SQL Kube: takes the CA of ${trust.host}:${trust.port} out of LocalMachine\\Root.`,
      '',
      'Who     administrator of the host, in an elevated PowerShell',
      'Usage   .\\untrust.ps1, or .\\untrust.ps1 -Restart, which ends every connection of the instance',
    ]),
    'param([switch] $Restart)',
    strict,
    constants(trust),
    fingerprintOf,
    restart,
    `$found = @(Get-ChildItem -Path 'Cert:\\LocalMachine\\Root' | Where-Object { (Get-Fingerprint $_) -eq $fingerprint })
$found | Remove-Item
Write-Output "$($found.Count) certificate(s) removed."
if ($Restart) { Restart-SqlServer } else { Write-Output "SQL Server was not restarted: it may trust \${hostName}:$port until then." }`,
  ].join('\n\n') + '\n';
