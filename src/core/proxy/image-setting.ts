import type { InputProblem } from '../input-problem.ts';
import { err, ok, type Result } from '../result.ts';
import { checkImage, defaultProxyImage, type ProxyImage } from './image.ts';

/** The image of a setting such as `proxy.image`: `registry/name:tag`, with `@sha256:…` when it is pinned. Empty is `ours`. */
export function readImageSetting<T extends ProxyImage | undefined>(
  text: string,
  key: string,
  ours: T,
): Result<ProxyImage | T, readonly InputProblem[]> {
  const given = text.trim();
  if (given === '') return ok(ours);
  const [name = '', ...digest] = given.split('@');
  const image = { name, ...(digest.length === 0 ? {} : { digest: digest.join('@') }) };
  const problems = checkImage(image);
  return problems.length === 0 ? ok(image) : err(problems.map((problem) => ({ ...problem, field: `sqlkube.${key}` })));
}

/** The image of the setting `sqlkube.proxy.image`. */
export const readProxyImage = (setting: string): Result<ProxyImage, readonly InputProblem[]> =>
  readImageSetting(setting, 'proxy.image', defaultProxyImage);
