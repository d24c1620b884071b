import { checkOf, checks, type Check, type CheckCode } from './checks.ts';
import type { Finding, Verdict } from './finding.ts';
import type { Hands, Subject } from './hands.ts';
import { judges } from './judges.ts';
import { Probes } from './probes.ts';
import { readServed, type Served } from './served.ts';

/** What a run needs from outside. */
export interface RunOptions {
  readonly hands: Hands;
  readonly subject: Subject;
  readonly now: Date;
  /** Milliseconds of any epoch; for durations only. */
  readonly clock: () => number;
  /** Aborts after that many milliseconds. */
  readonly after: (milliseconds: number) => AbortSignal;
  readonly limitSeconds?: number;
  /** Told when a check begins, and of each finding. */
  readonly started?: (check: CheckCode) => void;
  readonly found?: (finding: Finding) => void;
  /** Told what this computer was shown, when a check looked at the certificate. */
  readonly seen?: (served: Served) => void;
  /** Run these and whatever stands on them anew; the rest is kept from `before`. */
  readonly only?: readonly CheckCode[];
  readonly before?: readonly Finding[];
}

/** More than the calls’ own limits together, so that a call that gives up says so itself. */
const usualLimit = 60;

/**
 * Runs the checks, each as soon as those it needs are done, and answers the findings in the order of the chain. Checks behind
 * one that failed are skipped because of it. When `signal` aborts, what is not done yet could not be checked.
 */
export async function runDoctor(options: RunOptions, signal: AbortSignal): Promise<readonly Finding[]> {
  const probes = new Probes({ ...options, signal });
  const wanted = wantedOf(options);
  const kept = new Map((options.before ?? []).filter(({ check }) => !wanted.has(check)).map((one) => [one.check, one]));
  const running = new Map<CheckCode, Promise<Finding>>();
  for (const check of checks) {
    const known = kept.get(check.code);
    const needs = check.needs.flatMap((code) => running.get(code) ?? []);
    running.set(check.code, known ? Promise.resolve(known) : runCheck(check, needs, { options, probes, signal }));
  }
  const findings = await Promise.all(running.values());
  const shown = hasAborted(signal) ? undefined : await probes.shown;
  const served = shown && readServed(shown, probes.host, probes.now);
  if (served) options.seen?.(served);
  return findings;
}

/** The checks to run: all, or the named ones and those that need them. */
function wantedOf({ only }: RunOptions): ReadonlySet<CheckCode> {
  if (only === undefined) return new Set(checks.map(({ code }) => code));
  const wanted = new Set<CheckCode>(only);
  // In the order of the chain, so that one pass finds what stands on what.
  for (const check of checks) if (check.needs.some((code) => wanted.has(code))) wanted.add(check.code);
  return wanted;
}

interface Running {
  readonly options: RunOptions;
  readonly probes: Probes;
  readonly signal: AbortSignal;
}

async function runCheck(
  check: Check & { readonly code: CheckCode },
  needs: readonly Promise<Finding>[],
  { options, probes, signal }: Running,
): Promise<Finding> {
  const { clock, found } = options;
  const tell = (finding: Finding): Finding => {
    found?.(finding);
    return finding;
  };
  const before = await Promise.all(needs);
  const blocking = before.find(({ outcome, because }) => outcome === 'fail' || (outcome === 'skipped' && because));
  if (blocking) return tell(skipped(check, blocking));
  options.started?.(check.code);
  const start = clock();
  const verdict = await judged(check.code, { options, probes, signal });
  return tell({
    ...verdict,
    check: check.code,
    owner: verdict.owner ?? check.owner,
    durationMs: Math.round(clock() - start),
  });
}

/** The judge’s verdict, or what came before it: the end of patience, or Stop. */
async function judged(code: CheckCode, { options, probes, signal }: Running): Promise<Verdict> {
  const seconds = options.limitSeconds ?? usualLimit;
  const limit = options.after(seconds * 1000);
  const stopped: Verdict = { outcome: 'could not check', headline: 'Stopped before this was checked' };
  const tooLong: Verdict = { outcome: 'could not check', headline: `The look took longer than ${seconds} s` };
  if (hasAborted(signal)) return stopped;
  const verdict = await Promise.race([judges[code](probes), aborted(signal, stopped), aborted(limit, tooLong)]);
  // A call that was stopped fails, and that says nothing of the chain.
  return hasAborted(signal) ? stopped : verdict;
}

/** Asked anew each time; a plain property check would be taken as settled by the compiler. */
const hasAborted = (signal: AbortSignal): boolean => signal.aborted;

const aborted = (signal: AbortSignal, verdict: Verdict): Promise<Verdict> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(verdict), { once: true });
  });

function skipped(check: Check & { readonly code: CheckCode }, blocking: Finding): Finding {
  // Behind a chain of skipped checks, the one that failed is the news.
  const because = blocking.outcome === 'skipped' ? (blocking.because ?? blocking.check) : blocking.check;
  return {
    check: check.code,
    owner: check.owner,
    outcome: 'skipped',
    because,
    headline: `Not looked at, because of: ${checkOf(because).title}`,
    durationMs: 0,
  };
}
