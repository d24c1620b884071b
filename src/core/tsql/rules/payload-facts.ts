import { contentTypeMode, defaultMediaType } from '../../rest/media-types.ts';
import type { MediaMode } from '../../rest/media-types.ts';
import type { FoldedText } from '../calls/folded-text.ts';
import { readJson } from '../calls/json-positions.ts';
import type { JsonMember, JsonNode } from '../calls/json-positions.ts';
import type { CallFacts } from './call-facts.ts';
import { once } from './once.ts';

type JsonObject = Extract<JsonNode, { kind: 'object' }>;

/** The payload when it is known to be a well-formed JSON object. */
export const payloadObject = once(
  (facts: CallFacts): { readonly text: FoldedText; readonly root: JsonObject } | undefined => {
    const text = facts.text('@payload');
    if (text === undefined) return undefined;
    const { root, valid } = readJson(text.value);
    return valid && root?.kind === 'object' ? { text, root } : undefined;
  },
);

/** The first member of this name. */
export const memberOf = (node: JsonNode | undefined, name: string): JsonMember | undefined =>
  node?.kind === 'object' ? node.members.find((one) => one.key.value === name) : undefined;

/** The text at a path of member names, with its place. */
export const textNode = (
  root: JsonNode,
  ...path: readonly string[]
): Extract<JsonNode, { kind: 'string' }> | undefined => {
  let node: JsonNode | undefined = root;
  for (const name of path) node = memberOf(node, name)?.value;
  return node?.kind === 'string' ? node : undefined;
};

/** How the procedure reads the payload; undefined when that is not known or the type is refused. */
export const payloadMode = (facts: CallFacts): MediaMode | undefined => {
  const type = facts.header('content-type');
  return type === undefined ? undefined : contentTypeMode(type === '' ? defaultMediaType : type);
};
