import { loadKubeconfig, type ClusterClient, type ConnectOptions } from '../../src/cluster/client.ts';

/** What a test wants to be different; `cluster` and `user` as a kubeconfig spells them. */
export interface KubeconfigParts {
  readonly server: string;
  readonly cluster?: object;
  readonly user?: object;
}

/** A kubeconfig of one context as text (JSON is YAML). */
export const kubeconfigText = ({ server, cluster = {}, user = {} }: KubeconfigParts): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'there', cluster: { server, ...cluster } }],
    users: [{ name: 'me', user }],
    contexts: [{ name: 'here', context: { cluster: 'there', user: 'me' } }],
    'current-context': 'here',
  });

/** The entry for a CA. */
export const trusting = (ca: string): object => ({
  'certificate-authority-data': Buffer.from(ca).toString('base64'),
});

/** A client by a kubeconfig that must be in order. */
export async function clientOf(parts: KubeconfigParts, options?: ConnectOptions): Promise<ClusterClient> {
  const loaded = await loadKubeconfig({ kind: 'text', text: kubeconfigText(parts) });
  const client = loaded.ok ? loaded.value.connect(options) : loaded;
  if (!client.ok) throw new Error(JSON.stringify(client.error));
  return client.value;
}
