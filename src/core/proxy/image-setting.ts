import type { InputProblem } from '../input-problem.ts';
import { err, ok, type Result } from '../result.ts';
import { checkImage, defaultProxyImage, type ProxyImage } from './image.ts';

/** The image of the setting `sqlkube.proxy.image`: `registry/name:tag`, with `@sha256:…` when it is pinned. Empty is ours. */
export function readProxyImage(setting: string): Result<ProxyImage, readonly InputProblem[]> {
  const text = setting.trim();
  if (text === '') return ok(defaultProxyImage);
  const [name = '', ...digest] = text.split('@');
  const image = { name, ...(digest.length === 0 ? {} : { digest: digest.join('@') }) };
  const problems = checkImage(image);
  return problems.length === 0
    ? ok(image)
    : err(problems.map((problem) => ({ ...problem, field: 'sqlkube.proxy.image' })));
}
