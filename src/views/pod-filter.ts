import { isProblem } from '../core/kube/health.ts';
import type { PodHealth, PodRow } from '../core/kube/pod.ts';

/** What the view leaves out. It acts on what is loaded. */
export interface PodFilter {
  /** Part of a name or of a status, in any case; empty is no filter. */
  readonly text: string;
  readonly problemsOnly: boolean;
}

/** Shows everything. */
export const noFilter: PodFilter = { text: '', problemsOnly: false };

/** Whether a row passes. */
export function passes(filter: PodFilter, row: PodRow, health: PodHealth): boolean {
  if (filter.problemsOnly && !isProblem(health)) return false;
  const wanted = filter.text.trim().toLowerCase();
  return wanted === '' || row.name.toLowerCase().includes(wanted) || row.status.toLowerCase().includes(wanted);
}

/** The filter in words, for the view's title; empty when nothing is left out. */
export function filterInWords(filter: PodFilter): string {
  const parts = [
    ...(filter.text.trim() === '' ? [] : [`filter: ${filter.text.trim()}`]),
    ...(filter.problemsOnly ? ['problems only'] : []),
  ];
  return parts.join(' · ');
}
