import { shapes } from '../../core/access/text-shape.ts';
import { quoted } from '../../core/input-problem.ts';
import { isAddressRange } from '../../core/proxy/address-range.ts';
import { ingressControllers, otherControllers, type IngressController } from '../../core/proxy/exposure.ts';
import { readUpstream } from '../../core/proxy/upstream.ts';
import { splitNames, type FieldCheck } from '../../host/field-checks.ts';
import type { Choice } from '../../host/prompts.ts';
import { answered, type Step } from '../../host/steps.ts';
import type { CommandContext } from '../command.ts';
import { settingsStep } from '../settings-step.ts';
import { checkOne } from './access-form.ts';
import { isInCluster, isLocal, type ProxyDraft, type Way } from './proxy-draft.ts';
import { proxySettings } from './proxy-settings.ts';

const ways: readonly Choice<Way>[] = [
  {
    label: 'No Proxy: Call the API Server Itself',
    description: 'direct endpoint, unproven',
    detail: 'Only where SQL Server can reach the API server. No logs, no PATCH, no allow-list of paths.',
    value: 'direct',
  },
  {
    label: 'Load Balancer',
    description: 'a Service with source ranges',
    detail: 'Of the cloud, or MetalLB.',
    value: 'load-balancer',
  },
  { label: 'Node Port', description: 'a port of each node that runs the proxy', value: 'node-port' },
  { label: 'Inside the Cluster', description: 'SQL Server runs in the cluster too', value: 'cluster-ip' },
  {
    label: 'A Gateway That Is There',
    description: 'Gateway API, TLSRoute passes TLS through',
    value: 'gateway-existing',
  },
  { label: 'A Gateway of Its Own', description: 'Gateway API, of a class that the cluster has', value: 'gateway-own' },
  { label: 'Ingress', description: 'with TLS passthrough', detail: otherControllers, value: 'ingress' },
  {
    label: 'Local: kind',
    description: 'proxy and SQL Server 2025 in containers beside a kind cluster',
    detail: 'Two files, run by you. Nothing is applied to the cluster but the account and its roles.',
    value: 'kind',
  },
  { label: 'Local: k3d', description: 'the same beside a k3d cluster', value: 'k3d' },
];

const checkClients: FieldCheck = (text) => {
  const ranges = splitNames(text);
  if (ranges.length === 0) return 'Name where SQL Server calls from, such as 10.0.0.7/32.';
  const wrong = ranges.find((range) => !isAddressRange(range));
  return wrong === undefined
    ? undefined
    : `${quoted(wrong)} is not an address range. Write it as 10.0.0.7/32 or 10.1.0.0/16.`;
};

const checkGateway: FieldCheck = (text) => {
  const parts = text.trim().split('/');
  const [namespace = '', name = '', listener] = parts;
  if (parts.length < 2 || parts.length > 3) return 'Write namespace/name, or namespace/name/listener.';
  return (
    checkOne(shapes.label)(namespace) ??
    checkOne(shapes.subdomain)(name) ??
    (listener === undefined ? undefined : checkOne(shapes.subdomain)(listener))
  );
};

const checkUpstream: FieldCheck = (text) => {
  const read = readUpstream({ url: text.trim() });
  return read.ok ? undefined : `That ${read.error[0]?.reason.replace(/^\S+ /u, '') ?? ''} ${read.error[0]?.fix ?? ''}`;
};

const callerPrompts: Readonly<Partial<Record<Way, string>>> = {
  'cluster-ip': 'Namespace in which SQL Server runs. Next: the API server.',
  'gateway-existing': 'Namespace in which the gateway’s pods run; only they may call the proxy. Next: the API server.',
  'gateway-own': 'Namespace in which the gateway’s pods will run; only they may call the proxy. Next: the API server.',
  ingress: 'Namespace in which the controller’s pods run; only they may call the proxy. Next: the API server.',
};

interface Box {
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly check: FieldCheck;
}

interface FormParts {
  readonly context: Pick<CommandContext, 'prompts' | 'files' | 'image'>;
  readonly host: string;
  readonly port: number;
}

