/** Where the words of a vocabulary end in a text, each only as often as was asked. */
export interface WordsSeen {
  has(word: string): boolean;
  /** Ends of the word, in order; empty unless its places were asked for. */
  ends(word: string): readonly number[];
}

/** Finds all its words in one pass over a text, whatever their case (ASCII). */
export interface Vocabulary {
  scan(text: string): WordsSeen;
}

/**
 * An automaton of all words at once (Aho and Corasick): one step a character, however many words there are. `placed` are the words
 * whose places matter; of the others it is known only whether they are there.
 */
export function vocabulary(words: Iterable<string>, placed: ReadonlySet<string>): Vocabulary {
  const all = [...new Set(words)];
  const classes = letterClasses(all);
  const width = classes.count;
  const { next, found } = automaton(all, classes.of, width);
  return {
    scan(text) {
      const present = new Uint8Array(all.length);
      const ends = new Map<string, number[]>();
      let state = 0;
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at);
        state = next[state * width + (unit < 128 ? (classes.of[unit] ?? 0) : 0)] ?? 0;
        const here = found[state];
        if (here === undefined) continue;
        for (const index of here) {
          present[index] = 1;
          const word = all[index] ?? '';
          if (!placed.has(word)) continue;
          const places = ends.get(word);
          if (places === undefined) ends.set(word, [at + 1]);
          else places.push(at + 1);
        }
      }
      const seen = new Set(all.filter((_, index) => present[index] === 1));
      return { has: (word) => seen.has(word), ends: (word) => ends.get(word) ?? [] };
    },
  };
}

/** The characters that words use, numbered from 1, upper case like lower; 0 is every other. */
function letterClasses(words: readonly string[]): { readonly of: Uint8Array; readonly count: number } {
  const of = new Uint8Array(128);
  let count = 1;
  for (const letter of new Set(words.join(''))) {
    const unit = letter.charCodeAt(0);
    const upper = letter.toUpperCase().charCodeAt(0);
    if (unit > 127 || letter !== letter.toLowerCase()) throw new Error(`“${letter}” is not lower-case ASCII`);
    of[unit] = count;
    if (upper < 128) of[upper] = count;
    count += 1;
  }
  return { of, count };
}

interface Automaton {
  /** `next[state * width + class]` */
  readonly next: Int32Array;
  /** Words that end in a state. */
  readonly found: readonly (readonly number[] | undefined)[];
}

function automaton(words: readonly string[], classOf: Uint8Array, width: number): Automaton {
  const most = words.reduce((sum, word) => sum + word.length, 1);
  const next = new Int32Array(most * width);
  const found: (number[] | undefined)[] = [undefined];
  let states = 1;
  const step = (state: number, letter: number): number => next[state * width + letter] ?? 0;
  words.forEach((word, index) => {
    let state = 0;
    for (let at = 0; at < word.length; at += 1) {
      const letter = classOf[word.charCodeAt(at)] ?? 0;
      if (step(state, letter) === 0) {
        next[state * width + letter] = states;
        found.push(undefined);
        states += 1;
      }
      state = step(state, letter);
    }
    (found[state] ??= []).push(index);
  });
  complete(next, found, width);
  return { next, found };
}

/** Fills in where a mismatch leads, breadth first: to the longest word that the text may still be in. */
function complete(next: Int32Array, found: (number[] | undefined)[], width: number): void {
  const fallback = new Int32Array(found.length);
  const queue: number[] = [];
  for (let letter = 0; letter < width; letter += 1) {
    const child = next[letter] ?? 0;
    if (child !== 0) queue.push(child);
  }
  for (const state of queue) {
    const back = fallback[state] ?? 0;
    const inherited = found[back];
    if (inherited !== undefined) found[state] = [...(found[state] ?? []), ...inherited];
    for (let letter = 0; letter < width; letter += 1) {
      const place = state * width + letter;
      const child = next[place] ?? 0;
      const other = next[back * width + letter] ?? 0;
      if (child === 0) next[place] = other;
      else {
        fallback[child] = other;
        queue.push(child);
      }
    }
  }
}
