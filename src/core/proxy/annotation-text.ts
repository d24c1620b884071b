import { inputProblem, quoted, type InputProblem } from '../input-problem.ts';
import { err, ok, type Result } from '../result.ts';

type Annotations = Readonly<Record<string, string>>;

const field = 'annotations';
const fix = 'Write key=value and separate several by semicolons; or write one JSON object of texts.';

/** Annotations as a person types them: `key=value; key=value`, or a JSON object where a value holds a semicolon. */
export function readAnnotations(text: string): Result<Annotations, InputProblem> {
  const entries = text.trimStart().startsWith('{') ? readJson(text) : readPairs(text);
  if (!entries.ok) return entries;
  const keys = entries.value.map(([key]) => key);
  const twice = keys.find((key, place) => keys.indexOf(key) !== place);
  return twice === undefined
    ? ok(Object.fromEntries(entries.value))
    : err(inputProblem(field, `${quoted(twice)} is there twice.`, 'Leave one of them out.'));
}

type Entries = Result<readonly (readonly [key: string, value: string])[], InputProblem>;

function readPairs(text: string): Entries {
  const pairs = text.split(';').filter((pair) => pair.trim() !== '');
  const bare = pairs.find((pair) => !pair.includes('='));
  if (bare !== undefined) return err(inputProblem(field, `${quoted(bare.trim())} has no equals sign.`, fix));
  return ok(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    }),
  );
}

function readJson(text: string): Entries {
  const entries = parsed(text);
  const odd = entries?.find(([, value]) => typeof value !== 'string');
  if (entries === undefined) return err(inputProblem(field, 'That is no JSON object.', fix));
  if (odd !== undefined) return err(inputProblem(field, `The value of ${quoted(odd[0])} is no text.`, fix));
  return ok(entries as [string, string][]);
}

function parsed(text: string): readonly [string, unknown][] | undefined {
  try {
    return Object.entries(JSON.parse(text) as object);
  } catch {
    return undefined;
  }
}

/** The text that reads back as these. */
export function writeAnnotations(annotations: Annotations): string {
  const pairs = Object.entries(annotations);
  const isPlain = pairs.every(([, value]) => !value.includes(';') && value.trim() === value);
  return isPlain ? pairs.map(([key, value]) => `${key}=${value}`).join('; ') : JSON.stringify(annotations);
}

/** How to ask for a load balancer without a public address (documented by each provider; none was run here). */
export const internalBalancers: readonly { readonly title: string; readonly annotations: Annotations }[] = [
  {
    title: 'Azure (AKS)',
    annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
  },
  {
    title: 'AWS Load Balancer Controller (EKS)',
    annotations: {
      'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
      'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
      'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
    },
  },
  { title: 'Google (GKE)', annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } },
  {
    title: 'OpenStack',
    annotations: { 'service.beta.kubernetes.io/openstack-internal-load-balancer': 'true' },
  },
];
