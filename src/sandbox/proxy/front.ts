import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { constants } from 'node:crypto';
import { faults as catalogue, type FaultName } from '../faults/catalogue.ts';
import type { Faults } from '../faults/fault-switch.ts';
import { proxyLimits } from '../../core/proxy/limits.ts';

/** A certificate (chain) and its key, PEM. */
export interface ServerIdentity {
  readonly cert: string;
  readonly key: string;
}

/** What the proxy shows to those who connect. */
export interface FrontIdentities extends ServerIdentity {
  /** Identities that a certificate fault shows instead. Without one the fault cannot be turned on. */
  readonly faulty?: Readonly<Partial<Record<FaultName, ServerIdentity>>>;
}

/**
 * Makes the TLS server for the faults that are on. It never listens: connections are handed to it, so that changing the fault
 * changes the server for the next connection while the port stays open.
 */
export function createFront(tls: FrontIdentities, faults: Faults, handle: RequestListener): Server {
  const identity = identityFor(tls, faults);
  return createServer(
    {
      cert: identity.cert,
      key: identity.key,
      minVersion: faults.has('tls13-only') ? 'TLSv1.3' : 'TLSv1.2',
      ...(faults.has('client-certificate') ? { requestCert: true, rejectUnauthorized: true } : {}),
      // Larger than the limit that is answered in words, so that the words have a chance.
      maxHeaderSize: 2 * proxyLimits.headerBytes,
      // A session of a good certificate must not be resumed on a bad one.
      secureOptions: constants.SSL_OP_NO_TICKET,
      requestTimeout: 0,
      // nginx' default.
      keepAliveTimeout: 75_000,
      // Judged with the rest of the head; Node would answer without a body.
      requireHostHeader: false,
    },
    handle,
  );
}

/** A server shows one certificate, so of several such faults the first in the catalogue counts. */
function identityFor(tls: FrontIdentities, faults: Faults): ServerIdentity {
  const fault = catalogue.find(({ name, place }) => place === 'certificate' && faults.has(name))?.name;
  if (fault === undefined) return tls;
  const identity = tls.faulty?.[fault];
  if (identity === undefined) throw new Error(`The proxy was given no certificate for the fault ${fault}.`);
  return identity;
}
