import type { DoctorRun } from '../../src/core/doctor/report.ts';
import { runDoctor } from '../../src/core/doctor/run.ts';
import type { Hands, Subject } from '../../src/core/doctor/hands.ts';
import { tokenClaims } from '../../src/core/kube/token.ts';
import { machineOf } from '../../src/host/explain.ts';
import type { Link } from '../../src/sql/cluster-reader.ts';
import type { DoctorWish } from '../../src/views/doctor-model.ts';

/** What wiring tells the doctor of a link. */
export function subjectOf({ target, endpoint, token }: Link): Subject {
  const claims = token === undefined ? undefined : tokenClaims(token);
  return {
    connection: target.profile,
    endpoint,
    sqlServerName: machineOf(target.profile.server),
    pageSize: 500,
    ...(claims === undefined ? {} : { token: claims }),
  };
}

/** A run with hands that a test made. */
export async function examineWith(hands: Hands, link: Link, wish: DoctorWish): Promise<DoctorRun> {
  const subject = subjectOf(link);
  const now = new Date('2026-11-29T12:00:00Z');
  const never = new AbortController().signal;
  const findings = await runDoctor({ ...wish, hands, subject, now, clock: () => 0, after: () => never }, wish.signal);
  return { subject, findings, at: now };
}
