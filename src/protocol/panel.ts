/** What travels between the diagnostics panel’s browser side and its host side. Both sides check what they receive. */
import { linkStates } from '../core/decode/chain.ts';
import { confidences } from '../core/decode/diagnosis.ts';
import { actions, links, owners, surenesses } from '../core/decode/terms.ts';
import { either, isIndex, isText, listOf, maybe, oneOf, shape, type Checked } from './check.ts';

const script = shape({ language: oneOf(['sql', 'shell', 'powershell']), on: isText, text: isText });

const step = shape({
  text: isText,
  /** What a command of ours would do; the host decides whether there is one. */
  action: maybe(oneOf(actions)),
  /** Title of the button, when there is a command. */
  button: maybe(isText),
  script: maybe(script),
});

const cause = shape({
  code: isText,
  text: isText,
  link: oneOf(links),
  owner: oneOf(owners),
  sureness: oneOf(surenesses),
  source: isText,
  because: maybe(isText),
  confirm: listOf(step),
  fixes: listOf(step),
});

const diagnosis = shape({
  code: isText,
  headline: isText,
  why: isText,
  link: oneOf(links),
  owner: oneOf(owners),
  sureness: oneOf(surenesses),
  confidence: oneOf(confidences),
  causes: listOf(cause),
  evidence: listOf(isText),
  sources: listOf(isText),
});

const chainLink = shape({ link: oneOf(links), state: oneOf(linkStates), note: maybe(isText) });

const entry = shape({
  id: isText,
  /** Where it comes from: a connection, a run, the doctor, pasted text. */
  from: isText,
  /** Whose error it was taken for, and why; a sentence. */
  assumed: maybe(isText),
  /** ISO 8601. */
  at: isText,
  /** The picture of the chain. */
  chain: listOf(chainLink),
  /** Root cause first. */
  diagnoses: listOf(diagnosis),
  recognised: listOf(isText),
  notUnderstood: listOf(isText),
  /** The rows of the tree that it is about. */
  about: maybe(shape({ connectionId: maybe(isText), endpointId: maybe(isText) })),
});

/** Everything that the panel shows; also what is kept over a reload. Nothing secret is in it. */
export const isPanelState = shape({
  /** Newest first. */
  entries: listOf(entry),
  /** The entry that is shown. */
  selected: maybe(isText),
});

/** Where a step stands. */
const place = shape({
  entry: isText,
  diagnosis: isIndex,
  cause: isIndex,
  list: oneOf(['confirm', 'fixes']),
  step: isIndex,
});

/** From the panel. It names places, never commands. */
export const isToHost = either<
  | { readonly type: 'ready' }
  | { readonly type: 'clear' }
  | { readonly type: 'decode'; readonly text: string }
  | { readonly type: 'select'; readonly entry: string }
  | { readonly type: 'run'; readonly place: Place }
  | { readonly type: 'copy-script'; readonly place: Place }
  | { readonly type: 'copy'; readonly entry: string; readonly form: 'markdown' | 'json' }
>(
  shape({ type: oneOf(['ready']) }),
  shape({ type: oneOf(['clear']) }),
  shape({ type: oneOf(['decode']), text: isText }),
  shape({ type: oneOf(['select']), entry: isText }),
  shape({ type: oneOf(['run']), place }),
  shape({ type: oneOf(['copy-script']), place }),
  shape({ type: oneOf(['copy']), entry: isText, form: oneOf(['markdown', 'json']) }),
);

/** To the panel. */
export const isToPanel = either<
  | {
      readonly type: 'state';
      readonly state: PanelState;
      /** For screen readers. */
      readonly said?: string;
      /** Whether the card takes the focus. */
      readonly focus?: 'card';
    }
  | { readonly type: 'said'; readonly said: string }
>(
  shape({ type: oneOf(['state']), state: isPanelState, said: maybe(isText), focus: maybe(oneOf(['card'])) }),
  shape({ type: oneOf(['said']), said: isText }),
);

/** What an entry is called: by its first diagnosis; a chain without one is whole, a text without one is unknown. */
export const titleOf = ({ diagnoses: [first], chain }: Pick<PanelEntry, 'diagnoses' | 'chain'>): string =>
  first?.headline ?? (chain.length > 0 ? 'Nothing is broken' : 'No error that we know is in this text');

export type PanelState = Checked<typeof isPanelState>;
export type PanelEntry = Checked<typeof entry>;
export type PanelDiagnosis = Checked<typeof diagnosis>;
export type PanelCause = Checked<typeof cause>;
export type PanelStep = Checked<typeof step>;
export type Place = Checked<typeof place>;
export type ToHost = Checked<typeof isToHost>;
export type ToPanel = Checked<typeof isToPanel>;
