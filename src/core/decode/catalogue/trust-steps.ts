/** How a CA becomes known to SQL Server, by the platform it runs on. For `{trust}`. */
export const trustSteps = {
  Linux:
    'Put the CA (not the server certificate) as a file that ends in `.crt` into `/var/opt/mssql/security/ca-certificates`, readable by `mssql`; the system’s own store is not used.',
  Windows: 'Import the CA into Local Computer › Trusted Root Certification Authorities.',
} as const;
