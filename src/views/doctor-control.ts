import type { CheckCode } from '../core/doctor/checks.ts';
import type { Finding, Fix } from '../core/doctor/finding.ts';
import type { Hands } from '../core/doctor/hands.ts';
import type { DoctorRun } from '../core/doctor/report.ts';
import type { RowRef } from '../ids.ts';
import type { Link } from '../sql/cluster-reader.ts';
import type { DoctorModel, DoctorWish } from './doctor-model.ts';

/** What the control stands on. */
interface Parts {
  readonly model: DoctorModel;
  readonly examine: (link: Link, wish: DoctorWish) => Promise<DoctorRun>;
  readonly focus: () => Promise<void>;
}

/** The doctor, as commands drive it. */
export class DoctorControl {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get run(): DoctorRun | undefined {
    return this.#parts.model.run;
  }

  get endpointId(): string | undefined {
    return this.#parts.model.endpointId;
  }

  /** Shows the view and runs all checks, or some anew; undefined when it was stopped for another run. */
  async examine(
    link: Link,
    only?: readonly CheckCode[],
    kubeconfig?: Hands['kubeconfig'],
  ): Promise<DoctorRun | undefined> {
    const { model, examine, focus } = this.#parts;
    await focus();
    return await model.examine(link.endpoint.id, only, (wish) =>
      examine(link, kubeconfig === undefined ? wish : { ...wish, kubeconfig }),
    );
  }

  stop(): void {
    this.#parts.model.stop();
  }

  /** What a row of the view stands for. */
  rowOf(row: RowRef): { readonly check: CheckCode; readonly finding?: Finding; readonly fix?: Fix } | undefined {
    const node = this.#parts.model.find(row);
    if (node === undefined || node.kind === 'verdict' || node.kind === 'link') return undefined;
    const { check, finding } = node.kind === 'check' ? node : node.parent;
    return { check, ...(finding && { finding }), ...(node.kind === 'fix' && { fix: node.fix }) };
  }
}
