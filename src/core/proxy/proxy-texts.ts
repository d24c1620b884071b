import { noAccess } from '../access/grant.ts';
import { inputProblem, quoted, type InputProblem } from '../input-problem.ts';
import { err, ok, type Result } from '../result.ts';
import { readAnnotations, writeAnnotations } from './annotation-text.ts';
import { planProxy } from './check-wish.ts';
import { imageReference } from './image.ts';
import { readProxyImage } from './image-setting.ts';
import type { ProxyWish, UpstreamWish } from './proxy-plan.ts';

/** What need not be said of a proxy, as a person types it; empty is the default. */
export interface ProxyTexts {
  readonly serverName: string;
  readonly caConfigMap: string;
  readonly verifyDepth: string;
  readonly annotations: string;
  readonly nodePort: string;
  readonly replicas: string;
  readonly image: string;
  readonly rate: string;
  readonly name: string;
  readonly tlsSecret: string;
}
export type ProxyTextName = keyof ProxyTexts;

/** All defaults. */
export const noProxyTexts: ProxyTexts = {
  serverName: '',
  caConfigMap: '',
  verifyDepth: '',
  annotations: '',
  nodePort: '',
  replicas: '',
  image: '',
  rate: '',
  name: '',
  tlsSecret: '',
};

/** What the texts say, each in its place in a wish. */
interface ProxyParts extends Pick<Partial<ProxyWish>, 'replicas' | 'image' | 'rate' | 'name' | 'tlsSecret'> {
  readonly upstream?: Omit<UpstreamWish, 'url'>;
  readonly entrance?: EntranceParts;
}

/** Of the way in, each for one kind of it. */
export interface EntranceParts {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly nodePort?: number;
}

type Read = Result<ProxyParts, readonly InputProblem[]>;

const whole = (field: string, text: string): Result<number, readonly InputProblem[]> =>
  /^\d{1,9}$/.test(text)
    ? ok(Number(text))
    : err([inputProblem(field, `${quoted(text)} is no whole number.`, 'Write it in digits; empty is the default.')]);

const wholeAs =
  (field: string, take: (value: number) => ProxyParts) =>
  (text: string): Read => {
    const value = whole(field, text);
    return value.ok ? ok(take(value.value)) : value;
  };

const readers: Readonly<Record<ProxyTextName, (text: string) => Read>> = {
  serverName: (serverName) => ok({ upstream: { serverName } }),
  caConfigMap: (caConfigMap) => ok({ upstream: { caConfigMap } }),
  verifyDepth: wholeAs('upstream.verifyDepth', (verifyDepth) => ({ upstream: { verifyDepth } })),
  annotations: (text) => {
    const annotations = readAnnotations(text);
    return annotations.ok ? ok({ entrance: { annotations: annotations.value } }) : err([annotations.error]);
  },
  nodePort: wholeAs('exposure.nodePort', (nodePort) => ({ entrance: { nodePort } })),
  replicas: wholeAs('replicas', (replicas) => ({ replicas })),
  image: (text) => {
    const image = readProxyImage(text);
    return image.ok ? ok({ image: image.value }) : err(image.error.map((one) => ({ ...one, field: 'image' })));
  },
  rate: (text) => {
    const [, perSecond, burst] = /^(\d{1,9})\s*[,/ ]\s*(\d{1,9})$/.exec(text) ?? [];
    return perSecond === undefined || burst === undefined
      ? err([inputProblem('rate', `${quoted(text)} is not two whole numbers.`, 'Write them as 100, 300.')])
      : ok({ rate: { perSecond: Number(perSecond), burst: Number(burst) } });
  },
  name: (name) => ok({ name }),
  tlsSecret: (tlsSecret) => ok({ tlsSecret }),
};

const read = (name: ProxyTextName, typed: string): Read => (typed.trim() === '' ? ok({}) : readers[name](typed.trim()));

/** Everything else is good in it, so what is wrong with it is wrong with the part. */
const probe: ProxyWish = {
  namespace: 'sqlkube',
  createNamespace: false,
  hosts: ['k8s.example'],
  access: noAccess,
  certificateFingerprint: '0'.repeat(64),
  exposure: { kind: 'cluster-ip', clientNamespace: 'sqlkube' },
};

/** What is wrong with one text, by the rules of the generators. */
export function checkProxyText(name: ProxyTextName, typed: string): readonly InputProblem[] {
  const part = read(name, typed);
  if (!part.ok) return part.error;
  const { entrance: { annotations, nodePort } = {}, ...others } = part.value;
  const clients = ['10.0.0.1/32'];
  const plan = planProxy({
    ...probe,
    ...others,
    ...(annotations !== undefined && { exposure: { kind: 'load-balancer', clients, annotations } }),
    ...(nodePort !== undefined && { exposure: { kind: 'node-port', clients, nodePort } }),
  });
  return plan.ok ? [] : plan.error;
}

/** All texts as parts of a wish. */
export function readProxyTexts(texts: ProxyTexts): Read {
  const names = Object.keys(readers) as ProxyTextName[];
  const problems = names.flatMap((name) => checkProxyText(name, texts[name]));
  if (problems.length > 0) return err(problems);
  const parts = names.flatMap((name) => {
    const part = read(name, texts[name]);
    return part.ok ? [part.value] : [];
  });
  const upstream = Object.assign({}, ...parts.map((part) => part.upstream ?? {})) as Omit<UpstreamWish, 'url'>;
  const entrance = Object.assign({}, ...parts.map((part) => part.entrance ?? {})) as EntranceParts;
  return ok({
    ...(Object.assign({}, ...parts) as ProxyParts),
    ...(Object.keys(upstream).length > 0 && { upstream }),
    ...(Object.keys(entrance).length > 0 && { entrance }),
  });
}

const number = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** The texts that read back as what a wish says. The image is left out unless it is the wish's own. */
export function writeProxyTexts(wish: ProxyWish, hasOwnImage: boolean): ProxyTexts {
  const { exposure, upstream, rate, image } = wish;
  const annotations = exposure.kind === 'load-balancer' ? exposure.annotations : undefined;
  return {
    serverName: upstream?.serverName ?? '',
    caConfigMap: upstream?.caConfigMap ?? '',
    verifyDepth: number(upstream?.verifyDepth),
    annotations: annotations === undefined ? '' : writeAnnotations(annotations),
    nodePort: exposure.kind === 'node-port' ? number(exposure.nodePort) : '',
    replicas: number(wish.replicas),
    image: hasOwnImage && image !== undefined ? imageReference(image) : '',
    rate: rate === undefined ? '' : `${rate.perSecond}, ${rate.burst}`,
    name: wish.name ?? '',
    tlsSecret: wish.tlsSecret ?? '',
  };
}
