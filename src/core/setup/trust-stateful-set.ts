import {
  checkCa,
  errorLogProof,
  lastProof,
  shellConstants,
  shellHeader,
  shellSpeech,
  trustConstants,
} from './shell-parts.ts';
import { trustFolder } from './trust-options.ts';
import type { Trust } from './trust-options.ts';

const configMap = 'sqlkube-ca';

/** A strategic merge patch that mounts the CA as one file, so that the folder's other files stay visible. */
export const statefulSetPatch = (trust: Trust): string => {
  const { statefulSet, file, address, host, isAddress } = trust;
  return [
    `# SQL Kube: mounts the CA of ${host}:${trust.port} into ${statefulSet.namespace}/${statefulSet.name}.`,
    'spec:',
    '  template:',
    '    spec:',
    ...(address === undefined || isAddress
      ? []
      : [
          '      hostAliases:',
          `        - ip: ${JSON.stringify(address)}`,
          `          hostnames: [${JSON.stringify(host)}]`,
        ]),
    '      containers:',
    `        - name: ${JSON.stringify(statefulSet.container)}`,
    '          volumeMounts:',
    `            - name: ${configMap}`,
    `              mountPath: ${JSON.stringify(`${trustFolder}/${file}`)}`,
    `              subPath: ${JSON.stringify(file)}`,
    '              readOnly: true',
    '      volumes:',
    `        - name: ${configMap}`,
    '          configMap:',
    `            name: ${configMap}`,
    '            # 0444, in decimal: YAML 1.1 and 1.2 disagree about octal numbers.',
    '            defaultMode: 292',
    '',
  ].join('\n');
};

/** The way back: removes what the patch put in, by its merge keys. */
export const statefulSetUnpatch = (trust: Trust): string => {
  const { statefulSet, file, address, isAddress } = trust;
  return [
    `# SQL Kube: takes the CA of ${trust.host}:${trust.port} out of ${statefulSet.namespace}/${statefulSet.name}.`,
    'spec:',
    '  template:',
    '    spec:',
    ...(address === undefined || isAddress
      ? []
      : ['      hostAliases:', '        - $patch: delete', `          ip: ${JSON.stringify(address)}`]),
    '      containers:',
    `        - name: ${JSON.stringify(statefulSet.container)}`,
    '          volumeMounts:',
    '            - $patch: delete',
    `              mountPath: ${JSON.stringify(`${trustFolder}/${file}`)}`,
    '      volumes:',
    '        - $patch: delete',
    `          name: ${configMap}`,
    '',
  ].join('\n');
};

const constants = (trust: Trust): Readonly<Record<string, string>> => ({
  namespace: trust.statefulSet.namespace,
  stateful_set: trust.statefulSet.name,
  container: trust.statefulSet.container,
  config_map: configMap,
});

/** Makes the ConfigMap, patches the StatefulSet, waits, and reads the error log of the first pod. */
export const statefulSetTrustScript = (trust: Trust): string =>
  [
    shellHeader([
      `SQL Kube: lets SQL Server in StatefulSet ${trust.statefulSet.namespace}/${trust.statefulSet.name} trust the CA of ${trust.host}:${trust.port}.`,
      '',
      'Who     admin of the cluster in which SQL Server runs',
      `Folder  ${trustFolder} inside the container`,
      `File    ${trust.file}, mounted read-only from ConfigMap ${configMap}, mode 0444`,
      'Restart the patch replaces the pods one by one, which ends every connection of the instance',
      '',
      'Usage   ./trust.sh ca.crt           shows what would change',
      '        ./trust.sh ca.crt --apply   changes it, waits for the pods and reads the error log',
      '        Give the cluster with KUBECONFIG. patch.yaml lies beside this script.',
      '',
      'A ConfigMap that changes later does not reach a file mounted alone: restart the pods after every change of the CA.',
      'Where a chart or an operator owns the StatefulSet, put the same mount into its values: it would take the patch back.',
      'Mounting into the data volume is how containers do it everywhere, but no report of it with SQL Server 2025 is known.',
    ]),
    shellConstants({ ...trustConstants(trust), ...constants(trust), errorlog: '/var/opt/mssql/log/errorlog' }),
    shellSpeech,
    checkCa,
    errorLogProof,
    `config_map_yaml() {
  kubectl --namespace "$namespace" create configmap "$config_map" --from-file="$file=$1" --dry-run=client --output=yaml
}`,
    `needs openssl
needs kubectl
readonly ca=\${1:-ca.crt}
readonly mode=\${2:-}
case $mode in '' | --apply) ;; *) die "unknown argument $mode" ;; esac
patch=$(dirname -- "$0")/patch.yaml
readonly patch
check_ca "$ca"
say "cluster: $(kubectl config current-context)"
if [ "$mode" != --apply ]; then
  config_map_yaml "$ca"
  kubectl --namespace "$namespace" patch statefulset "$stateful_set" --patch-file "$patch" --dry-run=server --output=yaml
  say 'Nothing was changed. Add --apply to do it.'
  exit
fi
config_map_yaml "$ca" | kubectl apply --filename -
kubectl --namespace "$namespace" patch statefulset "$stateful_set" --patch-file "$patch"
kubectl --namespace "$namespace" rollout status statefulset "$stateful_set" --timeout=10m
kubectl --namespace "$namespace" exec "$stateful_set-0" --container "$container" -- cat "$errorlog" | judge_log
${lastProof}`,
  ].join('\n\n') + '\n';

/** Takes the mount and the ConfigMap away. */
export const statefulSetUntrustScript = (trust: Trust): string =>
  [
    shellHeader([
      `SQL Kube: takes the CA of ${trust.host}:${trust.port} out of StatefulSet ${trust.statefulSet.namespace}/${trust.statefulSet.name}.`,
      '',
      'Who     admin of the cluster in which SQL Server runs',
      'Usage   ./untrust.sh --apply   the patch replaces the pods one by one; unpatch.yaml lies beside this script',
    ]),
    shellConstants({
      namespace: trust.statefulSet.namespace,
      stateful_set: trust.statefulSet.name,
      config_map: configMap,
    }),
    shellSpeech,
    `needs kubectl
say "cluster: $(kubectl config current-context)"
[ "\${1:-}" = --apply ] || die 'nothing was changed: add --apply to do it'
kubectl --namespace "$namespace" patch statefulset "$stateful_set" --patch-file "$(dirname -- "$0")/unpatch.yaml"
kubectl --namespace "$namespace" rollout status statefulset "$stateful_set" --timeout=10m
kubectl --namespace "$namespace" delete configmap "$config_map" --ignore-not-found`,
  ].join('\n\n') + '\n';
