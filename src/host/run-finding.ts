import type { Diagnosis } from '../core/decode/diagnosis.ts';
import { toDiagnosis } from '../core/doctor/diagnosis.ts';
import type { DoctorRun } from '../core/doctor/report.ts';
import { chainOf, type ChainLink } from '../core/doctor/summary.ts';

/** A run as the panel shows it. */
export interface RunFinding {
  readonly from: string;
  /** What is broken, in the order of the chain, then what could be better. */
  readonly diagnoses: readonly Diagnosis[];
  /** Each link as it was seen. */
  readonly chain: readonly Pick<ChainLink, 'link' | 'state'>[];
  readonly about: { readonly connectionId: string; readonly endpointId: string };
}

/** What the doctor saw, for the panel: the lit chain, and a card for each finding that is not well. */
export function chainOfRun({ subject: { connection, endpoint }, findings }: DoctorRun): RunFinding {
  const told = (wanted: 'fail' | 'warn'): Diagnosis[] =>
    findings.filter(({ outcome }) => outcome === wanted).map(toDiagnosis);
  return {
    from: `Doctor: ${endpoint.url}`,
    diagnoses: [...told('fail'), ...told('warn')],
    chain: chainOf(findings).map(({ link, state }) => ({ link, state })),
    about: { connectionId: connection.id, endpointId: endpoint.id },
  };
}
