import type { Call, CallArgument } from '../calls/call.ts';
import type { BatchReading } from '../calls/call-finder.ts';
import { nullConstant } from '../calls/constant.ts';
import type { Constant } from '../calls/constant.ts';
import type { FoldedText } from '../calls/folded-text.ts';
import { readJson } from '../calls/json-positions.ts';
import type { JsonDocument, JsonNode } from '../calls/json-positions.ts';
import { restParameters } from '../../rest/parameters.ts';
import { toRestMethod } from '../../rest/methods.ts';
import type { RestMethod } from '../../rest/methods.ts';
import { readKubernetesUrl } from './kubernetes-request.ts';
import type { KubernetesRequest } from './kubernetes-request.ts';

/** What is known around a call. */
export interface Surroundings {
  readonly batch: BatchReading;
  /** The database that a USE above the batch has set; lower case. */
  readonly database?: string;
  /** URLs of endpoints that are known to be Kubernetes. */
  readonly knownEndpoints: readonly string[];
}

/** One header with the place of its name and value in the JSON. */
export interface HeaderEntry {
  readonly name: string;
  readonly value: string;
  readonly key: JsonNode;
  readonly node: JsonNode;
}

/** Headers whose text is known. `entries` holds those that are well-formed. */
export interface KnownHeaders {
  readonly argument: CallArgument;
  readonly text: FoldedText;
  readonly json: JsonDocument;
  readonly entries: readonly HeaderEntry[];
  /** The first of each name, by its lower case. */
  readonly byName: ReadonlyMap<string, HeaderEntry>;
}

/** A call of the procedure with what several rules ask of it; each answer is worked out once. */
export class CallFacts {
  readonly call: Call;
  readonly around: Surroundings;
  readonly #arguments = new Map<string, CallArgument>();
  #kubernetes: { readonly request: KubernetesRequest | undefined } | undefined;
  #headers: { readonly known: KnownHeaders | undefined } | undefined;

  /** `call` is a complete one of the procedure. */
  constructor(call: Call, around: Surroundings) {
    this.call = call;
    this.around = around;
    for (const one of call.arguments)
      if (one.parameter !== undefined && !this.#arguments.has(one.parameter)) this.#arguments.set(one.parameter, one);
  }

  argument(parameter: string): CallArgument | undefined {
    return this.#arguments.get(parameter);
  }

  /** What the parameter gets; NULL where it is left out or DEFAULT. */
  constant(parameter: string): Constant {
    const value = this.argument(parameter)?.value;
    return value === undefined || value.kind === 'default' ? nullConstant : value.constant;
  }

  /** The text that the parameter gets, when it is known and not NULL. */
  text(parameter: string): FoldedText | undefined {
    const constant = this.constant(parameter);
    return constant.kind === 'text' ? constant : undefined;
  }

  get kubernetes(): KubernetesRequest | undefined {
    this.#kubernetes ??= { request: this.#readUrl() };
    return this.#kubernetes.request;
  }

  /** The verb that is sent; undefined when it is not known or is none. */
  get method(): RestMethod | undefined {
    const constant = this.constant('@method');
    if (constant.kind === 'null') return restParameters[3].defaultValue;
    return constant.kind === 'text' ? toRestMethod(constant.value) : undefined;
  }

  /** The verb when the call names one, so that the default POST, which has a rule of its own, is not marked twice. */
  get writtenMethod(): RestMethod | undefined {
    return this.constant('@method').kind === 'null' ? undefined : this.method;
  }

  /** True when the call sends no headers of its own. */
  get hasNoHeaders(): boolean {
    return this.constant('@headers').kind === 'null';
  }

  /** The headers of the call; undefined when there are none or when they are not known. */
  get headers(): KnownHeaders | undefined {
    this.#headers ??= { known: this.#readHeaders() };
    return this.#headers.known;
  }

  /** The value of a header, its name in lower case: empty when it is not sent, undefined when that is not known. */
  header(name: string): string | undefined {
    if (this.hasNoHeaders) return '';
    const { headers } = this;
    if (headers?.json.valid !== true) return undefined;
    return headers.byName.get(name)?.value ?? '';
  }

  #readUrl(): KubernetesRequest | undefined {
    const url = this.text('@url');
    return url === undefined ? undefined : readKubernetesUrl(url, this.around.knownEndpoints);
  }

  #readHeaders(): KnownHeaders | undefined {
    const argument = this.argument('@headers');
    const text = this.text('@headers');
    if (argument === undefined || text === undefined) return undefined;
    const json = readJson(text.value);
    const members = json.root?.kind === 'object' ? json.root.members : [];
    const entries = members.flatMap(({ key, value }) =>
      value?.kind === 'string' ? [{ name: key.value, value: value.value, key, node: value }] : [],
    );
    // From the last to the first, so that the first of a name stays.
    const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry] as const).reverse());
    return { argument, text, json, entries, byName };
  }
}
