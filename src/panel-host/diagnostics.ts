import { chainOf, type ChainLink } from '../core/decode/chain.ts';
import type { Cause, Decoded, Diagnosis, Step } from '../core/decode/diagnosis.ts';
import type { ReadFor } from '../host/decode-place.ts';
import { diagnosisJson, diagnosisMarkdown } from '../host/diagnosis-text.ts';
import { Signal } from '../host/signal.ts';
import type { CommandId } from '../ids.ts';
import {
  isPanelState,
  isToHost,
  titleOf,
  type PanelCause,
  type PanelDiagnosis,
  type PanelEntry,
  type PanelState,
  type PanelStep,
  type Place,
  type ToPanel,
} from '../protocol/panel.ts';
import { offerFor } from './actions.ts';

/** What the panel’s host side stands on. */
interface DiagnosticsParts {
  /** With the place that it was read for, where one comes into question. */
  readonly decode: (text: string) => Promise<Decoded & { readonly place?: ReadFor }>;
  /** Takes out every secret that this session knows, and what looks like one. */
  readonly redact: (text: string) => string;
  readonly copy: (text: string) => Promise<void>;
  readonly run: (command: CommandId, row: object | undefined) => Promise<void>;
  /** Brings the panel into view. */
  readonly reveal: () => Promise<void>;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly kept: KeptState;
}

/** Where the panel’s state outlives a reload of the window. */
export interface KeptState {
  read(): unknown;
  write(state: PanelState): void;
}

/** The rows of the tree that a diagnosis is about, for the commands behind its buttons. */
type AboutRow = NonNullable<PanelEntry['about']>;

/** A link with what is to be said of it. */
type NotedLink = ChainLink & { readonly note?: string };

/** What the panel is given to show; the chain follows from the diagnoses unless somebody has looked. */
export interface Finding {
  readonly from: string;
  readonly diagnoses: readonly Diagnosis[];
  readonly chain?: readonly NotedLink[];
  readonly about?: AboutRow;
}

const mostEntries = 30;
const longestText = 1_000_000;

/**
 * The errors of the session and what each means: the panel’s state, its host side. Secrets are taken out of everything before it
 * is kept or posted. `add` remembers, `show` also brings it into view. The page keeps nothing: whenever it says that it is
 * ready, it is sent the state, which is read from where it is kept when somebody first asks for it.
 */
export class Diagnostics {
  readonly #parts: DiagnosticsParts;
  readonly #messages = new Signal<ToPanel>();
  #known: PanelState | undefined;
  /** The panel posts to this; it may not be there. */
  readonly onMessage = this.#messages.on;

  constructor(parts: DiagnosticsParts) {
    this.#parts = parts;
  }

  /** What the panel shows, without secrets. */
  get state(): PanelState {
    return this.#state;
  }

