import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { callApi } from '../../support/cluster-http.ts';
import type { Cluster } from '../../support/cluster.ts';
import { escalationOf, pieceText, refusalOf, ruleOf, type Piece } from './pieces.ts';

/** The cluster admin of the run book: holds every piece, and is no administrator. */
export const wholeAdmin = 'book-admin';

/** The same person without one of the pieces. */
export const lackingAdmin = (piece: number): string => `book-admin-lacks-${piece}`;

const rbac = 'rbac.authorization.k8s.io';
const base = `/apis/${rbac}/v1`;

/** What a command did, as a person sees it. */
export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** The cluster admin, whole and lacking one piece each, working in the folder where the run book's files were saved. */
export class ClusterAdmin {
  readonly #cluster: Cluster;
  readonly #folder: string;
  readonly #pieces: readonly Piece[];
  /** Everything that was printed to any of them. */
  readonly printed: string[] = [];
  readonly tried = new Set<Piece>();

  constructor(cluster: Cluster, folder: string, pieces: readonly Piece[]) {
    this.#cluster = cluster;
    this.#folder = folder;
    this.#pieces = pieces;
  }

  /** Puts `kubectl` on the path of the commands: the real one. */
  async prepare(bin: string): Promise<void> {
    const words = this.#cluster.kubectlCommand.map((word) => `'${word}'`).join(' ');
    const file = path.join(bin, 'kubectl');
    await writeFile(file, `#!/bin/sh\nexec ${words} "$@"\n`);
    await chmod(file, 0o755);
  }

  /** Gives the rights of one place, a namespace that exists or the cluster, and waits until the API server goes by them. */
  async grant(namespace: string | undefined): Promise<void> {
    const here = this.#pieces.flatMap((piece, at) => (piece.namespace === namespace ? [{ piece, at }] : []));
    for (const { piece, at } of here) await this.#grantOne(piece, at, namespace);
    for (const { piece } of here) await this.#untilAllowed(piece);
  }

  /** Takes them away again. */
  async withdraw(namespace: string | undefined): Promise<void> {
    for (const [at, piece] of this.#pieces.entries()) {
      if (piece.namespace !== namespace) continue;
      for (const kind of ['rolebindings', 'roles'])
        await callApi(this.#cluster.admin, { method: 'DELETE', path: `${placeOf(kind, namespace)}/book-${at}` });
    }
  }

  /** Runs a command of the book as it stands, as the whole admin. */
  async run(command: string): Promise<Ran> {
    return await this.#runAs(wholeAdmin, command);
  }

  /** Runs a command whose output is a secret: it goes to the next person and is not kept among what was printed. */
  async handOver(command: string): Promise<string> {
    const { status, output } = await this.#runAs(wholeAdmin, command);
    assert.equal(status, 0, 'no secret was handed over');
    this.printed.splice(this.printed.lastIndexOf(output), 1);
    return output;
  }

  /** Runs it once for each piece, as somebody who holds all others: the API server has to refuse and to name the piece. */
  async refuse(command: string, pieces: readonly Piece[]): Promise<void> {
    for (const piece of pieces) {
      const { status, output } = await this.#runAs(lackingAdmin(this.#pieces.indexOf(piece)), command);
      const told = `${pieceText(piece)}, missing in “${command}”: ${output}`;
      assert.notEqual(status, 0, told);
      assert.ok(refusalOf(piece).test(output) || escalationOf(piece).test(output), told);
      this.tried.add(piece);
    }
  }

  async #grantOne(piece: Piece, at: number, namespace: string | undefined): Promise<void> {
    const prefix = namespace === undefined ? 'Cluster' : '';
    const metadata = { name: `book-${at}`, ...(namespace === undefined ? {} : { namespace }) };
    const apiVersion = `${rbac}/v1`;
    const users = [wholeAdmin, ...this.#pieces.flatMap((_, other) => (other === at ? [] : [lackingAdmin(other)]))];
    for (const [kind, body] of [
      ['roles', { apiVersion, kind: `${prefix}Role`, metadata, rules: [ruleOf(piece)] }],
      [
        'rolebindings',
        {
          ...{ apiVersion, kind: `${prefix}RoleBinding`, metadata },
          roleRef: { apiGroup: rbac, kind: `${prefix}Role`, name: metadata.name },
          subjects: users.map((name) => ({ kind: 'User', apiGroup: rbac, name })),
        },
      ],
    ] as const) {
      const { code, text } = await callApi(this.#cluster.admin, {
        method: 'POST',
        path: placeOf(kind, namespace),
        body,
      });
      assert.equal(code, 201, text);
    }
  }

  /** There is no event for what the API server's authorizer has read; it can only be asked. */
  async #untilAllowed({ verbs, group, resource, names, namespace }: Piece): Promise<void> {
    const [plural, subresource] = resource.split('/');
    const attributes = {
      ...{ verb: verbs[0], group, resource: plural, ...(subresource === undefined ? {} : { subresource }) },
      ...{ ...(names === undefined ? {} : { name: names[0] }), ...(namespace === undefined ? {} : { namespace }) },
    };
    const body = {
      ...{ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview' },
      spec: { user: wholeAdmin, resourceAttributes: attributes },
    };
    for (let left = 200; ; left -= 1) {
      const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
      const { json } = await callApi(this.#cluster.admin, { method: 'POST', path, body });
      if ((json as { status?: { allowed?: boolean } }).status?.allowed === true) return;
      assert.ok(left > 0, `the right is not in force: ${JSON.stringify(attributes)}`);
      await delay(25);
    }
  }

  async #runAs(user: string, command: string): Promise<Ran> {
    const kubeconfig = this.#cluster.userKubeconfigs.get(user);
    assert.ok(kubeconfig, user);
    const env = { PATH: `${path.join(this.#folder, 'bin')}:/usr/bin:/bin`, HOME: this.#folder, KUBECONFIG: kubeconfig };
    const child = spawn('sh', ['-c', command], { cwd: this.#folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    // What client-go logs is quoted once more.
    output = output.replaceAll('\\"', '"');
    this.printed.push(command, output);
    return { status, output };
  }
}

const placeOf = (kind: string, namespace: string | undefined): string =>
  namespace === undefined ? `${base}/cluster${kind}` : `${base}/namespaces/${namespace}/${kind}`;
