import type { Collection, Page, PageRequest, Revisions } from './collection.ts';
import { readToken, writeToken, type Position } from './continue-token.ts';
import type { Query } from './query.ts';
import { fieldSelector, labelSelector } from './selector.ts';
import { badRequest, expired, notSupported } from './status-error.ts';
import type { StoredObject } from './stored-object.ts';

/** The fields that a resource can be selected by. */
export type SelectableFields = Readonly<Record<string, (object: StoredObject) => string>>;

/** A page with the metadata of its list. */
export interface ListPage {
  readonly items: readonly StoredObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

interface ListCall {
  readonly collection: Collection;
  readonly revisions: Revisions;
  readonly namespace?: string;
  readonly query: Query;
  readonly fields: SelectableFields;
}

const matcherOf = ({ query, fields }: ListCall): PageRequest['matches'] => {
  const byLabel = labelSelector(query.text('labelSelector'));
  const byField = fieldSelector(query.text('fieldSelector'), fields);
  if (byLabel === undefined && byField === undefined) return undefined;
  return (object) => (byLabel?.(object.metadata.labels ?? {}) ?? true) && (byField?.(object) ?? true);
};

const checkVersion = (query: Query, isContinued: boolean): void => {
  const asked = query.text('resourceVersion') ?? '';
  if (asked === '' || asked === '0') return;
  if (isContinued) throw badRequest('specifying resource version is not allowed when using continue');
  if (!/^\d+$/.test(asked)) {
    const text = JSON.stringify(asked);
    const why = `Invalid value: ${text}: strconv.ParseUint: parsing ${text}: invalid syntax`;
    throw badRequest(`invalid resource version: resourceVersion: ${why}`);
  }
};

/** Where to start; a token from before the last compaction is answered with 410 and one that goes on as of now. */
const positionOf = ({ query, namespace, revisions }: ListCall): Position | undefined => {
  const token = query.text('continue') ?? '';
  if (token === '') return undefined;
  const position = readToken(token, namespace);
  if (position.revision === -1) return { ...position, revision: revisions.current };
  if (position.revision < revisions.compacted) {
    throw expired(writeToken({ ...position, revision: -1 }, namespace !== undefined));
  }
  return position;
};

/** Answers a list: selectors, limit and continue, consistent as of the first page. */
export const listPage = (call: ListCall): ListPage => {
  const { query, namespace, revisions } = call;
  if (query.flag('watch')) throw notSupported('watch');
  const limit = query.whole('limit') ?? 0;
  query.whole('timeoutSeconds');
  const matches = matcherOf(call);
  const position = positionOf(call);
  checkVersion(query, position !== undefined);
  const revision = position?.revision ?? revisions.current;
  const page: Page = call.collection.page({
    revision,
    limit: limit > 0 ? limit : Infinity,
    ...(namespace === undefined ? {} : { namespace }),
    ...(position === undefined ? {} : { after: position.after }),
    ...(matches === undefined ? {} : { matches }),
  });
  return {
    items: page.items,
    metadata: {
      resourceVersion: String(revision),
      ...(page.last === undefined
        ? {}
        : { continue: writeToken({ revision, after: page.last }, namespace !== undefined) }),
      // Behind a selector the server does not know how many will match, so it says nothing.
      ...(page.last === undefined || matches !== undefined ? {} : { remainingItemCount: page.remaining }),
    },
  };
};
