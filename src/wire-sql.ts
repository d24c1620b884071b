import type { Logger } from './host/log.ts';
import type { Settings } from './host/settings.ts';
import type { ClusterReader } from './sql/cluster-reader.ts';
import type { Doctor } from './sql/doctor.ts';
import type { ScriptRunner } from './sql/script-runner.ts';

const onDemand = () => import('./on-demand.ts');

/** A call of the doctor that is not answered by then is not answered. */
const doctorSeconds = 15;

/** A thing that is made by its first use, and closed only when it was made. */
interface Lazy<T> {
  readonly get: () => Promise<T>;
  readonly close: () => Promise<void>;
}

/** What talks to SQL Server. */
interface LazySql {
  readonly reader: Lazy<ClusterReader>;
  readonly doctors: Lazy<Doctor>;
  readonly scripts: Lazy<ScriptRunner>;
  /** One more runner, with a session of its own. */
  readonly newSession: () => Promise<ScriptRunner>;
}

/** Made by the first call and not before; they load the driver with the first connection. */
export function lazySql(settings: Settings, log: Logger): LazySql {
  const seconds = (key: 'request.timeoutSeconds' | 'query.timeoutSeconds', high: number, fallback: number): number =>
    settings.wholeNumber(key, { low: 1, high, fallback });
  const common = {
    loadDriver: async () => (await import('./sql/driver.ts')).mssqlDriver,
    applicationName: 'SQL Kube',
  };
  const timeouts = () => ({
    connect: 15,
    request: seconds('request.timeoutSeconds', 230, 30),
    query: seconds('query.timeoutSeconds', 3600, 60),
  });
  const newSession = async () =>
    (await onDemand()).createScriptRunner({
      ...common,
      timeouts: () => ({ connectSeconds: timeouts().connect, querySeconds: timeouts().query }),
    });
  return {
    reader: once(async () => (await onDemand()).createClusterReader({ ...common, timeouts, log })),
    doctors: once(async () =>
      (await onDemand()).createDoctor({
        ...common,
        timeouts: () => ({ connect: timeouts().connect, call: Math.min(timeouts().request, doctorSeconds) }),
        log,
      }),
    ),
    scripts: once(newSession),
    newSession,
  };
}

function once<T extends { close(): Promise<void> }>(make: () => Promise<T>): Lazy<T> {
  let made: Promise<T> | undefined;
  return {
    get: (): Promise<T> => (made ??= make()),
    close: async (): Promise<void> => {
      await (await made)?.close();
    },
  };
}
