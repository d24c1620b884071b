import type { DoctorRun } from './core/doctor/report.ts';
import type { Access } from './host/access.ts';
import type { Expiries } from './host/expiries.ts';
import { machineOf } from './host/explain.ts';
import type { Settings } from './host/settings.ts';
import type { SetupStore } from './host/setup-store.ts';
import type { Link } from './sql/cluster-reader.ts';
import type { Doctor } from './sql/doctor.ts';
import type { DoctorWish } from './views/doctor-model.ts';

const onDemand = () => import('./on-demand.ts');

/** What is kept of endpoints, for the doctor to compare with. */
interface Kept {
  readonly access: Access;
  readonly settings: Settings;
  readonly setups: SetupStore;
  readonly expiries: Expiries;
}

/** One run of the doctor on an endpoint; how its log-in went is told to whoever keeps the passwords. */
export async function examine(doctor: Doctor, link: Link, wish: DoctorWish, kept: Kept): Promise<DoctorRun> {
  const { target, endpoint } = link;
  const { access, settings, setups, expiries } = kept;
  const { readBytes, tokenClaims } = await onDemand();
  const token = link.token === undefined ? undefined : tokenClaims(link.token);
  const { cluster } = setups.find(endpoint.url) ?? {};
  const hash = cluster === undefined ? undefined : (await import('./commands/setup/flows.ts')).generatedHash(cluster);
  const secrets = [target.password, link.token].filter((secret) => secret !== undefined);
  return await doctor.examine(link, {
    ...wish,
    secrets,
    now: new Date(),
    subject: {
      connection: target.profile,
      endpoint,
      sqlServerName: machineOf(target.profile.server),
      pageSize: settings.wholeNumber('pods.pageSize', { low: 1, high: 5000, fallback: 500 }),
      ...(token === undefined ? {} : { token }),
      ...(hash === undefined ? {} : { generatedHash: hash }),
    },
    loggedIn: (outcome) => void access.settle(target, outcome),
    verifiesLimited: async (signal) => {
      const { verifiedWithLimits } = await import('./commands/certificate/flows.ts');
      const folder = await verifiedWithLimits({ expiries, readFile: readBytes }, endpoint.url, signal);
      return folder !== undefined;
    },
  });
}