  get #state(): PanelState {
    this.#known ??= this.#restored(this.#parts.kept.read());
    return this.#known;
  }

  set #state(state: PanelState) {
    this.#known = state;
    this.#parts.kept.write(state);
  }

  /** Remembers a finding; the same one of the same place moves to the front. */
  add({ from, diagnoses, chain, about }: Finding): string {
    const [root] = diagnoses;
    return this.#keep({
      id: this.#parts.newId(),
      from,
      at: this.#parts.now().toISOString(),
      chain: [...(chain ?? (root === undefined ? [] : chainOf(root)))],
      diagnoses: diagnoses.map(toPanel),
      recognised: [],
      notUnderstood: [],
      ...(about && { about }),
    });
  }

  /** Remembers a finding and shows it. */
  async show(finding: Finding): Promise<void> {
    const id = this.add(finding);
    await this.#parts.reveal();
    this.#select(id, 'card');
  }

  /** Brings the panel into view. */
  async reveal(): Promise<void> {
    await this.#parts.reveal();
  }

  /** Decodes a text and shows what it means. */
  async decode(text: string, from: string): Promise<void> {
    await this.#parts.reveal();
    await this.#decode(text, from);
  }

  async #decode(text: string, from: string): Promise<void> {
    const short = this.#parts.redact(text.slice(0, longestText));
    const { diagnoses, parts, notUnderstood, place } = await this.#parts.decode(short);
    const id = this.#keep({
      id: this.#parts.newId(),
      from,
      ...(place && { about: place.about, assumed: place.assumed }),
      at: this.#parts.now().toISOString(),
      chain: diagnoses[0] === undefined ? [] : [...chainOf(diagnoses[0])],
      diagnoses: diagnoses.map(toPanel),
      recognised: [...new Set(parts.filter(({ kind }) => kind !== 'noise').map(({ label }) => label))].slice(0, 50),
      notUnderstood: notUnderstood.map((span) => span.text.slice(0, 500)).slice(0, 50),
    });
    this.#select(id, 'card');
  }

  /** What was kept over a reload. Anything else than what we would have kept is ignored. */
  #restored(kept: unknown): PanelState {
    return isPanelState(kept) ? this.#clean(kept) : { entries: [] };
  }

  /** A message of the panel. What does not have the shape of one is ignored. */
  async receive(message: unknown): Promise<void> {
    if (!isToHost(message)) return;
    switch (message.type) {
      case 'ready':
        this.#post();
        return;
      case 'decode':
        if (message.text.trim() !== '') await this.#decode(message.text, 'Pasted text');
        return;
      case 'select':
        this.#select(message.entry, 'card');
        return;
      case 'clear':
        this.#state = { entries: [] };
        this.#post('The list is empty.');
        return;
      case 'copy':
        await this.#copy(message.entry, message.form);
        return;
      case 'run':
        await this.#run(message.place);
        return;
      case 'copy-script': {
        const script = this.#step(message.place)?.script;
        if (script) await this.#copied(script.text);
      }
    }
  }

  /** A button names a place; what it runs is looked up here, among the commands that the panel may run. */
  async #run(place: Place): Promise<void> {
    const offer = offerFor(this.#step(place)?.action);
    if (offer === undefined) return;
    const about = this.#entry(place.entry)?.about;
    const fits =
      offer.on === 'endpoint' ? about?.endpointId : offer.on === 'connection' ? about?.connectionId : undefined;
    const row = fits === undefined ? undefined : about;
    await this.#parts.run(offer.command, offer.also === undefined ? row : { ...row, ...offer.also });
  }

  async #copy(id: string, form: 'markdown' | 'json'): Promise<void> {
    const entry = this.#entry(id);
    if (entry) await this.#copied(form === 'json' ? diagnosisJson(entry) : diagnosisMarkdown(entry));
  }

  async #copied(text: string): Promise<void> {
    await this.#parts.copy(this.#parts.redact(text));
    this.#messages.fire({ type: 'said', said: 'Copied.' });
  }

  #step({ entry, diagnosis, cause, list, step }: Place): PanelStep | undefined {
    return this.#entry(entry)?.diagnoses[diagnosis]?.causes[cause]?.[list][step];
  }

  #entry(id: string): PanelEntry | undefined {
    return this.#state.entries.find((entry) => entry.id === id);
  }

  #keep(found: PanelEntry): string {
    const { entries, selected } = this.#state;
    const known = entries.find((entry) => isSame(entry, found));
    const next = known === undefined ? found : { ...found, id: known.id };
    const others = entries.filter((entry) => entry !== known);
    const kept = [next, ...others].slice(0, mostEntries);
    this.#state = this.#clean({ entries: kept, selected: selected ?? next.id });
    this.#post();
    return next.id;
  }

  #select(id: string, focus?: 'card'): void {
    const entry = this.#entry(id);
    if (entry === undefined) return;
    this.#state = { ...this.#state, selected: id };
    this.#post(titleOf(entry), focus);
  }

  #post(said?: string, focus?: 'card'): void {
    this.#messages.fire({ type: 'state', state: this.#state, ...(said && { said }), ...(focus && { focus }) });
  }

  /** Without secrets, and with the buttons that this version has. */
  #clean(state: PanelState): PanelState {
    const redact = (value: unknown): unknown => {
      if (typeof value === 'string') return this.#parts.redact(value);
      if (Array.isArray(value)) return value.map(redact);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redact(inner)]));
    };
    const clean = redact(state);
    if (!isPanelState(clean)) return { entries: [] };
    const entries = clean.entries.map((entry) => ({ ...entry, diagnoses: entry.diagnoses.map(withButtons) }));
    return { ...clean, entries };
  }
}

const isSame = (left: PanelEntry, right: PanelEntry): boolean =>
  left.diagnoses.length > 0 && meaningOf(left) === meaningOf(right);

const meaningOf = ({ diagnoses, about }: PanelEntry): string =>
  JSON.stringify([about?.connectionId, about?.endpointId, ...diagnoses.map(({ code, headline }) => [code, headline])]);

const withButtons = (diagnosis: PanelDiagnosis): PanelDiagnosis => {
  const button = ({ text, action, script }: PanelStep): PanelStep => {
    const title = offerFor(action)?.title;
    return {
      text,
      ...(action && { action }),
      ...(script && { script }),
      ...(title !== undefined && { button: title }),
    };
  };
  const causes = diagnosis.causes.map((cause) => ({
    ...cause,
    confirm: cause.confirm.map(button),
    fixes: cause.fixes.map(button),
  }));
  return { ...diagnosis, causes };
};

/** Field by field, so that nothing else travels. */
function toPanel(diagnosis: Diagnosis): PanelDiagnosis {
  const { code, headline, why, link, owner, sureness, confidence, causes, evidence, sources } = diagnosis;
  return { code, headline, why, link, owner, sureness, confidence, causes: causes.map(panelCause), evidence, sources };
}

function panelCause({ code, text, link, owner, sureness, source, because, confirm, fixes }: Cause): PanelCause {
  return {
    ...{ code, text, link, owner, sureness, source },
    ...(because !== undefined && { because }),
    confirm: confirm.map(panelStep),
    fixes: fixes.map(panelStep),
  };
}

const panelStep = ({ text, action, script }: Step): PanelStep => ({
  text,
  ...(action && { action }),
  ...(script && { script }),
});
