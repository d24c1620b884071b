import type { InputProblem } from '../input-problem.ts';
import { err, ok, type Result } from '../result.ts';
import { grantVerbs, type Grant } from './grant.ts';
import { textProblem } from './text-shape.ts';

const pattern = /^([a-z]+(?:\s*,\s*[a-z]+)*)\s+([a-z0-9.-]+?)(?:\/([a-z0-9-]+))?(?:\s*\(([^()]*)\))?$/;
const example = 'Write it as in: get, list configmaps; get, update deployments.apps/scale (web, api).';

const isVerb = (text: string): text is Grant['verbs'][number] => (grantVerbs as readonly string[]).includes(text);

/**
 * Reads grants as the what-if table prints them: verbs, resource with its group after a point, subresource after a slash, names
 * in brackets; several separated by semicolons. Whether they may be given is for the checks to say.
 */
export function readGrants(text: string): Result<readonly Grant[], InputProblem> {
  const parts = text.split(';').map((part) => part.trim());
  const grants: Grant[] = [];
  for (const part of parts.filter((one) => one !== '')) {
    const [, verbText, named = '', subresource, names] = pattern.exec(part) ?? [];
    if (verbText === undefined) return err(textProblem('grants', part, 'cannot be read', example));
    const verbs = verbText.split(/\s*,\s*/);
    const odd = verbs.find((verb) => !isVerb(verb));
    if (odd !== undefined) {
      return err(textProblem('grants', odd, 'is no verb that can be given', `Use some of ${grantVerbs.join(', ')}.`));
    }
    const [resource = '', ...group] = named.split('.');
    grants.push({
      verbs: verbs.filter(isVerb),
      group: group.join('.'),
      resource,
      ...(subresource === undefined ? {} : { subresource }),
      ...(names === undefined ? {} : { names: names.split(/[\s,]+/).filter((name) => name !== '') }),
    });
  }
  return grants.length === 0 ? err(textProblem('grants', '', 'is empty', example)) : ok(grants);
}
