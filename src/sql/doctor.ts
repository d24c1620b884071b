import type { ServedCertificate } from '../core/decode/served-certificate.ts';
import type { CheckCode } from '../core/doctor/checks.ts';
import type { Finding } from '../core/doctor/finding.ts';
import type { KubeconfigView, ServerState, Subject } from '../core/doctor/hands.ts';
import { certificateOf } from '../core/doctor/known.ts';
import type { DoctorRun } from '../core/doctor/report.ts';
import { runDoctor } from '../core/doctor/run.ts';
import type { Served } from '../core/doctor/served.ts';
import type { Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';
import type { CallLog } from './call-log.ts';
import type { Link } from './cluster-reader.ts';
import { createHands } from './doctor-hands.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';

/** What the doctor needs from outside. */
export interface DoctorOptions extends Omit<GatewayOptions, 'timeouts'> {
  /** Seconds, read before each run: for the log-in, and for each call (1 to 230). */
  readonly timeouts: () => { readonly connect: number; readonly call: number };
  readonly log?: CallLog;
}

/** One run. */
interface Examination {
  readonly subject: Subject;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly started?: (check: CheckCode) => void;
  readonly found?: (finding: Finding) => void;
  readonly only?: readonly CheckCode[];
  readonly before?: readonly Finding[];
  readonly secrets?: readonly string[];
  /** Hears how the log-in went. */
  readonly loggedIn?: (outcome: Result<ServerState, Failure>) => void;
  readonly verifiesLimited?: (signal: AbortSignal) => Promise<boolean>;
  readonly kubeconfig?: (signal: AbortSignal) => Promise<Result<KubeconfigView, Failure>>;
}

/** Examines links, in sessions of its own. */
export interface Doctor {
  examine(link: Link, examination: Examination): Promise<DoctorRun>;
  close(connectionId?: string): Promise<void>;
}

/** So that the procedure’s own time-out, which says more, comes before the driver’s. */
const graceSeconds = 10;

/** The doctor over a driver. */
export function createDoctor(options: DoctorOptions): Doctor {
  const gateway = createGateway({
    ...options,
    timeouts: () => {
      const { connect, call } = options.timeouts();
      return { connectSeconds: connect, querySeconds: call + graceSeconds };
    },
  });
  const clock = (): number => performance.now();
  return {
    close: (connectionId) => gateway.close(connectionId),
    examine: async (link, { loggedIn, kubeconfig, verifiesLimited, signal, secrets, ...rest }) => {
      const hands = createHands({
        gateway,
        link,
        callSeconds: options.timeouts().call,
        clock,
        ...(options.log === undefined ? {} : { log: options.log }),
        ...(verifiesLimited && { verifiesLimited }),
        ...(kubeconfig === undefined ? {} : { kubeconfig }),
      });
      const server: typeof hands.server = async (stop) => {
        const outcome = await hands.server(stop);
        loggedIn?.(outcome);
        return outcome;
      };
      const after = (milliseconds: number): AbortSignal => AbortSignal.timeout(milliseconds);
      let certificate: ServedCertificate | undefined;
      const seen = (served: Served): void => void (certificate = certificateOf(served));
      const findings = await runDoctor({ ...rest, hands: { ...hands, server }, clock, after, seen }, signal);
      const { subject, now } = rest;
      return { subject, findings, at: now, ...(certificate && { certificate }), ...(secrets && { secrets }) };
    },
  };
}
