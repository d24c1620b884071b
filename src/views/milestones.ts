import type { Expiries } from '../host/expiries.ts';
import type { ProfileStore } from '../host/profile-store.ts';
import type { SetupStore } from '../host/setup-store.ts';
import type { ContextKey } from '../ids.ts';
import type { ClustersModel } from './clusters-model.ts';

/** What the milestones are read from. */
export interface MilestoneParts {
  readonly profiles: ProfileStore;
  readonly setups: SetupStore;
  readonly expiries: Expiries;
  readonly model: ClustersModel;
}

/** Keys of what the walkthrough counts as done, each a fact and not a click. */
export type Milestone = Extract<
  ContextKey,
  | 'sqlkube.ownConnection'
  | 'sqlkube.certificatesMade'
  | 'sqlkube.accessChosen'
  | 'sqlkube.sqlServerSetUp'
  | 'sqlkube.podsSeen'
>;

/** What has been reached, as far as it is known on this computer. */
export function milestones({
  profiles,
  setups,
  expiries,
  model,
}: MilestoneParts): Readonly<Record<Milestone, boolean>> {
  const records = setups.all();
  const urls = [...records.map(({ url }) => url), ...profiles.endpoints().map(({ profile }) => profile.url)];
  return {
    'sqlkube.ownConnection': profiles.connections().some(({ source }) => source !== 'sandbox'),
    'sqlkube.certificatesMade':
      urls.some((url) => expiries.certificate(url) !== undefined) ||
      records.some(({ marks }) => marks.certificates?.state === 'done'),
    'sqlkube.accessChosen': records.some(
      ({ cluster, marks }) => cluster !== undefined || marks.access?.state === 'done',
    ),
    'sqlkube.sqlServerSetUp': records.some(({ marks }) => marks.sql?.state === 'done'),
    'sqlkube.podsSeen': hasPods(model),
  };
}

/** True when a namespace of a connection that is open shows pods, the sandbox's included: seeing them is what counts. */
const hasPods = (model: ClustersModel): boolean =>
  model
    .connections()
    .filter((connection) => model.isConnected(connection))
    .flatMap((connection) => model.endpoints(connection))
    .some((endpoint) =>
      model
        .namespaces(endpoint)
        .some((namespace) => (model.readings.namespace(namespace).value?.pods.rows.length ?? 0) > 0),
    );
