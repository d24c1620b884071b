import { restParameters } from '../../rest/parameters.ts';
import { integer, sql } from '../quoting.ts';
import { addArgument, fixes } from './edits.ts';
import type { KubernetesRule } from './rule.ts';
import { isTrigger } from './surroundings.ts';

/** What a user at a screen will still wait for. */
const mostSeconds = 10;
const proposed = 5;

/** The default is 30 s (documented), and the statement that fired the trigger waits. */
export const timeoutInTrigger: KubernetesRule = {
  name: 'timeout-in-trigger',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A call in a trigger may wait longer than 10 seconds.',
  check: (facts) => {
    const constant = facts.constant('@timeout');
    const seconds =
      constant.kind === 'null' ? restParameters[4].defaultValue : constant.kind === 'number' ? constant.value : 0;
    if (!isTrigger(facts.around.batch) || seconds <= mostSeconds) return [];
    const value = facts.argument('@timeout')?.value;
    const edit =
      value === undefined
        ? addArgument(facts, sql`@timeout = ${integer(proposed)}`)
        : { span: value.span, text: integer(proposed) };
    return [
      {
        span: value?.span ?? facts.call.name,
        message: `The statement that fires this trigger may wait ${seconds} seconds for this call. Give it a short @timeout.`,
        ...(value?.kind === 'variable' ? {} : fixes(`Set @timeout to ${proposed} seconds`, edit)),
      },
    ];
  },
};
