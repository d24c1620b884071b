/**
 * Decisions on the raw request target (path and query as they came). nginx matches locations on a normalised path but
 * forwards the raw one (observed with 1.22.1: `%2e`, dot segments and `//` all reached the upstream), so nothing here
 * normalises: what is not spelt plainly is refused. Patterns are written in the common part of PCRE and JavaScript.
 */

/** What a request target is. */
export type TargetKind = 'malformed' | 'health' | 'subresource' | 'stream' | 'api';

/** One pattern and what it makes of a target; the first that matches decides. */
export interface TargetRule {
  readonly kind: TargetKind;
  readonly pattern: string;
  readonly ignoreCase: boolean;
}

const version = '(?:api/v1|apis/[^/?]+/[^/?]+)';
const namespace = '(?:namespaces/[^/?]+/)?';
const segment = '[A-Za-z0-9._~:-]+';
// Visible ASCII but `#` and `&`.
const value = '[\\x21\\x22\\x24\\x25\\x27-\\x7e]*';
const parameter = `[A-Za-z]+(?:=${value})?(?:&|$)`;

/** Anything else is `malformed`: percent signs, empty or dot segments, odd characters, parameter names that hide letters. */
export const targetRules: readonly TargetRule[] = [
  { kind: 'health', pattern: '^/-/healthz(?:\\?|$)', ignoreCase: false },
  { kind: 'malformed', pattern: '^[^?]*/\\.\\.?(?:[/?]|$)', ignoreCase: false },
  {
    kind: 'malformed',
    pattern: `^(?!/(?:${segment}(?:/${segment})*/?)?(?:\\?(?:${parameter})*)?$)`,
    ignoreCase: false,
  },
  {
    kind: 'subresource',
    pattern: `^/${version}/${namespace}[^/?]+/[^/?]+/(?:exec|attach|portforward|proxy)(?:[/?]|$)`,
    ignoreCase: true,
  },
  { kind: 'subresource', pattern: `^/${version}/proxy(?:[/?]|$)`, ignoreCase: true },
  { kind: 'stream', pattern: `^/${version}/watch(?:[/?]|$)`, ignoreCase: true },
  // Kubernetes reads any value but 0 and false as true, an empty one too (conversion of query parameters, apimachinery).
  { kind: 'stream', pattern: '[?&](?:watch|follow)(?!=(?:0|false)(?:&|$))(?:[=&]|$)', ignoreCase: true },
  { kind: 'api', pattern: '^/', ignoreCase: false },
];

const compiled = targetRules.map((rule) => ({
  kind: rule.kind,
  regex: new RegExp(rule.pattern, rule.ignoreCase ? 'i' : ''),
}));

/** What the proxy takes `target` for. */
export function classifyTarget(target: string): TargetKind {
  return compiled.find((rule) => rule.regex.test(target))?.kind ?? 'malformed';
}

/** Matches targets that name a list, for the metadata view: `…/pods`, `…/namespaces/x/pods`, but not `…/namespaces/x`. */
export const listPattern = `^/${version}/(?:namespaces/[^/?]+/(?!(?:status|finalize)(?:[/?]|$))[^/?]+|[^/?]+)/?(?:\\?|$)`;

const list = new RegExp(listPattern);

/** Whether the target names a list rather than one object. */
export const isListTarget = (target: string): boolean => list.test(target);
