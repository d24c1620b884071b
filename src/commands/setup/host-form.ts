import { without } from '../../core/without.ts';
import { hostKinds, type HostKind } from '../../core/setup/host-files.ts';
import { checkTrust, type TrustOptions } from '../../core/setup/trust-options.ts';
import type { Choice, Prompts } from '../../host/prompts.ts';
import { answered, type Step } from '../../host/steps.ts';

/** What the questions about SQL Server's host have learnt so far. */
export interface HostDraft {
  readonly trust: TrustOptions;
  readonly hosts: readonly HostKind[];
}

const everyKind = Object.keys(hostKinds) as readonly HostKind[];

const labels: Readonly<Record<HostKind, string>> = {
  linux: 'Linux',
  wsl: 'Linux inside WSL',
  container: 'Container',
  'stateful-set': 'Kubernetes StatefulSet',
  windows: 'Windows',
};

const details: Readonly<Record<HostKind, string>> = {
  linux: 'A script for root puts the CA into the folder of SQL Server.',
  wsl: 'The same, with the notes that WSL needs.',
  container: 'A script with docker cp, and a file for compose.',
  'stateful-set': 'A patch that mounts the CA, with a script that shows it first.',
  windows: 'A PowerShell script for LocalMachine Root.',
};

/** The questions about the host: where SQL Server runs, what it is called there, and the proxy's address. */
export const hostSteps = <S extends HostDraft>(prompts: Prompts): readonly Step<S>[] => {
  const set = (draft: S, change: Partial<TrustOptions>): S => ({ ...draft, trust: { ...draft.trust, ...change } });
  const text = (
    field: string,
    prompt: string,
    value: (trust: TrustOptions) => string,
    change: (typed: string, trust: TrustOptions) => Partial<TrustOptions>,
  ): Step<S> => {
    return (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt,
            value: value(draft.trust),
            check: (typed) => wrong({ ...draft.trust, ...change(typed.trim(), draft.trust) }, field),
          }),
        (typed) => set(draft, change(typed.trim(), draft.trust)),
      );
  };
  const only =
    (kind: HostKind, step: Step<S>): Step<S> =>
    (draft, place) =>
      draft.hosts.includes(kind) ? step(draft, place) : undefined;
  const container = (trust: TrustOptions) => trust.container ?? { name: 'sql01', composeService: 'sql01' };
  const set3 = (trust: TrustOptions) => trust.statefulSet ?? { namespace: 'mssql', name: 'mssql', container: 'mssql' };
  return [
    (draft, place) =>
      answered(
        () =>
          prompts.choose<readonly HostKind[]>({
            place,
            prompt: 'Where SQL Server runs: its host has to trust the CA. Next: names there.',
            choices: kindChoices(draft.hosts),
            current: draft.hosts,
          }),
        (hosts) => ({ ...draft, hosts }),
      ),
    only(
      'container',
      text(
        'container.name',
        'Name of the container, as docker ps shows it.',
        (trust) => container(trust).name,
        (name, trust) => ({ container: { ...container(trust), name } }),
      ),
    ),
    only(
      'container',
      text(
        'container.composeService',
        'Name of its service in the compose file.',
        (trust) => container(trust).composeService,
        (composeService, trust) => ({ container: { ...container(trust), composeService } }),
      ),
    ),
    only(
      'stateful-set',
      text(
        'statefulSet.namespace',
        'Namespace of the StatefulSet.',
        (trust) => set3(trust).namespace,
        (namespace, trust) => ({ statefulSet: { ...set3(trust), namespace } }),
      ),
    ),
    only(
      'stateful-set',
      text(
        'statefulSet.name',
        'Name of the StatefulSet, as kubectl get statefulset shows it.',
        (trust) => set3(trust).name,
        (name, trust) => ({ statefulSet: { ...set3(trust), name } }),
      ),
    ),
    only(
      'stateful-set',
      text(
        'statefulSet.container',
        'Name of the SQL Server container in its pods.',
        (trust) => set3(trust).container,
        (name, trust) => ({ statefulSet: { ...set3(trust), container: name } }),
      ),
    ),
    only(
      'windows',
      text(
        'windowsService',
        'Windows service of SQL Server: MSSQLSERVER, or MSSQL$ and the name of the instance.',
        (trust) => trust.windowsService ?? 'MSSQLSERVER',
        (windowsService) => ({ windowsService }),
      ),
    ),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: `IPv4 address of the proxy for hosts entries; empty when DNS knows ${draft.trust.host}. Next: the CA.`,
            value: draft.trust.address ?? '',
            check: (typed) =>
              typed.trim() === '' ? undefined : wrong({ ...draft.trust, address: typed.trim() }, 'address'),
          }),
        (typed) => {
          const trust = without(draft.trust, 'address');
          return { ...draft, trust: typed.trim() === '' ? trust : { ...trust, address: typed.trim() } };
        },
      ),
  ];
};

function kindChoices(current: readonly HostKind[]): readonly Choice<readonly HostKind[]>[] {
  const keep = (kinds: readonly HostKind[]): readonly HostKind[] =>
    kinds.length === current.length && kinds.every((kind) => current.includes(kind)) ? current : kinds;
  return [
    ...everyKind.map((kind) => ({ label: labels[kind], detail: details[kind], value: keep([kind]) })),
    {
      label: 'More Than One of Them',
      description: 'scripts for every kind of host',
      detail: 'For an availability group over different hosts, or when you do not know.',
      value: keep(everyKind),
    },
  ];
}

/** Other fields are asked for elsewhere; only this one's problem is shown. */
const wrong = (trust: TrustOptions, field: string): string | undefined => {
  const checked = checkTrust(trust);
  const problem = checked.ok ? undefined : checked.error.find((one) => one.field === field);
  return problem === undefined ? undefined : `${problem.reason} ${problem.fix}`;
};
