import type { CheckCode } from '../core/doctor/checks.ts';
import type { Link } from '../core/decode/terms.ts';
import type { Finding, Fix } from '../core/doctor/finding.ts';
import type { RowRef } from '../ids.ts';

/** One check and what it came to; nothing yet while it waits or runs. */
export interface CheckNode extends RowRef {
  readonly kind: 'check';
  readonly check: CheckCode;
  readonly finding?: Finding;
}

/** A line below a check: why, a cause, or something that was seen. */
export interface LineNode extends RowRef {
  readonly kind: 'line';
  readonly about: 'why' | 'owner' | 'cause' | 'evidence';
  readonly text: string;
  readonly parent: CheckNode;
}

/** A way to mend it; a click does what can be done from here. */
export interface FixNode extends RowRef {
  readonly kind: 'fix';
  readonly fix: Fix;
  readonly parent: CheckNode;
}

/** A link of the chain, with its checks below. */
interface LinkNode extends RowRef {
  readonly kind: 'link';
  readonly link: Link;
}

/** What the run came to, above the links. */
interface VerdictNode extends RowRef {
  readonly kind: 'verdict';
}

/** A row of the view Doctor. */
export type DoctorNode = VerdictNode | LinkNode | CheckNode | LineNode | FixNode;
