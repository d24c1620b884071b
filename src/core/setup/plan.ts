import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { InputProblem } from '../input-problem.ts';
import { checkSetup } from './check-setup.ts';
import { hostKinds } from './host-files.ts';
import type { HostKind } from './host-files.ts';
import type { Setup, SetupOptions } from './options.ts';
import { checkTrust } from './trust-options.ts';
import type { Trust, TrustOptions } from './trust-options.ts';

/** All choices of one set-up of SQL Server, as they are kept. Holds no secret. */
export interface SetupPlan {
  readonly options: SetupOptions;
  readonly trust: TrustOptions;
  readonly hosts: readonly HostKind[];
}

/** What the generators take. */
export interface CheckedPlan {
  readonly setup: Setup;
  readonly trust: Trust;
  readonly hosts: readonly HostKind[];
}

/** Checks both halves; their problems come together. */
export const checkPlan = ({ options, trust, hosts }: SetupPlan): Result<CheckedPlan, readonly InputProblem[]> => {
  const setup = checkSetup(options);
  const trusted = checkTrust(trust);
  if (setup.ok && trusted.ok) return ok({ setup: setup.value, trust: trusted.value, hosts });
  return err([...(setup.ok ? [] : setup.error), ...(trusted.ok ? [] : trusted.error)]);
};

/** A plan that was kept as JSON; undefined when another version wrote it, or when it no longer passes the checks. */
export const readPlan = (kept: unknown): SetupPlan | undefined => {
  const { options, trust, hosts } = (kept ?? {}) as Partial<SetupPlan>;
  if (typeof options !== 'object' || typeof trust !== 'object' || !Array.isArray(hosts)) return undefined;
  if (!hosts.every((kind) => typeof kind === 'string' && Object.hasOwn(hostKinds, kind))) return undefined;
  const plan = { options, trust, hosts };
  try {
    return checkPlan(plan).ok ? plan : undefined;
  } catch {
    // A field of another type than the checks expect.
    return undefined;
  }
};
