import { changeText, fixes } from './edits.ts';
import { urlSpan } from './kubernetes-places.ts';
import type { KubernetesRule } from './rule.ts';

const interactive = ['exec', 'attach', 'portforward'];

/** The procedure takes one whole answer (documented); a stream has no end before the time-out. */
export const stream: KubernetesRule = {
  name: 'stream',
  about: 'kubernetes',
  severity: 'error',
  summary: 'The call asks for a stream (watch, follow, exec), which SQL Server cannot read.',
  check: (facts, request) => {
    const { api, query, end } = request;
    const sub = api?.subresource;
    const session =
      sub !== undefined && interactive.includes(sub.text)
        ? [
            {
              span: urlSpan(facts, request, sub),
              message: `${sub.text} needs a connection in both directions, which SQL Server cannot hold.`,
            },
          ]
        : [];
    const endless = query.flatMap((part, index) => {
      const asks = /^(?:watch|follow)$/u.test(part.name) && /^(?:1|t|true|)$/iu.test(part.value);
      if (!asks) return [];
      const from = index === 0 && part.end < end ? part.start : part.start - 1;
      const to = index === 0 && part.end < end ? part.end + 1 : part.end;
      return [
        {
          span: urlSpan(facts, request, part),
          message: `With ${part.name} the answer has no end, and SQL Server waits for it until the time-out. Ask again instead.`,
          ...fixes(`Remove ${part.name}`, changeText(facts, '@url', [from, to], '')),
        },
      ];
    });
    return [...session, ...endless];
  },
};
