import { links } from '../core/decode/terms.ts';
import { checkOf, checks, type CheckCode } from '../core/doctor/checks.ts';
import type { Finding } from '../core/doctor/finding.ts';
import type { Hands } from '../core/doctor/hands.ts';
import type { DoctorRun } from '../core/doctor/report.ts';
import { causesTitle } from '../core/doctor/words.ts';
import { Signal } from '../host/signal.ts';
import type { RowRef } from '../ids.ts';
import type { CheckNode, DoctorNode, FixNode, LineNode } from './doctor-nodes.ts';

/** How a run is made; wiring joins the pieces. */
export interface DoctorWish {
  readonly endpointId: string;
  readonly signal: AbortSignal;
  readonly started: (check: CheckCode) => void;
  readonly found: (finding: Finding) => void;
  readonly only?: readonly CheckCode[];
  readonly before?: readonly Finding[];
  /** Looks at the cluster of a kubeconfig that the user chose for this run. */
  readonly kubeconfig?: NonNullable<Hands['kubeconfig']>;
}

/** What the view shows of the last run: each check’s state, and what the run came to once it is over. */
export class DoctorModel {
  readonly changed = new Signal<undefined>();
  /** Fires with each finished run. */
  readonly finished = new Signal<DoctorRun>();
  #endpointId: string | undefined;
  #run: DoctorRun | undefined;
  #abort: AbortController | undefined;
  readonly #findings = new Map<CheckCode, Finding>();
  readonly #running = new Set<CheckCode>();

  get endpointId(): string | undefined {
    return this.#endpointId;
  }

  /** The last finished run. */
  get run(): DoctorRun | undefined {
    return this.#run;
  }

  get isRunning(): boolean {
    return this.#abort !== undefined;
  }

  get doneCount(): number {
    return this.#findings.size;
  }

  isRunningCheck(check: CheckCode): boolean {
    return this.#running.has(check);
  }

  findings(): readonly Finding[] {
    return checks.flatMap(({ code }) => this.#findings.get(code) ?? []);
  }

  /**
   * Examines an endpoint, or only some of its checks anew. A run that is under way is stopped first. `work` makes the run;
   * undefined from it means that it did not begin.
   */
  async examine(
    endpointId: string,
    only: readonly CheckCode[] | undefined,
    work: (wish: DoctorWish) => Promise<DoctorRun | undefined>,
  ): Promise<DoctorRun | undefined> {
    this.stop();
    const isAgain = only !== undefined && endpointId === this.#endpointId;
    const before = isAgain ? this.findings() : undefined;
    const abort = new AbortController();
    this.#abort = abort;
    this.#running.clear();
    if (!isAgain) {
      this.#findings.clear();
      this.#run = undefined;
    }
    this.#endpointId = endpointId;
    this.changed.fire(undefined);
    const isCurrent = (): boolean => this.#abort === abort;
    try {
      const run = await work({
        endpointId,
        signal: abort.signal,
        started: (check) => isCurrent() && this.#start(check),
        found: (finding) => isCurrent() && this.#find(finding),
        ...(only === undefined || before === undefined ? {} : { only, before }),
      });
      if (!isCurrent() || run === undefined) return undefined;
      this.#run = run;
      for (const finding of run.findings) this.#findings.set(finding.check, finding);
      return run;
    } finally {
      if (isCurrent()) {
        this.#abort = undefined;
        this.#running.clear();
        this.changed.fire(undefined);
        if (this.#run) this.finished.fire(this.#run);
      }
    }
  }

  stop(): void {
    this.#abort?.abort();
  }

  /** Forgets everything, as when the endpoint is gone. */
  clear(): void {
    this.stop();
    this.#abort = undefined;
    this.#endpointId = undefined;
    this.#run = undefined;
    this.#findings.clear();
    this.changed.fire(undefined);
  }

  #start(check: CheckCode): void {
    this.#running.add(check);
    this.changed.fire(undefined);
  }

  #find(finding: Finding): void {
    this.#running.delete(finding.check);
    this.#findings.set(finding.check, finding);
    this.changed.fire(undefined);
  }

  /** The rows below a row, or the first ones: what the run came to, and the links of the chain. */
  rows(parent?: DoctorNode): readonly DoctorNode[] {
    if (this.#endpointId === undefined) return [];
    switch (parent?.kind) {
      case undefined:
        return [
          { kind: 'verdict', id: 'verdict' },
          ...links.map((link): DoctorNode => ({ kind: 'link', id: `link ${link}`, link })),
        ];
      case 'link':
        return checks.filter(({ link }) => link === parent.link).map(({ code }) => this.#check(code));
      case 'check':
        return rowsOf(parent);
      default:
        return [];
    }
  }

  /** The row above a row. */
  parentOf(node: DoctorNode): DoctorNode | undefined {
    switch (node.kind) {
      case 'line':
      case 'fix':
        return node.parent;
      case 'check': {
        const { link } = checkOf(node.check);
        return { kind: 'link', id: `link ${link}`, link };
      }
      default:
        return undefined;
    }
  }

  /** Every row, in the order of the tree. */
  allRows(): readonly DoctorNode[] {
    const below = (node: DoctorNode): readonly DoctorNode[] => [node, ...this.rows(node).flatMap(below)];
    return this.rows().flatMap(below);
  }

  /** The row that a reference names, as far as it is still there. */
  find({ id }: RowRef): DoctorNode | undefined {
    return this.allRows().find((row) => row.id === id);
  }

  #check(code: CheckCode): CheckNode {
    const finding = this.#findings.get(code);
    return { kind: 'check', id: `check ${code}`, check: code, ...(finding === undefined ? {} : { finding }) };
  }
}

function rowsOf(parent: CheckNode): readonly DoctorNode[] {
  const { finding } = parent;
  if (finding === undefined) return [];
  const { why, causes = [], fixes = [], evidence = [], outcome, owner } = finding;
  const line = (about: LineNode['about'], text: string, index = 0): LineNode => ({
    kind: 'line',
    id: `${parent.id} ${about} ${index}`,
    about,
    text,
    parent,
  });
  const isBad = outcome === 'fail' || outcome === 'warn';
  const title = causes.length > 1 ? [line('cause', `${causesTitle(finding)}:`, -1)] : [];
  return [
    ...(why === undefined || why === '' ? [] : [line('why', why)]),
    ...(isBad ? [line('owner', `To be mended by: ${owner}`)] : []),
    ...title,
    ...causes.map(({ text }, index) => line('cause', text, index)),
    ...fixes.map((fix, index): FixNode => ({ kind: 'fix', id: `${parent.id} fix ${index}`, fix, parent })),
    ...evidence.map((text, index) => line('evidence', text, index)),
  ];
}
