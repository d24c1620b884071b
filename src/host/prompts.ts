import type { FieldCheck } from './field-checks.ts';

/** Where a question stands in its series; shown as “2/5” with a back button from the second on. */
export interface Place {
  readonly title: string;
  readonly step: number;
  readonly of: number;
}

/** The answer to one question of a series. */
export type Answer<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancel' };

/** A line of text. `check` runs while typing and speaks under the box. */
export interface TextQuestion {
  readonly place: Place;
  /** What is asked, and what happens next. */
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly secret?: boolean;
  readonly check: FieldCheck;
}

/** One of several. An item with `why` cannot be taken: choosing it shows the reason and stays. */
export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
  readonly why?: string;
}

export interface ChoiceQuestion<T> {
  readonly place: Place;
  readonly prompt: string;
  readonly choices: readonly Choice<T>[];
  /** Shown as active first. */
  readonly current?: T;
}

/** Any number of several. */
export interface ManyQuestion<T> {
  readonly place: Place;
  readonly prompt: string;
  readonly choices: readonly Omit<Choice<T>, 'why'>[];
  /** Ticked at first. */
  readonly current: readonly T[];
  /** Said when nothing is ticked: at least one has to be. */
  readonly none: string;
}

/** A file or folder of the machine on which the extension runs. */
export interface PathQuestion {
  readonly kind: 'file' | 'folder';
  readonly title: string;
  /** The button of the dialog: a verb. */
  readonly button: string;
  /** Where the dialog opens. */
  readonly start?: string;
}

/** Everything that asks or tells the user something. The real one is `vscode-prompts.ts`; tests bring their own. */
export interface Prompts {
  text(question: TextQuestion): Promise<Answer<string>>;
  choose<T>(question: ChoiceQuestion<T>): Promise<Answer<T>>;
  /** The ticked ones, in the order of the choices. */
  chooseMany<T>(question: ManyQuestion<T>): Promise<Answer<readonly T[]>>;
  /** VS Code's own dialog; undefined when it was left. */
  pickPath(question: PathQuestion): Promise<string | undefined>;
  /** A modal question; true when the button was pressed. */
  confirm(message: string, detail: string, button: string): Promise<boolean>;
  /** A toast with at most two buttons; answers the pressed one. */
  tell(
    level: 'info' | 'warning' | 'error',
    message: string,
    ...buttons: readonly string[]
  ): Promise<string | undefined>;
  /** Runs with visible progress and a way to stop. */
  progress<T>(title: string, run: (signal: AbortSignal, report: (doing: string) => void) => Promise<T>): Promise<T>;
}
