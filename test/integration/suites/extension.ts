import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ClusterNode, EndpointNode, NamespaceNode } from '../../../src/views/cluster-nodes.ts';
import type { TestApi } from '../../../src/wiring.ts';
import { treeText } from '../../support/tree-text.ts';

/** The extension under test, activated. */
export async function extension(): Promise<{ readonly api: TestApi; readonly text: () => string }> {
  const found = vscode.extensions.getExtension<{ readonly wired: Promise<TestApi> }>('sqlkube.sqlkube');
  assert.ok(found, 'the extension is not installed');
  const api = await (await found.activate()).wired;
  return { api, text: () => treeText(api.model) };
}

/** Waits for an event that makes the condition true; the time limit is mocha's. */
export async function eventually(
  changed: (listener: () => void) => { dispose(): void },
  condition: () => boolean,
): Promise<void> {
  if (condition()) return;
  await new Promise<void>((resolve) => {
    const subscription = changed(() => {
      if (!condition()) return;
      subscription.dispose();
      resolve();
    });
  });
}

/** The sandbox's only endpoint. */
export function onlyEndpoint({ model }: TestApi): EndpointNode {
  const [connection] = model.connections();
  assert.ok(connection, 'there is no connection');
  const [endpoint] = model.endpoints(connection);
  assert.ok(endpoint, 'there is no endpoint');
  return endpoint;
}

/** A namespace by name. */
export function namespace({ model }: TestApi, endpoint: EndpointNode, name: string): NamespaceNode {
  const found = model.namespaces(endpoint).find((node) => node.namespace === name);
  assert.ok(found, `there is no namespace ${name}`);
  return found;
}

/** What commands get from a click on a row. */
export const row = (node: ClusterNode): ClusterNode => node;
