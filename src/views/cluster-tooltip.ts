import type { CallFacts } from '../core/failure.ts';
import { escapeMarkdown } from '../host/markdown.ts';
import { nodeName } from './cluster-nodes.ts';
import type { ClusterNode } from './cluster-nodes.ts';
import { clockTime, grouped } from './cluster-present.ts';
import type { ClustersModel } from './clusters-model.ts';

type Line = readonly [name: string, value: string | undefined];

/** Markdown for the hover; built only when asked for, since 50,000 of them would be heavy. */
export function tooltip(model: ClustersModel, node: ClusterNode): string {
  switch (node.kind) {
    case 'connection': {
      const { profile } = node.stored;
      const { value: known, asOf } = model.readings.connection(node);
      const value = known?.facts;
      return table(nodeName(node), [
        ['Server', profile.server],
        ['Database', profile.database],
        ['Login', profile.user],
        [
          'Encryption',
          profile.encryption === 'none' ? 'none: the password is readable on the network' : profile.encryption,
        ],
        ['Version', value && `${value.productVersion}, ${value.edition}`],
        ['Host platform', value?.hostPlatform],
        ['REST endpoint switch', value && switchText(value.switchInUse)],
        ['May call endpoints', value && (value.mayCall ? 'yes' : 'no')],
        ['Checked', asOf && localTime(asOf)],
      ]);
    }
    case 'endpoint': {
      const { profile } = node.stored;
      const { value, asOf } = model.readings.endpoint(node);
      const { authentication } = profile;
      return table(nodeName(node), [
        ['URL', profile.url],
        ['Called by', node.parent.stored.profile.server],
        [
          'Signs in with',
          authentication.kind === 'credential' ? `credential ${authentication.name}` : authentication.kind,
        ],
        ['Kubernetes', value?.facts?.kubernetesVersion],
        [
          'Proxy',
          value?.facts &&
            (value.facts.proxy ? `translates headers, ${value.facts.proxy.version}` : 'does not translate headers'),
        ],
        ['As of', asOf && localTime(asOf)],
      ]);
    }
    case 'namespace': {
      const { value, asOf } = model.readings.namespace(node);
      return table(nodeName(node), [
        ['Phase', node.phase],
        [
          'Loaded',
          value &&
            `${grouped(value.pods.rows.length)} pods as ${value.pods.view === 'table' ? 'table rows' : 'full objects'}`,
        ],
        ['Last call', value && callText(value.pods.call)],
        ['As of', asOf && localTime(asOf)],
      ]);
    }
    case 'pod': {
      const { row } = node;
      const { asOf, value } = model.readings.namespace(node.parent);
      return table(nodeName(node), [
        ['Status', row.status],
        ['Ready', row.ready],
        ['Restarts', String(row.restarts) + (row.lastRestart === undefined ? '' : ` (${row.lastRestart})`)],
        ['Age', row.age],
        ['Node', row.node],
        ['IP', row.ip],
        ['Call', value && callText(value.pods.call)],
        ['As of', asOf && localTime(asOf)],
      ]);
    }
    case 'container':
      return table(nodeName(node), [
        ['State', node.row.state],
        ['Ready', node.row.ready ? 'yes' : 'no'],
        ['Restarts', String(node.row.restarts)],
        ['Role', node.row.role],
        ['Image', node.row.image],
      ]);
    case 'setting':
    case 'failure': {
      const { headline, why, fix, owner } = node.explanation;
      return `**${escapeMarkdown(headline)}**\n\n${why}\n\n${fix}\n\n_${owner}_`;
    }
    case 'lack':
      return `**${escapeMarkdown(node.lack.headline)}**\n\n${node.lack.why}\n\n${node.lack.fix}\n\n_${node.lack.owner}_`;
    case 'more':
    case 'note':
      return '';
  }
}

/** Local time with its zone. */
function localTime(at: Date): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${clockTime(at)} ${zone}`;
}

const switchText = (inUse: boolean | undefined): string =>
  inUse === undefined ? 'not known to this version' : inUse ? 'on' : 'off';

const callText = (call: CallFacts): string => `${call.method} ${call.url}, ${grouped(Math.round(call.durationMs))} ms`;

function table(title: string, lines: readonly Line[]): string {
  const rows = lines.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`| ${name} | ${escapeMarkdown(value)} |`],
  );
  return [`**${escapeMarkdown(title)}**`, '', '| | |', '|:--|:--|', ...rows].join('\n');
}
