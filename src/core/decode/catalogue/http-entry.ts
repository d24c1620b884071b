import type { Entry } from '../explanation.ts';

/** Who an HTTP answer came from, as far as its body shows. */
export type Answerer = 'kubernetes' | 'our proxy' | 'text' | 'html' | 'nothing';

/** An HTTP answer other than 2xx. The first entry that fits in all that it names counts. */
export interface HttpEntry extends Entry {
  readonly code: number;
  readonly from?: readonly Answerer[];
  /** Kubernetes' `reason`. */
  readonly reason?: string;
  /** Tested on Kubernetes' message: it has no field for who was refused what. Groups become `{1}`, `{2}` … */
  readonly message?: RegExp;
}
