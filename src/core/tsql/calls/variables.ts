import { expressionConstant, nullConstant, plus, unknown } from './constant.ts';
import type { Constant } from './constant.ts';
import type { BatchEvent } from './batch-events.ts';
import { storedIn } from './variable-type.ts';
import type { Token } from '../token.ts';

interface Variable {
  readonly type: readonly Token[];
  readonly constant: Constant;
}

/**
 * Values of the variables of one batch while its events pass by in order. Known is only what text that runs straight
 * through has set: behind an IF or a WHILE nothing that is assigned there is known, and behind END TRY or END CATCH nothing that was
 * assigned between.
 */
export class Variables {
  readonly #variables = new Map<string, Variable>();
  /** Assigned behind the first branch, where a loop may come back to any reading. */
  readonly #late: ReadonlySet<string>;
  #branched = false;
  readonly #blocks: Set<string>[] = [];

  /** Takes all events beforehand, to know what a loop will change. */
  constructor(events: readonly BatchEvent[]) {
    const branch = events.findIndex((event) => event.kind === 'branch');
    this.#late = new Set(branch < 0 ? [] : events.slice(branch).flatMap(assigned));
  }

  readonly lookup = (variable: string): Constant => {
    if (this.#branched && this.#late.has(variable)) return unknown;
    return this.#variables.get(variable)?.constant ?? unknown;
  };

  pass(event: BatchEvent): void {
    for (const variable of assigned(event)) for (const block of this.#blocks) block.add(variable);
    if (event.kind === 'branch') this.#branched = true;
    else if (event.kind === 'enter') this.#blocks.push(new Set());
    else if (event.kind === 'leave') this.#leave();
    else if (event.kind === 'spoil') this.#store(event.variable, unknown);
    else if (event.kind === 'declare') this.#declare(event);
    else if (event.kind === 'set') this.#set(event);
  }

  #declare({ variable, type, value }: Extract<BatchEvent, { kind: 'declare' }>): void {
    const constant = value.length === 0 ? nullConstant : expressionConstant(value, this.lookup);
    this.#variables.set(variable, { type, constant: storedIn(type, constant) });
  }

  #set({ variable, appends, value }: Extract<BatchEvent, { kind: 'set' }>): void {
    const given = expressionConstant(value, this.lookup);
    this.#store(variable, appends ? plus(this.lookup(variable), given) : given);
  }

  #store(variable: string, constant: Constant): void {
    const { type } = this.#variables.get(variable) ?? { type: [] };
    this.#variables.set(variable, { type, constant: type.length === 0 ? unknown : storedIn(type, constant) });
  }

  #leave(): void {
    for (const variable of this.#blocks.pop() ?? []) this.#store(variable, unknown);
  }
}

const assigned = (event: BatchEvent): readonly string[] =>
  event.kind === 'set' || event.kind === 'spoil' || event.kind === 'declare' ? [event.variable] : [];
