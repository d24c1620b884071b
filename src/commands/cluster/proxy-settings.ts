import { defaultProxyImage, imageReference } from '../../core/proxy/image.ts';
import { readLocalTexts, type LocalTexts } from '../../core/proxy/local-texts.ts';
import { defaultSqlServerImage, defaultSqlServerPort } from '../../core/proxy/local-variant.ts';
import { apiServerName, defaultRate, defaultVerifyDepth } from '../../core/proxy/nginx-options.ts';
import { checkProxyText, type ProxyTextName } from '../../core/proxy/proxy-texts.ts';
import { rootCa } from '../../core/proxy/upstream.ts';
import type { InputProblem } from '../../core/input-problem.ts';
import type { Prompts } from '../../host/prompts.ts';
import { answered } from '../../host/steps.ts';
import type { Setting } from '../settings-step.ts';
import { askAnnotations } from './annotations-question.ts';
import { isInCluster, isLocal, nodePortOf, type ProxyDraft, type Way } from './proxy-draft.ts';

type Proxy = Setting<ProxyDraft>;

/** What the defaults depend on. */
export interface SettingParts {
  readonly prompts: Prompts;
  /** The setting `sqlkube.proxy.image`. */
  readonly image: string;
  /** The port that SQL Server calls. */
  readonly urlPort: number;
}

/** All that a proxy can be given and that has a default. */
export const proxySettings = (parts: SettingParts): readonly Proxy[] => [
  ...upstreamSettings(parts),
  ...entranceSettings(parts),
  ...podSettings(parts),
  ...localSettings(parts),
];

const upstreamSettings = ({ prompts }: SettingParts): readonly Proxy[] => [
  textSetting(prompts, 'serverName', {
    label: 'Name in the API Server’s Certificate',
    ordinary: apiServerName,
    detail: 'nginx finds this name in it (proxy_ssl_name), whatever address it calls.',
    prompt: 'A DNS name in the API server’s certificate.',
  }),
  textSetting(prompts, 'caConfigMap', {
    label: 'CA of the API Server',
    ordinary: `ConfigMap ${rootCa}`,
    detail: 'For an API server of another cluster, whose CA the proxy’s namespace does not hold by itself.',
    prompt: 'ConfigMap in the proxy’s namespace with the CA under ca.crt. The head of proxy.yaml says how to make it.',
  }),
  textSetting(prompts, 'verifyDepth', {
    label: 'Certificates in Between',
    ordinary: String(defaultVerifyDepth),
    detail: 'How many may stand between the API server’s certificate and that CA (proxy_ssl_verify_depth).',
    prompt: 'How many certificates may stand in between, from 1 to 20.',
  }),
];

const only =
  (...ways: readonly Way[]) =>
  ({ way }: ProxyDraft): boolean =>
    ways.includes(way);

const entranceSettings = ({ prompts, urlPort }: SettingParts): readonly Proxy[] => [
  {
    label: 'Annotations of the Load Balancer',
    now: ({ texts }) => texts.annotations || 'default: none',
    detail: 'Such as those for an internal balancer, without a public address.',
    applies: only('load-balancer'),
    ask: (draft, place) =>
      answered(
        () =>
          askAnnotations(prompts, {
            place,
            value: draft.texts.annotations,
            check: (text) => said('Annotations', checkProxyText('annotations', text)),
          }),
        (text) => withText(draft, 'annotations', text),
      )(),
  },
  textSetting(prompts, 'nodePort', {
    label: 'Port of the Nodes',
    ordinary: String(nodePortOf(urlPort) ?? 'the API server picks one'),
    detail: 'What stands in between leads the endpoint’s port there.',
    prompt: 'Port of the nodes, usually one from 30000 to 32767.',
    applies: only('node-port'),
  }),
];

