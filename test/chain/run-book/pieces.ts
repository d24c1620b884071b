import assert from 'node:assert/strict';
import { codesIn, type ReadBook } from '../../support/run-book.ts';

/** The smallest part of a right that can be taken away alone: one verb on one resource, as the run book lists it. */
export interface Piece {
  /** `step 1`, `check of 1` or `rollback of 1`. */
  readonly use: string;
  /** One, but for list and watch, of which kubectl makes do with either. */
  readonly verbs: readonly string[];
  readonly group: string;
  /** With its subresource: `serviceaccounts/token`. */
  readonly resource: string;
  readonly names?: readonly string[];
  /** Absent: the whole cluster. */
  readonly namespace?: string;
}

/** Everything that the run book says the cluster admin must be allowed, cut into pieces. */
export function clusterPieces(book: ReadBook): readonly Piece[] {
  const rows = book.rights.filter(({ owner }) => owner === 'Kubernetes cluster admin');
  const pieces = rows.flatMap((row) => {
    const [namespace] = codesIn(row['where'] ?? '');
    assert.ok(namespace !== undefined || row['where'] === 'the cluster', row['where']);
    const names = row['names'] === 'any' ? undefined : codesIn(row['names'] ?? '');
    const verbs =
      row['verbs'] === 'list, watch' ? [['list', 'watch']] : (row['verbs'] ?? '').split(', ').map((one) => [one]);
    return codesIn(row['resources'] ?? '').flatMap((text) =>
      verbs.map((some): Piece => ({
        use: row['for'] ?? '',
        verbs: some,
        ...resourceOf(text),
        ...(names === undefined ? {} : { names }),
        ...(namespace === undefined ? {} : { namespace }),
      })),
    );
  });
  assert.ok(pieces.length > 20, `${pieces.length} rights were read`);
  return pieces;
}

/** `networkpolicies.networking.k8s.io` or `serviceaccounts/token`, read back. */
function resourceOf(text: string): Pick<Piece, 'group' | 'resource'> {
  const [whole = '', subresource] = text.split('/');
  const [plural = '', ...group] = whole.split('.');
  return { group: group.join('.'), resource: subresource === undefined ? plural : `${plural}/${subresource}` };
}

/** The piece as a rule of a Role. */
export const ruleOf = ({ verbs, group, resource, names }: Piece): object => ({
  apiGroups: [group],
  resources: [resource],
  verbs,
  ...(names === undefined ? {} : { resourceNames: names }),
});

/** What kubectl prints when this very piece is missing; nothing but the API server's own words. */
export function refusalOf({ verbs, group, resource }: Piece): RegExp {
  // Since 1.36 the API server tells what it asks last: a right to do just this as that account, of which the old right is one form.
  if (verbs[0] === 'impersonate') return /cannot impersonate(?:-on:serviceaccount:create)? resource/u;
  const verb = `(?:${verbs.join('|')})`;
  const escaped = resource.replace('/', '\\/');
  return new RegExp(`cannot ${verb} resource "${escaped}" in API group "${group.replaceAll('.', '\\.')}"`, 'u');
}

/** The same for a right that is only held to be given away: the API server lists what is lacking. */
export const escalationOf = ({ verbs, group, resource }: Piece): RegExp =>
  new RegExp(
    `attempting to grant RBAC permissions not currently held:\\s*\\{APIGroups:\\["${group}"\\], Resources:\\["${resource}"\\],[^}]*Verbs:\\["${verbs.join()}"\\]\\}`,
    'u',
  );

/** To say which it is. */
export const pieceText = ({ use, verbs, group, resource, namespace }: Piece): string =>
  `${use}: ${verbs.join('/')} ${resource}${group === '' ? '' : `.${group}`} in ${namespace ?? 'the cluster'}`;
