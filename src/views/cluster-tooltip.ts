import type { Explanation } from '../core/decode/explanation.ts';
import { escapeMarkdown } from '../host/markdown.ts';
import type { RowRef } from '../ids.ts';
import { nodeName } from './cluster-nodes.ts';
import type { ClusterNode } from './cluster-nodes.ts';
import { grouped } from './cluster-present.ts';
import type { ClustersModel } from './clusters-model.ts';
import { containerTooltip, podTooltip } from './pod-tooltip.ts';
import { callText, readAt } from './tooltip-facts.ts';
import { card, commandLink, sentence } from './tooltip-markdown.ts';

/** Markdown for the hover; built only when asked for, since 50,000 of them would be heavy. */
export function tooltip(model: ClustersModel, node: ClusterNode): string {
  switch (node.kind) {
    case 'connection': {
      const { profile } = node.stored;
      const { value: known, asOf } = model.readings.connection(node);
      const value = known?.facts;
      return card(nodeName(node), [
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
        ['Checked', readAt(model, asOf)],
      ]);
    }
    case 'endpoint': {
      const { profile } = node.stored;
      const { value, asOf } = model.readings.endpoint(node);
      const { authentication } = profile;
      return card(
        nodeName(node),
        [
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
              (value.facts.proxy
                ? `translates headers (version ${value.facts.proxy.version})`
                : 'does not translate headers'),
          ],
          ...model.expiryOf(node).map(({ text }) => ['Ends', text] as const),
          ['As of', readAt(model, asOf)],
        ],
        [refresh(node)],
      );
    }
    case 'namespace': {
      const { value, asOf } = model.readings.namespace(node);
      return card(
        nodeName(node),
        [
          ['Phase', node.phase],
          [
            'Loaded',
            value &&
              `${grouped(value.pods.rows.length)} pods as ${value.pods.view === 'table' ? 'table rows' : 'full objects'}`,
          ],
          ['Last call', value && callText(value.pods.call)],
          ['As of', readAt(model, asOf)],
        ],
        [refresh(node)],
      );
    }
    case 'pod':
      return podTooltip(model, node);
    case 'container':
      return containerTooltip(model, node);
    case 'setting':
      return explained(node.explanation, [explain(node)]);
    case 'failure':
      return explained(node.explanation, [explain(node), refresh(node.parent, 'Retry')]);
    case 'lack':
      return explained(node.lack, [explain(node), refresh(node.parent, 'Check again')]);
    case 'more':
    case 'note':
      return '';
  }
}

const switchText = (inUse: boolean | undefined): string =>
  inUse === undefined ? 'not known to this version' : inUse ? 'on' : 'off';

const explain = ({ id }: RowRef): string => commandLink('Explain', 'sqlkube.failure.explain', { id });

const refresh = ({ id }: RowRef, title = 'Refresh'): string => commandLink(title, 'sqlkube.row.refresh', { id });

function explained({ headline, why, fix, owner }: Explanation, links: readonly string[]): string {
  const parts = [
    `**${escapeMarkdown(headline)}**`,
    sentence(why),
    sentence(fix),
    `_${escapeMarkdown(owner)}_`,
    links.join(' · '),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
