import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CheckCode } from '../src/core/doctor/checks.ts';
import type { Finding } from '../src/core/doctor/finding.ts';
import type { Subject } from '../src/core/doctor/hands.ts';
import type { DoctorRun } from '../src/core/doctor/report.ts';
import { tokenClaims } from '../src/core/kube/token.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import type { Link } from '../src/sql/cluster-reader.ts';
import { createDoctor } from '../src/sql/doctor.ts';
import { parseServerName } from '../src/core/server-name.ts';

/** The connection and the endpoint that VS Code would have for a sandbox. */
export function linkOf({ description }: Sandbox): Link {
  const { sqlserver, proxy, database, credential } = description;
  const pem = readFileSync(sqlserver.ca, 'utf8');
  return {
    target: {
      profile: {
        id: 'sandbox',
        name: 'Sandbox',
        server: `${sqlserver.host},${sqlserver.port}`,
        database,
        user: sqlserver.user,
        encryption: 'mandatory',
      },
      password: sqlserver.password,
      pin: { pem, fingerprint256: new X509Certificate(pem).fingerprint256 },
    },
    endpoint: {
      id: 'sandbox',
      connectionId: 'sandbox',
      url: proxy.url,
      authentication: credential === undefined ? { kind: 'none' } : { kind: 'credential', name: credential },
      namespaces: 'all',
    },
  };
}

/** How to run. */
export interface ExamineOptions {
  readonly signal: AbortSignal;
  readonly callSeconds: number;
  readonly secrets?: readonly string[];
  /** PEM; authorities that SQL Server’s certificate may come from. */
  readonly authorities?: readonly string[];
  readonly started?: (check: CheckCode) => void;
  readonly only?: readonly CheckCode[];
  readonly before?: readonly Finding[];
}

/** Runs the doctor on a link without VS Code. */
export async function examine(link: Link, options: ExamineOptions): Promise<DoctorRun> {
  const doctor = createDoctor({
    loadDriver: async () => (await import('../src/sql/driver.ts')).mssqlDriver,
    timeouts: () => ({ connect: 15, call: options.callSeconds }),
    applicationName: 'SQL Kube doctor',
    ...(options.authorities === undefined ? {} : { authorities: options.authorities }),
  });
  try {
    return await doctor.examine(link, { ...options, subject: subjectOf(link), now: new Date() });
  } finally {
    await doctor.close();
  }
}

function subjectOf({ target, endpoint, token }: Link): Subject {
  const name = parseServerName(target.profile.server);
  const claims = token === undefined ? undefined : tokenClaims(token);
  return {
    connection: target.profile,
    endpoint,
    sqlServerName: name.ok ? name.value.host : target.profile.server,
    pageSize: 500,
    ...(claims === undefined ? {} : { token: claims }),
  };
}
