import type { FaultName, faults } from '../../../../src/sandbox/faults/catalogue.ts';

type Fault = (typeof faults)[number];
type Placed<P extends Fault['place']> = Extract<Fault, { readonly place: P }>['name'];

/** Faults inside SQL Server. */
export type InstanceFault = Placed<'sql-server'>;
/** Faults inside the API server. */
export type ApiFault = Placed<'api-server'>;

/** Faults between the two: of the network, and of the proxy. */
export const isChainFault = <F extends Fault>(
  fault: F,
): fault is Exclude<F, { readonly name: InstanceFault | ApiFault }> =>
  fault.place !== 'sql-server' && fault.place !== 'api-server';

/** A name of the kind above. */
export type ChainFault = Exclude<FaultName, InstanceFault | ApiFault>;
