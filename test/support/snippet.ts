import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One entry of a VS Code snippet file, in the form that we write: the body always as lines. */
export interface Snippet {
  readonly title: string;
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** A snippet as it stands after insertion. */
export interface Expanded {
  readonly text: string;
  /** Number of each tab stop, once; in the order of their first appearance. */
  readonly stops: readonly number[];
  /** The default of every placeholder and choice that holds no other. */
  readonly defaults: readonly string[];
}

const file = path.join(import.meta.dirname, '../../snippets/tsql.json');

/** The file as JSON, of unknown shape. */
export const readSnippetFile = (): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** The snippets in the order of the file; their shape is proven by a test of its own. */
export const readSnippets = (): readonly Snippet[] =>
  Object.entries(readSnippetFile() as Record<string, Omit<Snippet, 'title'>>).map(([title, rest]) => ({
    title,
    ...rest,
  }));

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'stop'; readonly number: number; readonly inside?: readonly Node[] };

/**
 * Reads VS Code's snippet syntax, without variables and transformations. VS Code takes what it cannot read as text; here
 * it is an error, so that a slip of the pen is found.
 */
class Reader {
  readonly #body: string;
  #at = 0;

  constructor(body: string) {
    this.#body = body;
  }

  nodes(nested: boolean): readonly Node[] {
    const nodes: Node[] = [];
    while (this.#at < this.#body.length && !(nested && this.#body[this.#at] === '}')) nodes.push(this.#node());
    return nodes;
  }

  #node(): Node {
    const plain = this.#take(/[^\\$}]+|\}/uy);
    if (plain !== undefined) return { kind: 'text', text: plain };
    const escaped = this.#take(/\\[\\$}]/uy);
    if (escaped !== undefined) return { kind: 'text', text: escaped.slice(1) };
    const bare = this.#take(/\$\d+/uy);
    if (bare !== undefined) return { kind: 'stop', number: Number(bare.slice(1)) };
    const open = this.#take(/\$\{\d+/uy);
    if (open === undefined) throw this.#unreadable();
    const number = Number(open.slice(2));
    const inside = this.#inside();
    if (this.#take(/\}/uy) === undefined) throw this.#unreadable();
    return { kind: 'stop', number, ...(inside === undefined ? {} : { inside }) };
  }

  #inside(): readonly Node[] | undefined {
    if (this.#take(/:/uy) !== undefined) return this.nodes(true);
    if (this.#take(/\|/uy) === undefined) return undefined;
    const choices: string[] = [];
    do {
      const choice = this.#take(/(?:[^\\,|]|\\[\\,|])+/uy);
      if (choice === undefined) throw this.#unreadable();
      choices.push(choice.replaceAll(/\\([\\,|])/gu, '$1'));
    } while (this.#take(/,/uy) !== undefined);
    if (this.#take(/\|/uy) === undefined || choices.length < 2) throw this.#unreadable();
    return [{ kind: 'text', text: choices[0] ?? '' }];
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#body)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #unreadable(): Error {
    return new Error(`No snippet syntax: ${this.#body.slice(this.#at, this.#at + 30)}`);
  }
}

const isStop = (node: Node): node is Node & { kind: 'stop' } => node.kind === 'stop';

/** All stops, the outer ones before those inside them. */
const stopsOf = (nodes: readonly Node[]): readonly (Node & { kind: 'stop' })[] =>
  nodes.filter(isStop).flatMap((stop) => [stop, ...stopsOf(stop.inside ?? [])]);

/** Fills a body with its defaults, each replaced by what `fill` makes of it; a bare stop repeats the one with the default. */
export function expand(body: readonly string[], fill: (placeholder: string) => string = (text) => text): Expanded {
  const nodes = new Reader(body.join('\n')).nodes(false);
  const stops = stopsOf(nodes);
  const texts = new Map<number, string>();
  const defaults: string[] = [];
  const textOf = (inside: readonly Node[]): string => {
    const text = inside.map((node) => (node.kind === 'text' ? node.text : stopText(node))).join('');
    if (inside.some(isStop)) return text;
    defaults.push(text);
    return fill(text);
  };
  const stopText = ({ number }: Node & { kind: 'stop' }): string => {
    const known = texts.get(number);
    if (known !== undefined) return known;
    const definitions = stops.filter((stop) => stop.number === number && stop.inside !== undefined);
    if (definitions.length > 1) throw new Error(`Tab stop ${number} has ${definitions.length} defaults.`);
    const inside = definitions[0]?.inside;
    const text = inside === undefined ? '' : textOf(inside);
    texts.set(number, text);
    return text;
  };
  const text = nodes.map((node) => (node.kind === 'text' ? node.text : stopText(node))).join('');
  return { text, stops: [...new Set(stops.map(({ number }) => number))], defaults };
}
