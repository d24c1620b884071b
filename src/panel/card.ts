import { candidates, confidenceInWords } from '../core/decode/diagnosis.ts';
import { surenessInWords } from '../core/decode/terms.ts';
import type { PanelCause, PanelDiagnosis, PanelStep, Place, ToHost } from '../protocol/panel.ts';
import { button, element, prose } from './dom.ts';

/** Where a card stands, and how it speaks to the host. */
export interface CardPlace {
  readonly entry: string;
  readonly diagnosis: number;
  readonly post: (message: ToHost) => void;
}

/** One diagnosis: what is, what it means, what can be behind it, how to confirm and mend each, and the evidence. */
export function card(told: PanelDiagnosis, place: CardPlace): HTMLElement {
  const id = `card-${place.diagnosis}`;
  const among = candidates(told).length;
  return element(
    'article',
    { class: 'card', 'aria-labelledby': `${id}-title` },
    element(
      'header',
      {},
      element('h2', { id: `${id}-title`, tabindex: '-1' }, told.headline),
      element('p', { class: 'owner' }, 'To be mended by: ', element('strong', {}, told.owner)),
    ),
    section(
      'What it means',
      element('p', {}, ...prose(told.why)),
      element('p', { class: 'sure' }, surenessInWords[told.sureness]),
    ),
    section(
      confidenceInWords[told.confidence],
      element(
        'ol',
        { class: 'causes' },
        ...told.causes.map((cause, index) => causeItem(cause, index, index < among, place)),
      ),
    ),
    told.evidence.length === 0 && told.sources.length === 0 ? undefined : evidence(told, id),
  );
}

function section(title: string, ...children: readonly (Node | undefined)[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...children);
}

function causeItem(cause: PanelCause, index: number, isLikely: boolean, place: CardPlace): HTMLElement {
  const steps = (title: string, list: 'confirm' | 'fixes'): HTMLElement =>
    element(
      'div',
      { class: 'steps' },
      element('h4', {}, title),
      element(
        'ul',
        {},
        ...cause[list].map((step, at) =>
          stepItem(step, { entry: place.entry, diagnosis: place.diagnosis, cause: index, list, step: at }, place.post),
        ),
      ),
    );
  const marks = element('span', { class: 'marks' }, `${cause.owner} · ${cause.sureness}`);
  const because = cause.because === undefined ? undefined : element('span', { class: 'because' }, ` ${cause.because}`);
  const details = element(
    'details',
    { id: `cause-${place.diagnosis}-${index}` },
    element('summary', {}, ...prose(cause.text), because, ' ', marks),
    steps('Confirm', 'confirm'),
    steps('Fix', 'fixes'),
    element('p', { class: 'code' }, `${cause.code} · ${cause.source}`),
  );
  details.open = index === 0;
  return element('li', { class: isLikely ? 'likely' : 'other' }, details);
}

function stepItem(step: PanelStep, place: Place, post: CardPlace['post']): HTMLElement {
  const id = `step-${place.diagnosis}-${place.cause}-${place.list}-${place.step}`;
  const { script } = step;
  return element(
    'li',
    {},
    element('span', {}, ...prose(step.text)),
    script && element('p', { class: 'on' }, `On ${script.on}:`),
    script && element('pre', { tabindex: '0', 'aria-label': `Text for ${script.on}` }, script.text),
    script &&
      button(`${id}-copy`, 'Copy', () => post({ type: 'copy-script', place }), {
        class: 'small',
        'aria-label': `Copy the text for ${script.on}`,
      }),
    step.button === undefined ? undefined : button(`${id}-run`, step.button, () => post({ type: 'run', place })),
  );
}

function evidence({ evidence: lines, sources, code }: PanelDiagnosis, id: string): HTMLElement {
  return element(
    'details',
    { class: 'evidence', id: `${id}-evidence` },
    element('summary', {}, 'Evidence'),
    element('pre', { tabindex: '0', 'aria-label': 'What was seen' }, lines.join('\n')),
    element('p', {}, `Sources: ${sources.join('; ')}`),
    element('p', { class: 'code' }, code),
  );
}
