import { argumentFor } from '../calls/call.ts';
import type { Call } from '../calls/call.ts';

const kubernetesPath = /^\/(?:api\/v1|apis|version)(?:\/|$)/u;

/** The URL of a call when it is known and has a path of the Kubernetes API; the procedure is used for much else. */
export const kubernetesUrl = (call: Call): URL | undefined => {
  const constant = argumentFor(call, '@url')?.value?.constant;
  const url = call.target === 'rest' && constant?.kind === 'text' ? URL.parse(constant.value) : null;
  return url !== null && kubernetesPath.test(url.pathname) ? url : undefined;
};
