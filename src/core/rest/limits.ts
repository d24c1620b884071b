import { procedurePage } from './evidence.ts';
import type { Fact } from './evidence.ts';

const documented = (value: number): Fact<number> => ({ value, evidence: 'documented', source: procedurePage });

/** Sizes in bytes unless the name says otherwise. */
export const restLimits = {
  /** Request body after conversion to UTF-8. */
  payloadBytes: documented(100 * 1024 * 1024),
  /** Response body as received. */
  responseBytes: documented(100 * 1024 * 1024),
  /** All request headers together: yours, the credential's and the system's. */
  requestHeaderBytes: documented(8 * 1024),
  responseHeaderBytes: documented(8 * 1024),
  /** The whole URL, with a credential's query string, after percent-encoding. */
  urlBytes: documented(8 * 1024),
  /** The query string, with a credential's, after percent-encoding. */
  queryBytes: documented(4 * 1024),
  urlCharacters: documented(4000),
  headersCharacters: documented(4000),
  credentialNameCharacters: documented(128),
} as const;

/** The limits as plain numbers, so that a test or a fault can inject smaller ones. */
export type RestLimitValues = Readonly<Record<keyof typeof restLimits, number>>;

/** What SQL Server itself enforces. */
export const restLimitValues: RestLimitValues = {
  payloadBytes: restLimits.payloadBytes.value,
  responseBytes: restLimits.responseBytes.value,
  requestHeaderBytes: restLimits.requestHeaderBytes.value,
  responseHeaderBytes: restLimits.responseHeaderBytes.value,
  urlBytes: restLimits.urlBytes.value,
  queryBytes: restLimits.queryBytes.value,
  urlCharacters: restLimits.urlCharacters.value,
  headersCharacters: restLimits.headersCharacters.value,
  credentialNameCharacters: restLimits.credentialNameCharacters.value,
};
