import { badRequest } from './status-error.ts';

/** A request's query, read the way Kubernetes converts it. */
export class Query {
  readonly #values: URLSearchParams;

  constructor(search: string) {
    this.#values = new URLSearchParams(search);
  }

  text(name: string): string | undefined {
    return this.#values.get(name) ?? undefined;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** A whole number; undefined when it was not asked for. */
  whole(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
    return Number(text);
  }

  /** Anything but `false` and `0` is yes, `?name` alone too. */
  flag(name: string): boolean {
    const text = this.text(name)?.toLowerCase();
    return text !== undefined && text !== 'false' && text !== '0';
  }
}
