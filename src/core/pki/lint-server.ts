import { coversHost } from './coverage.ts';
import type { LintRule } from './lint.ts';

const finding = { severity: 'error', certificate: 0 } as const;

const missingSan: LintRule = ({ chain, role }) => {
  if (role !== 'server' || (chain.path[0].names ?? []).some(({ kind }) => kind !== 'other')) return [];
  const message = 'It carries no subject alternative name; clients have stopped reading the common name.';
  return [{ ...finding, code: 'certificate/missing-san', message, fix: 'Issue it again with the host as SAN.' }];
};

const hostNotCovered: LintRule = ({ chain, role, host }) => {
  const names = chain.path[0].names ?? [];
  if (role !== 'server' || host === undefined || names.length === 0 || coversHost(names, host)) return [];
  const carried = names.map(({ value }) => value).join(', ');
  const message = `It does not cover ${host.value}; it is for ${carried}.`;
  const fix = `Issue it again with ${host.value} as SAN, or call one of the names it carries.`;
  return [{ ...finding, code: 'certificate/host-not-covered', message, fix }];
};

const caAsLeaf: LintRule = ({ chain, role }) => {
  if (role !== 'server' || chain.path[0].basic?.ca !== true) return [];
  const message = 'It is a CA certificate used as server certificate: its key, on the proxy, could vouch for others.';
  return [{ ...finding, code: 'certificate/ca-as-leaf', message, fix: 'Issue a server certificate from this CA.' }];
};

const wrongUsage: LintRule = ({ chain }) =>
  chain.path.flatMap((facts, certificate) => {
    const purposes = facts.extendedKeyUsage;
    if (purposes === undefined || purposes.includes('serverAuth') || purposes.includes('any')) return [];
    const message = `Its extended key usage is ${purposes.join(', ')}, without serverAuth.`;
    const fix = 'Issue it again with extended key usage serverAuth.';
    return [{ ...finding, certificate, code: 'certificate/wrong-usage' as const, message, fix }];
  });

/** Rules about what a server certificate is for. */
export const serverRules: readonly LintRule[] = [missingSan, hostNotCovered, caAsLeaf, wrongUsage];