/** All questions, in order; most are skipped for most variants. */
export const proxySteps = ({ context, host, port }: FormParts): readonly Step<ProxyDraft>[] => {
  const { prompts, files } = context;
  const settings = proxySettings({ prompts, image: context.image('proxy.image').trim(), urlPort: port });
  const box = (
    when: (draft: ProxyDraft) => Box | undefined,
    take: (draft: ProxyDraft, text: string) => ProxyDraft,
  ): Step<ProxyDraft> => {
    return (draft, place) => {
      const question = when(draft);
      return (
        question &&
        answered(
          () => prompts.text({ place, ...question }),
          (text) => take(draft, text.trim()),
        )
      );
    };
  };
  const given = (is: boolean, question: Box): Box | undefined => (is ? question : undefined);
  return [
    (draft, place) =>
      answered(
        () =>
          prompts.choose({
            place,
            prompt: 'How shall SQL Server get to the API server? Next: where the proxy runs.',
            choices: ways,
            current: draft.way,
          }),
        (way) => ({ ...draft, way }),
      ),
    box(
      (draft) =>
        given(isLocal(draft.way), {
          prompt: `Name of the cluster, as ${draft.way === 'kind' ? 'kind get clusters' : 'k3d cluster list'} shows it. Next: everything else.`,
          value: draft.localName,
          check: checkOne({ ...shapes.label, longest: 40 }),
        }),
      (draft, localName) => ({ ...draft, localName }),
    ),
    box(
      (draft) =>
        given(isInCluster(draft), {
          prompt: 'Namespace for the proxy. Next: whether it is made.',
          value: draft.namespace,
          check: checkOne(shapes.label),
        }),
      (draft, namespace) => ({ ...draft, namespace }),
    ),
    (draft, place) =>
      isInCluster(draft)
        ? answered(
            () =>
              prompts.choose({
                place,
                prompt: `Is ${draft.namespace} there? Next: who may call the proxy.`,
                choices: [
                  { label: 'Make It', description: 'with Pod Security restricted', value: true },
                  { label: 'It Is There', description: 'and stays as it is', value: false },
                ],
                current: draft.createNamespace,
              }),
            (createNamespace) => ({ ...draft, createNamespace }),
          )
        : undefined,
    box(
      ({ way, clients }) =>
        given(way === 'load-balancer' || way === 'node-port', {
          prompt:
            'Addresses from which SQL Server calls, separated by commas. Nobody else gets through. Next: the API server.',
          placeholder: '10.0.0.7/32',
          value: clients.join(', '),
          check: checkClients,
        }),
      (draft, text) => ({ ...draft, clients: splitNames(text) }),
    ),
    box(
      ({ way, gateway }) =>
        given(way === 'gateway-existing', {
          prompt: 'The Gateway, as namespace/name or namespace/name/listener. Next: its pods.',
          placeholder: 'gateways/public/tls',
          value: gateway,
          check: checkGateway,
        }),
      (draft, gateway) => ({ ...draft, gateway }),
    ),
    (draft, place) =>
      draft.way === 'ingress'
        ? answered(
            () =>
              prompts.choose<IngressController>({
                place,
                prompt: 'Which controller? It has to have TLS passthrough switched on. Next: its class.',
                choices: Object.entries(ingressControllers).map(([value, { title }]) => ({
                  label: title,
                  value: value as IngressController,
                })),
                current: draft.controller,
              }),
            (controller) => ({ ...draft, controller }),
          )
        : undefined,
    box(
      ({ way, className }) =>
        given(way === 'gateway-own' || way === 'ingress', {
          prompt:
            way === 'ingress'
              ? 'Class of the Ingress; leave it empty for the cluster’s default. Next: its pods.'
              : 'Class of the Gateway, as kubectl get gatewayclasses shows it. Next: its pods.',
          value: className,
          check: (text) => (way === 'ingress' && text.trim() === '' ? undefined : checkOne(shapes.subdomain)(text)),
        }),
      (draft, className) => ({ ...draft, className }),
    ),
    box(
      ({ way, callers }) => {
        const prompt = callerPrompts[way];
        return prompt === undefined ? undefined : { prompt, value: callers, check: checkOne(shapes.label) };
      },
      (draft, callers) => ({ ...draft, callers }),
    ),
    (draft, place) =>
      isInCluster(draft)
        ? answered(
            () =>
              prompts.choose({
                place,
                prompt: 'Which API server does the proxy stand in front of? Next: everything else.',
                choices: [
                  { label: 'That of Its Own Cluster', description: 'kubernetes.default.svc', value: false },
                  { label: 'One at an Address…', description: 'such as https://10.0.0.41:6443', value: true },
                ],
                current: draft.givesUpstream,
              }),
            (givesUpstream) => ({ ...draft, givesUpstream }),
          )
        : undefined,
    box(
      (draft) =>
        given(draft.way === 'direct' || (isInCluster(draft) && draft.givesUpstream), {
          prompt: 'URL of the API server. Its certificate is checked, never skipped. Next: the rest.',
          placeholder: 'https://10.0.0.41:6443',
          value: draft.upstream,
          check: checkUpstream,
        }),
      (draft, upstream) => ({ ...draft, upstream }),
    ),
    settingsStep(
      prompts,
      'Everything else has a default. Choose what to change; Done goes on. Next: the folder.',
      settings,
    ),
    (draft, place) =>
      draft.way === 'direct'
        ? undefined
        : answered(
            () => files.chooseFolder(place, `sqlkube/${host}`),
            (folder) => ({ ...draft, folder }),
          ),
  ];
};
