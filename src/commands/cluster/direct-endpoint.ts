import { readCertificateFile } from '../../core/pki/certificate-file.ts';
import { openFile } from '../../core/files/planned-file.ts';
import type { Failure } from '../../core/failure.ts';
import { directEndpointText } from '../../core/proxy/direct-endpoint.ts';
import { readUpstream, upstreamAddress } from '../../core/proxy/upstream.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { checkEndpointUrl } from '../../host/field-checks.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { chooseCluster, clusterFailed } from './choose-cluster.ts';
import { refusedInputs } from './choose-access.ts';
import { endpointOf, type EndpointWish } from './which-endpoint.ts';

const title = 'Prepare Direct Endpoint';

/** For SQL Servers that can reach the API server itself: says what is lost, and writes the CA that they have to trust. */
export async function directEndpoint(
  context: CommandContext,
  wish: EndpointWish | undefined,
  server: string | undefined,
): Promise<Outcome> {
  const url = server ?? (await askUrl(context, wish));
  if (url === undefined) return undefined;
  const text = directEndpointText(url);
  if (!text.ok) return refusedInputs(text.error);
  const upstream = readUpstream({ url });
  const host = upstream.ok ? upstream.value.host.value : '';
  await context.open(`Direct endpoint ${host}.md`, text.value);
  const authority = await clusterAuthority(context, host);
  if (!authority.ok) return authority;
  const folder = await context.files.chooseFolder({ title, step: 1, of: 1 }, `sqlkube/${host}`);
  if (folder.kind !== 'value') return undefined;
  const files = [
    openFile('cluster-ca.crt', "the cluster's CA, for SQL Server's trust folder", authority.value),
    openFile('DIRECT-ENDPOINT.md', 'what it takes and what is lost', text.value),
  ];
  const written = await context.files.write(title, folder.value, { files });
  if (!written.ok) return written;
  const own = upstream.ok ? `https://${upstreamAddress(upstream.value)}` : url;
  await context.setups.update(own, { authority: `${folder.value}/cluster-ca.crt` });
  const pressed = await context.prompts.tell(
    'info',
    `cluster-ca.crt is in ${folder.value}. Next: the SQL Server set-up for ${endpointOf(context, own).url}, whose trust script puts it where SQL Server looks. Unproven: a proxy is the way when the proof call fails.`,
    'Create SQL Server Set-up…',
  );
  if (pressed !== undefined) await context.execute('sqlkube.setup.createSql', [{ url: own }]);
  return ok(true);
}

async function askUrl(context: CommandContext, wish: EndpointWish | undefined): Promise<string | undefined> {
  const known = wish?.endpointId === undefined ? wish?.url : context.profiles.endpoint(wish.endpointId)?.profile.url;
  const typed = await context.prompts.text({
    place: { title, step: 1, of: 1 },
    prompt: 'URL of the API server, as SQL Server reaches it. Its certificate has to carry that name or address.',
    placeholder: 'https://10.0.0.41:6443',
    value: known ?? '',
    check: checkEndpointUrl,
  });
  return typed.kind === 'value' ? typed.value.trim() : undefined;
}

/** From the cluster, where every namespace holds it; or from a file. */
async function clusterAuthority(context: CommandContext, host: string): Promise<Result<string, Failure>> {
  const way = await context.prompts.choose<'kube' | 'file'>({
    place: { title, step: 1, of: 1 },
    prompt: `Where is the CA of the cluster behind ${host}? Read in the editor what is lost.`,
    choices: [
      {
        label: 'In the Cluster…',
        description: 'read with a kubeconfig, from ConfigMap kube-root-ca.crt',
        value: 'kube',
      },
      { label: 'In a File…', description: 'on this computer', value: 'file' },
    ],
  });
  if (way.kind !== 'value') return err({ kind: 'cancelled' });
  const read = way.value === 'kube' ? await fromCluster(context) : await fromFile(context);
  if (!read.ok) return read;
  const certificates = readCertificateFile(Buffer.from(read.value.pem));
  const authorities = certificates.ok ? certificates.value.filter(({ basic }) => basic?.ca === true) : [];
  if (authorities.length === 0) {
    return err({
      kind: 'refused',
      reason: `${read.value.where} holds no CA certificate. Ask the cluster admin for the cluster's CA.`,
    });
  }
  // Only certificates, whatever else stood there.
  return ok(authorities.map(({ pem }) => `${pem.trimEnd()}\n`).join(''));
}

interface Found {
  readonly pem: string;
  readonly where: string;
}

async function fromCluster(context: CommandContext): Promise<Result<Found, Failure>> {
  const client = await chooseCluster(context, { title });
  if (!client.ok) return client;
  const namespace = client.value.context.namespace ?? 'default';
  const where = `ConfigMap ${namespace}/kube-root-ca.crt`;
  const texts = await context.prompts.progress(`Reading the CA of context ${client.value.context.name}`, (signal) =>
    client.value.readConfigMap(namespace, 'kube-root-ca.crt', signal),
  );
  if (!texts.ok) return clusterFailed(texts.error, { context: client.value.context.name, doing: `read ${where}` });
  return ok({ pem: texts.value['ca.crt'] ?? '', where });
}

async function fromFile(context: CommandContext): Promise<Result<Found, Failure>> {
  const path = await context.prompts.pickPath({
    kind: 'file',
    title: `${title}: the cluster's CA`,
    button: 'Use This CA',
  });
  if (path === undefined) return err({ kind: 'cancelled' });
  const bytes = await context.readFile(path);
  if (!bytes.ok)
    return err({ kind: 'refused', reason: `${path} cannot be read (${bytes.error}). Choose another file.` });
  return ok({ pem: Buffer.from(bytes.value).toString('utf8'), where: path });
}
