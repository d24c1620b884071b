import type { EndpointProfile } from '../core/connection.ts';
import { expiryLine, type ExpiryLine, type Span } from '../core/expiry-line.ts';
import { stateKeys } from '../ids.ts';
import type { StateBackend } from './approvals.ts';
import { Signal } from './signal.ts';

/** What is known of the certificates of an endpoint's host: facts that every handshake shows. */
export interface CertificateNote {
  readonly server: Span & { readonly fingerprint256: string };
  /** Present for a CA of ours; `limited` when it has name constraints. */
  readonly authority?: Span & { readonly fingerprint256: string; readonly limited: boolean };
  /** The folder that their files were written to. */
  readonly folder?: string;
}

/** What a token says of itself. */
export interface TokenNote {
  readonly from: number;
  /** Absent for a token that never ends. */
  readonly until?: number;
  /** `NAMESPACE/NAME` */
  readonly account: string;
}

type Notes = Readonly<Record<string, unknown>>;

/** `https://host:port` in lower case: what certificates are for. */
const originOf = (url: string): string => new URL(url).origin;

/** When certificates and tokens end, by endpoint, in globalState. Dates and fingerprints; no secrets. */
export class Expiries {
  readonly changed = new Signal<undefined>();
  readonly #state: StateBackend;

  constructor(state: StateBackend) {
    this.#state = state;
  }

  certificate(url: string): CertificateNote | undefined {
    const found = this.#all(stateKeys.certificates)[originOf(url)] as Partial<CertificateNote> | undefined;
    return typeof found?.server?.until === 'number' ? (found as CertificateNote) : undefined;
  }

  async noteCertificate(url: string, note: CertificateNote): Promise<void> {
    await this.#put(stateKeys.certificates, originOf(url), note);
  }

  token(endpointId: string): TokenNote | undefined {
    const found = this.#all(stateKeys.tokens)[endpointId] as Partial<TokenNote> | undefined;
    return typeof found?.from === 'number' ? (found as TokenNote) : undefined;
  }

  async noteToken(endpointId: string, note: TokenNote): Promise<void> {
    await this.#put(stateKeys.tokens, endpointId, note);
  }

  /** For a token that is in no credential any more. */
  async forgetToken(endpointId: string): Promise<void> {
    const notes = Object.entries(this.#all(stateKeys.tokens)).filter(([id]) => id !== endpointId);
    await this.#state.update(stateKeys.tokens, Object.fromEntries(notes));
    this.changed.fire(undefined);
  }

  /** What is known to end behind an endpoint, the first end first. */
  lines({ id, url }: Pick<EndpointProfile, 'id' | 'url'>, now: Date): readonly ExpiryLine[] {
    const certificate = this.certificate(url);
    const token = this.token(id);
    const lines = [
      ...(certificate ? [expiryLine('certificate', certificate.server, now)] : []),
      ...(certificate?.authority ? [expiryLine('CA', certificate.authority, now)] : []),
      ...(token?.until === undefined ? [] : [expiryLine('token', { from: token.from, until: token.until }, now)]),
    ];
    return lines.sort((a, b) => a.until - b.until);
  }

  #all(key: string): Notes {
    const stored = this.#state.get(key);
    return typeof stored === 'object' && stored !== null ? (stored as Notes) : {};
  }

  async #put(key: string, name: string, note: unknown): Promise<void> {
    await this.#state.update(key, { ...this.#all(key), [name]: note });
    this.changed.fire(undefined);
  }
}
