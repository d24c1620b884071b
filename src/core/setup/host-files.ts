import { plainFile, scriptFile } from './file.ts';
import type { SetupFile } from './file.ts';
import { nameResolutionText } from './name-resolution.ts';
import type { Owner } from './owner.ts';
import { composeTrustFile, containerTrustScript, containerUntrustScript } from './trust-container.ts';
import { linuxTrustScript, linuxUntrustScript } from './trust-linux.ts';
import type { Trust } from './trust-options.ts';
import {
  statefulSetPatch,
  statefulSetTrustScript,
  statefulSetUnpatch,
  statefulSetUntrustScript,
} from './trust-stateful-set.ts';
import { windowsTrustScript, windowsUntrustScript } from './trust-windows.ts';

/** Where a SQL Server runs. */
export type HostKind = 'linux' | 'wsl' | 'container' | 'stateful-set' | 'windows';

/** Where that is, in words that follow "runs", and who administers it. */
export const hostKinds: Readonly<Record<HostKind, { readonly place: string; readonly owner: Owner }>> = {
  linux: { place: 'on Linux', owner: 'host-administrator' },
  wsl: { place: 'on Linux inside WSL', owner: 'host-administrator' },
  container: { place: 'in a container', owner: 'host-administrator' },
  'stateful-set': { place: 'in a Kubernetes StatefulSet', owner: 'cluster-admin' },
  windows: { place: 'on Windows', owner: 'host-administrator' },
};

/** The texts by which SQL Server in such a place comes to trust the CA, and no longer. */
export const hostFiles = (trust: Trust, kind: HostKind): readonly SetupFile[] => {
  const at = (name: string): string => `host/${kind}/${name}`;
  switch (kind) {
    case 'linux':
    case 'wsl':
      return [
        scriptFile(at('trust.sh'), linuxTrustScript(trust, kind)),
        scriptFile(at('untrust.sh'), linuxUntrustScript(trust, kind)),
      ];
    case 'container':
      return [
        scriptFile(at('trust.sh'), containerTrustScript(trust)),
        plainFile(at('compose.trust.yaml'), composeTrustFile(trust)),
        scriptFile(at('untrust.sh'), containerUntrustScript(trust)),
      ];
    case 'stateful-set':
      return [
        scriptFile(at('trust.sh'), statefulSetTrustScript(trust)),
        plainFile(at('patch.yaml'), statefulSetPatch(trust)),
        scriptFile(at('untrust.sh'), statefulSetUntrustScript(trust)),
        plainFile(at('unpatch.yaml'), statefulSetUnpatch(trust)),
      ];
    case 'windows':
      // Windows PowerShell reads a file without a byte order mark in the code page of the machine: these hold ASCII only.
      return [
        plainFile(at('trust.ps1'), windowsTrustScript(trust)),
        plainFile(at('untrust.ps1'), windowsUntrustScript(trust)),
      ];
  }
};

/** The note on names, firewall and nodes. */
export const nameFile = (trust: Trust): SetupFile => plainFile('network/name.md', nameResolutionText(trust));
