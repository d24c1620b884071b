import { rulePattern } from '../access/path-rules.ts';
import { forwardedMethods } from './limits.ts';
import { quoteArgument, quotePattern, quoteTemplate } from './nginx-quote.ts';
import type { NginxOptions } from './nginx-options.ts';
import { listPattern, targetRules } from './target.ts';
import { acceptFor, metadataKindOfList, metadataKindOfObject, patches, patchTypes, views } from './translation.ts';

/** The `map` blocks: every decision and translation, as tables. */
export function renderMaps(hosts: readonly string[]): string[] {
  return [
    ...map('$host', '$sqlkube_host', [
      'default unknown',
      ...hosts.map((host) => `${quoteArgument(hostKey(host))} known`),
    ]),
    ...map('$request_method', '$sqlkube_method', [
      'default unknown',
      ...forwardedMethods.map((name) => `${name} known`),
    ]),
    ...map('"$request_method $sqlkube_target"', '$sqlkube_health_method', [
      'default known',
      `${quotePattern('^(?!GET |HEAD ).* health$', false)} unknown`,
    ]),
    '# Decided on the raw target: nginx would match a location on the normalised path and forward the raw one.',
    ...map('$request_uri', '$sqlkube_target', [
      'default malformed',
      ...targetRules.map((rule) => `${quotePattern(rule.pattern, rule.ignoreCase)} ${rule.kind}`),
    ]),
    ...map('$request_uri', '$sqlkube_path', [
      'default -',
      `${quotePattern('^(?<sqlkube_plain_path>[^?]*)', false)} $sqlkube_plain_path`,
    ]),
    ...map('$request_uri', '$sqlkube_metadata_kind', [
      `default ${metadataKindOfObject}`,
      `${quotePattern(listPattern, false)} ${metadataKindOfList}`,
    ]),
    ...map('$http_x_kube_view', '$sqlkube_view', [
      'default unknown',
      '"" known',
      ...views.map((view) => `${view} known`),
    ]),
    ...map('$http_x_kube_view', '$sqlkube_accept', [
      'default ""',
      '"" $http_accept',
      ...views.map((view) => `${view} ${quoteTemplate(acceptFor(view, '${sqlkube_metadata_kind}'))}`),
    ]),
    ...map('$http_x_kube_patch', '$sqlkube_patch', [
      'default unknown',
      '"" known',
      ...patches.map((name) => `${name} known`),
    ]),
    ...map('"$request_method $http_x_kube_patch"', '$sqlkube_content_type', [
      'default $http_content_type',
      ...patches.map((patch) => `${quoteArgument(`PATCH ${patch}`)} ${quoteArgument(patchTypes[patch])}`),
    ]),
  ];
}

/** The allow-list of the access, over method and raw target. Refused is what no line matches. */
export const renderAllowList = (allow: NginxOptions['allow']): string[] =>
  allow === 'everything'
    ? []
    : [
        '# The access: everything is refused but this. Roles in the cluster allow the same; both are made from one choice.',
        ...map('"$request_method $request_uri"', '$sqlkube_access', [
          'default refused',
          ...allow.map((rule) => `${quotePattern(rulePattern(rule), false)} allowed`),
        ]),
      ];

/** As `$host` shows it: lower case, IPv6 in brackets. */
export const hostKey = (host: string): string => (host.includes(':') ? `[${host}]` : host).toLowerCase();

const map = (source: string, target: string, rows: readonly string[]): string[] => [
  `map ${source} ${target} {`,
  ...rows.map((row) => `  ${row};`),
  '}',
];
