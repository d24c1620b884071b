import { join } from 'node:path';
import { openFile, type PlannedFile } from '../../core/files/planned-file.ts';
import { accessYaml } from '../../core/proxy/access-yaml.ts';
import { planProxy } from '../../core/proxy/check-wish.ts';
import { defaultProxyImage } from '../../core/proxy/image.ts';
import { readImageSetting } from '../../core/proxy/image-setting.ts';
import { localVariant } from '../../core/proxy/local-variant.ts';
import { clusterNginxConf, proxyYaml } from '../../core/proxy/manifests.ts';
import type { ProxyWish } from '../../core/proxy/proxy-plan.ts';
import { ok } from '../../core/result.ts';
import { quietPrompts } from '../../host/quiet-prompts.ts';
import { runSteps } from '../../host/steps.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { chooseCertificate, type ServerCertificate } from './certificate-choice.ts';
import { refusedInputs } from './choose-access.ts';
import { exposureOf, firstProxyDraft, isLocal, proxySteps, type ProxyDraft } from './proxy-form.ts';
import { endpointOf, remember, whichEndpoint, type ChosenEndpoint, type EndpointWish } from './which-endpoint.ts';

const title = 'Create Proxy Manifests';

/** Asks how requests come in, and writes what makes the proxy and the account: `proxy.yaml` and `access.yaml`, or the local files. */
export async function createManifests(context: CommandContext, wish: EndpointWish | undefined): Promise<Outcome> {
  const found = await whichEndpoint(context, wish, { title, step: 1, of: 1 });
  if (found === undefined) return undefined;
  const draft = await runSteps(title, proxySteps(context.prompts), firstProxyDraft(found.cluster.wish));
  if (draft === undefined) return undefined;
  if (draft.way === 'direct') {
    return await context.execute('sqlkube.proxy.direct', [{ url: found.url }, draft.upstream]);
  }
  const endpoint = await withAccess(context, found);
  if (endpoint === undefined) return undefined;
  const certificate = await chooseCertificate(context, endpoint, title);
  if (!certificate.ok) return certificate;
  return isLocal(draft.way)
    ? await writeLocal(context, { endpoint, draft, certificate: certificate.value })
    : await writeInCluster(context, { endpoint, draft, certificate: certificate.value });
}

/** The proxy allows exactly what was chosen, so that comes first. */
async function withAccess(context: CommandContext, endpoint: ChosenEndpoint): Promise<ChosenEndpoint | undefined> {
  if (endpoint.cluster.access !== undefined) return endpoint;
  const pressed = await context.prompts.tell(
    'info',
    `What SQL Server may do at ${endpoint.host} was not chosen yet. The proxy and the roles are both made of that choice.`,
    'Choose Access…',
  );
  if (pressed === undefined) return undefined;
  await context.execute('sqlkube.access.choose', [{ url: endpoint.url }], { prompts: quietPrompts(context.prompts) });
  const again = endpointOf(context, endpoint.url);
  return again.cluster.access === undefined ? undefined : again;
}

interface Answers {
  readonly endpoint: ChosenEndpoint;
  readonly draft: ProxyDraft;
  readonly certificate: ServerCertificate;
}

async function writeInCluster(context: CommandContext, { endpoint, draft, certificate }: Answers): Promise<Outcome> {
  const { access, newNamespaces } = endpoint.cluster;
  const image = readImageSetting(context.image('proxy.image'), 'proxy.image', defaultProxyImage);
  if (!image.ok) return refusedInputs(image.error);
  if (access === undefined) return undefined;
  const wish: ProxyWish = {
    namespace: draft.namespace,
    createNamespace: draft.createNamespace,
    hosts: certificate.hosts,
    access,
    image: image.value,
    certificateFingerprint: certificate.facts.fingerprint256,
    exposure: exposureOf(draft, endpoint.port),
    ...(draft.givesUpstream && { upstream: { url: draft.upstream } }),
    ...(draft.way !== 'node-port' && { port: endpoint.port }),
  };
  const plan = planProxy(wish);
  if (!plan.ok) return refusedInputs(plan.error);
  const made = newNamespaces.filter((name) => !draft.createNamespace || name !== draft.namespace);
  const files = [
    openFile('cluster/access.yaml', 'service account and its roles', accessYaml(access, made)),
    openFile('cluster/proxy.yaml', 'the proxy, without the Secret', proxyYaml(plan.value)),
    openFile('cluster/nginx.conf', 'the configuration in proxy.yaml, to be read', clusterNginxConf(plan.value)),
  ];
  const folder = await write(context, endpoint, files);
  if (typeof folder !== 'string') return folder;
  await remember(context, endpoint.url, { wish, certificate: certificate.path });
  const pressed = await context.prompts.tell(
    'info',
    `access.yaml and proxy.yaml for ${endpoint.host} are in ${join(folder, 'cluster')}. They hold no secret. A cluster admin applies them, or you do from here.`,
    'Apply to Cluster…',
  );
  if (pressed !== undefined) await context.execute('sqlkube.cluster.apply', [{ url: endpoint.url }]);
  return ok(true);
}

async function writeLocal(context: CommandContext, { endpoint, draft, certificate }: Answers): Promise<Outcome> {
  const { access, newNamespaces } = endpoint.cluster;
  const image = readImageSetting(context.image('proxy.image'), 'proxy.image', defaultProxyImage);
  if (!image.ok) return refusedInputs(image.error);
  if (access === undefined || !isLocal(draft.way)) return undefined;
  const cluster = { kind: draft.way, name: draft.localName };
  const local = localVariant({ cluster, hosts: certificate.hosts, access, image: image.value });
  if (!local.ok) return refusedInputs(local.error);
  const files = [
    openFile('access.yaml', 'service account and its roles', accessYaml(access, newNamespaces)),
    openFile('nginx.conf', 'configuration of the proxy', local.value['nginx.conf']),
    openFile('compose.yaml', 'proxy and SQL Server 2025 in containers', local.value['compose.yaml']),
  ];
  const folder = await write(context, endpoint, files);
  if (typeof folder !== 'string') return folder;
  await remember(context, endpoint.url, { certificate: certificate.path });
  await context.prompts.tell(
    'info',
    `compose.yaml, nginx.conf and access.yaml are in ${folder}. Put tls.crt, tls.key and ca.crt beside them; the head of compose.yaml says how to start. SQL Kube runs no containers.`,
  );
  return ok(true);
}

/** The folder, or how it ended without one. */
async function write(
  context: CommandContext,
  { host }: ChosenEndpoint,
  files: readonly PlannedFile[],
): Promise<string | Outcome> {
  const folder = await context.files.chooseFolder({ title, step: 1, of: 1 }, `sqlkube/${host}`);
  if (folder.kind !== 'value') return undefined;
  const written = await context.files.write(title, folder.value, { files });
  return written.ok ? folder.value : written;
}
