import { type Link, linkNames } from '../core/decode/terms.ts';
import { checkOf } from '../core/doctor/checks.ts';
import type { Outcome } from '../core/doctor/finding.ts';
import { chainOf, type ChainState, verdictOf } from '../core/doctor/summary.ts';
import { chainInWords, labelOf } from '../core/doctor/words.ts';
import { hasCommand } from '../host/action-command.ts';
import type { CommandId } from '../ids.ts';
import type { DoctorModel } from './doctor-model.ts';
import type { CheckNode, DoctorNode, FixNode, LineNode } from './doctor-nodes.ts';

/** A row as the tree shows it, free of VS Code. */
export interface DoctorPresentation {
  readonly label: string;
  readonly description: string;
  /** A codicon and a theme colour; never alone, the description says the same in words. */
  readonly icon?: { readonly id: string; readonly color?: string };
  readonly collapsible: 'none' | 'collapsed' | 'expanded';
  readonly context: Readonly<Record<string, string>>;
  /** Runs on click, with the row as argument. */
  readonly command?: CommandId;
}

const icons: Readonly<Record<Outcome, { readonly id: string; readonly color?: string }>> = {
  pass: { id: 'pass', color: 'testing.iconPassed' },
  warn: { id: 'warning', color: 'list.warningForeground' },
  fail: { id: 'error', color: 'list.errorForeground' },
  skipped: { id: 'circle-slash', color: 'disabledForeground' },
  'could not check': { id: 'question', color: 'disabledForeground' },
};

const words: Readonly<Record<Outcome, string>> = {
  pass: 'passed',
  warn: 'warning',
  fail: 'failed',
  skipped: 'skipped',
  'could not check': 'could not check',
};

/** What a row shows now. */
export function presentDoctor(model: DoctorModel, node: DoctorNode): DoctorPresentation {
  switch (node.kind) {
    case 'verdict':
      return presentVerdict(model);
    case 'link':
      return presentLink(model, node.link);
    case 'check':
      return presentCheck(model, node);
    case 'line':
      return presentLine(node);
    case 'fix':
      return presentFix(node);
  }
}

function presentVerdict(model: DoctorModel): DoctorPresentation {
  const common = { collapsible: 'none', context: { kind: 'verdict' } } as const;
  if (model.isRunning) {
    return {
      ...common,
      label: 'Examining the chain',
      description: `${model.doneCount} checks done`,
      icon: { id: 'pulse' },
    };
  }
  const findings = model.findings();
  const isBroken = findings.some(({ outcome }) => outcome === 'fail');
  return {
    ...common,
    label: verdictOf(findings),
    description: model.run?.subject.endpoint.url ?? 'stopped',
    icon: isBroken ? icons.fail : icons.pass,
    ...(model.run === undefined ? {} : { command: 'sqlkube.doctor.showReport' as const }),
  };
}

const linkIcons: Readonly<Record<ChainState, { readonly id: string; readonly color?: string }>> = {
  passed: icons.pass,
  warned: icons.warn,
  failed: icons.fail,
  skipped: icons.skipped,
  unknown: icons['could not check'],
};

function presentLink(model: DoctorModel, link: Link): DoctorPresentation {
  const state = chainOf(model.findings()).find((one) => one.link === link)?.state ?? 'unknown';
  const isWaiting = model.isRunning && state === 'unknown';
  return {
    label: linkNames[link],
    description: isWaiting ? 'waiting' : chainInWords[state],
    icon: isWaiting ? { id: 'circle-outline' } : linkIcons[state],
    collapsible: state === 'failed' || state === 'warned' ? 'expanded' : 'collapsed',
    context: { kind: 'link', outcome: state },
  };
}

function presentCheck(model: DoctorModel, { check, finding }: CheckNode): DoctorPresentation {
  if (model.isRunningCheck(check) || finding === undefined) {
    const runs = model.isRunningCheck(check);
    return {
      label: checkOf(check).title,
      description: runs ? 'being looked at' : 'waiting',
      icon: { id: runs ? 'sync' : 'circle-outline' },
      collapsible: 'none',
      context: { kind: 'check', state: runs ? 'running' : 'waiting' },
    };
  }
  const { outcome, owner, durationMs } = finding;
  const isBad = outcome === 'fail' || outcome === 'warn';
  const hasMore = [finding.why, finding.evidence?.[0], finding.causes?.[0], finding.fixes?.[0]].some(
    (part) => part !== undefined && part !== '',
  );
  return {
    label: labelOf(finding),
    description: [
      words[outcome],
      ...(isBad ? [owner] : []),
      ...(durationMs < 1000 ? [] : [`${(durationMs / 1000).toFixed(1)} s`]),
    ].join(' · '),
    icon: icons[outcome],
    collapsible: hasMore ? (outcome === 'fail' ? 'expanded' : 'collapsed') : 'none',
    context: { kind: 'check', state: 'done', outcome: outcome.replaceAll(' ', '-') },
  };
}

const lineIcons: Readonly<Record<LineNode['about'], string | undefined>> = {
  why: 'info',
  owner: 'person',
  cause: 'debug-breakpoint-unverified',
  evidence: 'eye',
};

function presentLine({ about, text }: LineNode): DoctorPresentation {
  const id = text.endsWith(':') ? undefined : lineIcons[about];
  return {
    label: plainText(text),
    description: about === 'evidence' ? 'seen' : '',
    ...(id === undefined ? {} : { icon: { id } }),
    collapsible: 'none',
    context: { kind: 'line', about },
  };
}

function presentFix({ fix }: FixNode): DoctorPresentation {
  const begins = fix.action !== undefined && hasCommand(fix.action);
  const can = begins || fix.script !== undefined;
  return {
    label: plainText(fix.text),
    description: fix.script === undefined ? (begins ? 'fix: click to begin' : 'fix') : 'fix: click for the script',
    icon: { id: can ? 'wrench' : 'lightbulb' },
    collapsible: 'none',
    context: { kind: 'fix', can: String(can) },
    ...(can ? { command: 'sqlkube.doctor.fix' as const } : {}),
  };
}

/** A Markdown sentence without its marks, for places that show plain text. */
const plainText = (markdown: string): string => markdown.replaceAll('**', '').replaceAll('`', '');

/** A row’s tooltip: all of it, since long lines are cut. */
export const doctorTooltip = (shown: DoctorPresentation): string =>
  shown.description === '' ? shown.label : `${shown.label}\n${shown.description}`;
