import path from 'node:path';

/**
 * Where kubectl would look: the files of KUBECONFIG, else the one in the home folder (documented by kubectl). Never a setting:
 * a workspace could name a file of its own there.
 */
export function kubeconfigPaths(environment: NodeJS.ProcessEnv, home: string): readonly string[] {
  const named = (environment['KUBECONFIG'] ?? '').split(path.delimiter).filter((file) => file !== '');
  return named.length > 0 ? named : [path.join(home, '.kube', 'config')];
}