const podSettings = ({ prompts, image }: SettingParts): readonly Proxy[] => [
  textSetting(prompts, 'replicas', {
    label: 'Replicas',
    ordinary: '2',
    detail: 'Pods of the proxy, spread over nodes and zones.',
    prompt: 'How many pods, from 1 to 20.',
  }),
  textSetting(prompts, 'image', {
    label: 'Image',
    ordinary: image === '' ? imageReference(defaultProxyImage) : `${image} (your setting)`,
    detail: 'For a registry of your own, another version, or to pin the digest.',
    prompt: 'Image as registry/name:tag, with @sha256:… to pin its digest.',
    applies: (draft) => draft.way !== 'direct',
  }),
  textSetting(prompts, 'rate', {
    label: 'Rate Limit',
    ordinary: `${defaultRate.perSecond}, ${defaultRate.burst}`,
    detail: 'Requests a second from one address, and how many may come at once.',
    prompt: 'Requests a second from one address, and how many may come at once: two numbers.',
  }),
  choiceSetting(prompts, {
    label: 'IPv6',
    is: ({ ipv6 }) => ipv6,
    take: (draft, ipv6) => ({ ...draft, ipv6 }),
    no: ['IPv4 Only', 'default'],
    yes: ['IPv4 and IPv6', 'nginx does not start with it on nodes without IPv6'],
  }),
  choiceSetting(prompts, {
    label: 'User of the Pods',
    is: ({ user }) => user === 'platform',
    take: (draft, isPlatform) => ({ ...draft, user: isPlatform ? 'platform' : 'image' }),
    no: ['User 101', 'default; the image’s own'],
    yes: ['The Platform Picks', 'OpenShift and others that refuse a fixed user'],
  }),
  textSetting(prompts, 'name', {
    label: 'Name of the Objects',
    ordinary: 'sqlkube-proxy',
    detail: 'For a second proxy in the same namespace.',
    prompt: 'Name of the proxy’s objects.',
  }),
  textSetting(prompts, 'tlsSecret', {
    label: 'Secret with the Server Certificate',
    ordinary: 'the name of the objects and -tls',
    prompt: 'Name of the Secret of type kubernetes.io/tls; Apply to Cluster makes it.',
  }),
];

const localSettings = ({ prompts }: SettingParts): readonly Proxy[] => {
  const local = (name: keyof LocalTexts, label: string, ordinary: string, prompt: string): Proxy => ({
    label,
    now: (draft) => shown(draft.local[name], ordinary),
    applies: ({ way }) => isLocal(way),
    ask: (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: `${prompt} Empty is ${ordinary}.`,
            value: draft.local[name],
            placeholder: ordinary,
            check: (text) => {
              const read = readLocalTexts({ ...draft.local, [name]: text });
              return read.ok ? undefined : said(label, read.error);
            },
          }),
        (text) => ({ ...draft, local: { ...draft.local, [name]: text.trim() } }),
      )(),
  });
  const ordinary = imageReference(defaultSqlServerImage);
  return [
    local('sqlServerImage', 'Image of SQL Server', ordinary, 'Image as registry/name:tag.'),
    local('sqlServerPort', 'Port of SQL Server', String(defaultSqlServerPort), 'Port of this computer.'),
  ];
};

interface TextSetting {
  readonly label: string;
  /** The default, as it is shown. */
  readonly ordinary: string;
  readonly detail?: string;
  readonly prompt: string;
  readonly applies?: Proxy['applies'];
}

const shown = (text: string, ordinary: string): string => text || `default: ${ordinary}`;

const said = (label: string, [problem]: readonly InputProblem[]): string | undefined =>
  problem && `${label}: ${problem.reason} ${problem.fix}`;

const withText = (draft: ProxyDraft, name: ProxyTextName, text: string): ProxyDraft => ({
  ...draft,
  texts: { ...draft.texts, [name]: text.trim() },
});

function textSetting(prompts: Prompts, name: ProxyTextName, setting: TextSetting): Proxy {
  const { label, ordinary, detail, prompt, applies = isInCluster } = setting;
  return {
    label,
    now: ({ texts }) => shown(texts[name], ordinary),
    ...(detail !== undefined && { detail }),
    applies,
    ask: (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: `${prompt} Empty is the default: ${ordinary}.`,
            value: draft.texts[name],
            placeholder: ordinary,
            check: (text) => said(label, checkProxyText(name, text)),
          }),
        (text) => withText(draft, name, text),
      )(),
  };
}

interface ChoiceSetting {
  readonly label: string;
  readonly is: (draft: ProxyDraft) => boolean;
  readonly take: (draft: ProxyDraft, value: boolean) => ProxyDraft;
  readonly no: readonly [label: string, description: string];
  readonly yes: readonly [label: string, description: string];
}

function choiceSetting(prompts: Prompts, { label, is, take, no, yes }: ChoiceSetting): Proxy {
  return {
    label,
    now: (draft) => (is(draft) ? yes[0] : `default: ${no[0]}`),
    applies: isInCluster,
    ask: (draft, place) =>
      answered(
        () =>
          prompts.choose({
            place,
            prompt: `${label}. Next: the other settings.`,
            choices: [
              { label: no[0], description: no[1], value: false },
              { label: yes[0], description: yes[1], value: true },
            ],
            current: is(draft),
          }),
        (value) => take(draft, value),
      )(),
  };
}
