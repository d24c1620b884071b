import { internalBalancers, writeAnnotations } from '../../core/proxy/annotation-text.ts';
import type { FieldCheck } from '../../host/field-checks.ts';
import type { Answer, Place, Prompts } from '../../host/prompts.ts';

const typed = Symbol('typed annotations');

/** Annotations of a load balancer as text: none, those of an internal balancer by provider, or any. */
export async function askAnnotations(
  prompts: Prompts,
  { place, value, check }: { readonly place: Place; readonly value: string; readonly check: FieldCheck },
): Promise<Answer<string>> {
  for (;;) {
    const way = await prompts.choose<string | typeof typed>({
      place,
      prompt: 'Annotations of the load balancer. Next: the other settings.',
      choices: [
        { label: 'None', description: 'default; some clouds then give it a public address', value: '' },
        ...internalBalancers.map(({ title, annotations }) => ({
          label: `Internal: ${title}`,
          detail: writeAnnotations(annotations),
          value: writeAnnotations(annotations),
        })),
        { label: 'Others…', description: 'as key=value', value: typed },
      ],
      current: value,
    });
    if (way.kind !== 'value') return way;
    if (way.value !== typed) return { kind: 'value', value: way.value };
    const text = await prompts.text({
      place,
      prompt: 'Annotations as key=value, separated by semicolons; or one JSON object. Empty for none.',
      value,
      placeholder: 'service.beta.kubernetes.io/azure-load-balancer-internal=true',
      check,
    });
    if (text.kind !== 'back') return text;
  }
}
