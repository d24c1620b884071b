import { join } from 'node:path';
import { openFile } from '../../core/files/planned-file.ts';
import { accessYaml } from '../../core/proxy/access-yaml.ts';
import { planProxy } from '../../core/proxy/check-wish.ts';
import type { ProxyImage } from '../../core/proxy/image.ts';
import { readProxyImage } from '../../core/proxy/image-setting.ts';
import { readLocalTexts } from '../../core/proxy/local-texts.ts';
import { localVariant } from '../../core/proxy/local-variant.ts';
import { clusterNginxConf, proxyYaml } from '../../core/proxy/manifests.ts';
import type { ProxyWish } from '../../core/proxy/proxy-plan.ts';
import { noProxyTexts, readProxyTexts } from '../../core/proxy/proxy-texts.ts';
import { ok } from '../../core/result.ts';
import { quietPrompts } from '../../host/quiet-prompts.ts';
import { runSteps } from '../../host/steps.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { chooseCertificate, type ServerCertificate } from './certificate-choice.ts';
import { refusedInputs } from './choose-access.ts';
import { exposureOf, firstProxyDraft, isLocal, type ProxyDraft } from './proxy-draft.ts';
import { proxySteps } from './proxy-form.ts';
import { endpointOf, remember, whichEndpoint, type ChosenEndpoint, type EndpointWish } from './which-endpoint.ts';

const title = 'Create Proxy Manifests';

/** Asks how requests come in, and writes what makes the proxy and the account: `proxy.yaml` and `access.yaml`, or the local files. */
export async function createManifests(context: CommandContext, wish: EndpointWish | undefined): Promise<Outcome> {
  const found = await whichEndpoint(context, wish, { title, step: 1, of: 1 });
  if (found === undefined) return undefined;
  const { cluster, host, port } = found;
  const draft = await runSteps(title, proxySteps({ context, host, port }), firstProxyDraft(cluster, port));
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
  const parts = readProxyTexts(draft.texts);
  if (!parts.ok) return refusedInputs(parts.error);
  const { image = readImage(context), upstream: found, entrance, ...others } = parts.value;
  if ('ok' in image) return image;
  if (access === undefined) return undefined;
  const upstream = { ...found, ...(draft.givesUpstream && { url: draft.upstream }) };
  const wish: ProxyWish = {
    namespace: draft.namespace,
    createNamespace: draft.createNamespace,
    hosts: certificate.hosts,
    access,
    image,
    certificateFingerprint: certificate.facts.fingerprint256,
    exposure: exposureOf(draft, endpoint.port, entrance),
    ...others,
    user: draft.user,
    ipv6: draft.ipv6,
    ...(Object.keys(upstream).length > 0 && { upstream }),
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
  const written = await context.files.write(title, draft.folder, { files });
  if (!written.ok) return written;
  const hasOwnImage = draft.texts.image !== '';
  await remember(context, endpoint.url, { wish, hasOwnImage, local: undefined, certificate: certificate.path });
  const pressed = await context.prompts.tell(
    'info',
    `access.yaml and proxy.yaml for ${endpoint.host} are in ${join(draft.folder, 'cluster')}. They hold no secret. A cluster admin applies them, or you do from here.`,
    'Apply to Cluster…',
  );
  if (pressed !== undefined) await context.execute('sqlkube.cluster.apply', [{ url: endpoint.url }]);
  return ok(true);
}

async function writeLocal(context: CommandContext, { endpoint, draft, certificate }: Answers): Promise<Outcome> {
  const { access, newNamespaces } = endpoint.cluster;
  const own = readProxyTexts({ ...noProxyTexts, image: draft.texts.image });
  if (!own.ok) return refusedInputs(own.error);
  const { image = readImage(context) } = own.value;
  if ('ok' in image) return image;
  const parts = readLocalTexts(draft.local);
  if (!parts.ok) return refusedInputs(parts.error);
  if (access === undefined || !isLocal(draft.way)) return undefined;
  const chosen = { cluster: { kind: draft.way, name: draft.localName }, ...parts.value };
  const local = localVariant({ ...chosen, hosts: certificate.hosts, access, image });
  if (!local.ok) return refusedInputs(local.error);
  const files = [
    openFile('access.yaml', 'service account and its roles', accessYaml(access, newNamespaces)),
    openFile('nginx.conf', 'configuration of the proxy', local.value['nginx.conf']),
    openFile('compose.yaml', 'proxy and SQL Server 2025 in containers', local.value['compose.yaml']),
  ];
  const written = await context.files.write(title, draft.folder, { files });
  if (!written.ok) return written;
  await remember(context, endpoint.url, { local: { ...chosen, ...own.value }, certificate: certificate.path });
  await context.prompts.tell(
    'info',
    `compose.yaml, nginx.conf and access.yaml are in ${draft.folder}. Put tls.crt, tls.key and ca.crt beside them; the head of compose.yaml says how to start. SQL Kube runs no containers.`,
  );
  return ok(true);
}

/** The image of the setting, or why it is none. */
function readImage(context: CommandContext): ProxyImage | ReturnType<typeof refusedInputs> {
  const image = readProxyImage(context.image('proxy.image'));
  return image.ok ? image.value : refusedInputs(image.error);
}
