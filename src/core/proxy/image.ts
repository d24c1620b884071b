import { textProblem } from '../access/text-shape.ts';
import type { InputProblem } from '../input-problem.ts';

/** A container image, pinned. */
export interface ProxyImage {
  /** With its registry and tag, such as `registry.example:5000/nginx-unprivileged:1.28.0-alpine`. */
  readonly name: string;
  /** `sha256:` and 64 hex digits; when given, the tag is only there to be read. */
  readonly digest?: string;
}

/**
 * nginx' own image for any user but root: its process is 101 and needs no capability (documented on its registry page).
 * Unproven here that this tag is still the best choice: it is settable.
 */
export const defaultProxyImage: ProxyImage = { name: 'docker.io/nginxinc/nginx-unprivileged:1.28.0-alpine' };

const name =
  /^[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*:([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/;

/** An image reference with a tag that says which version it is. */
export function checkImage(image: ProxyImage): readonly InputProblem[] {
  const tag = image.name.length <= 512 ? name.exec(image.name)?.[1] : undefined;
  const fix = 'Write registry/name:version, in lower case.';
  return [
    ...(tag === undefined ? [textProblem('image.name', image.name, 'is not an image with a tag', fix)] : []),
    ...(tag === 'latest' ? [textProblem('image.name', image.name, 'names no version', fix)] : []),
    ...(image.digest === undefined || /^sha256:[0-9a-f]{64}$/.test(image.digest)
      ? []
      : [textProblem('image.digest', image.digest, 'is not a digest', 'Write sha256: and 64 hex digits.')]),
  ];
}

/** As a container runtime takes it. */
export const imageReference = ({ name: tagged, digest }: ProxyImage): string =>
  digest === undefined ? tagged : `${tagged}@${digest}`;
