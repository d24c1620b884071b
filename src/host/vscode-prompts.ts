import * as vscode from 'vscode';
import type { Answer, Choice, ChoiceQuestion, ManyQuestion, Place, Prompts, TextQuestion } from './prompts.ts';

/** The questions as VS Code's quick input, modal dialogs, toasts and progress. */
export const vscodePrompts: Prompts = {
  text: (question) => askText(question),
  choose: (question) => askChoice(question),
  chooseMany: (question) => askMany(question),
  pickPath: async ({ kind, title, button, start }) => {
    const picked = await vscode.window.showOpenDialog({
      title,
      openLabel: button,
      canSelectFiles: kind === 'file',
      canSelectFolders: kind === 'folder',
      canSelectMany: false,
      ...(start !== undefined && { defaultUri: vscode.Uri.file(start) }),
    });
    // A folder of a virtual file system has no place on a disk.
    return picked?.find(({ scheme }) => scheme === 'file')?.fsPath;
  },
  confirm: async (message, detail, button) =>
    (await vscode.window.showWarningMessage(message, { modal: true, detail }, button)) === button,
  tell: async (level, message, ...buttons) => {
    const show = {
      info: vscode.window.showInformationMessage,
      warning: vscode.window.showWarningMessage,
      error: vscode.window.showErrorMessage,
    }[level];
    const pressed = show(message, ...buttons);
    // Without buttons there is nothing to wait for, and a toast may stay for long.
    return buttons.length === 0 ? undefined : await pressed;
  },
  progress: (title, run) => progressOnceLong(title, run),
};

/** What is over within a second shows nothing: a toast that only flashes is noise. */
const quietFor = 1000;

async function progressOnceLong<T>(
  title: string,
  run: (signal: AbortSignal, report: (doing: string) => void) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let message: string | undefined;
  let show: ((message: string) => void) | undefined;
  const task = run(abort.signal, (doing) => {
    message = doing;
    show?.(doing);
  });
  const timer = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        show = (doing) => progress.report({ message: doing });
        if (message !== undefined) show(message);
        const subscription = token.onCancellationRequested(() => abort.abort());
        await task.then(nothing, nothing);
        subscription.dispose();
      },
    );
  }, quietFor);
  try {
    return await task;
  } finally {
    clearTimeout(timer);
  }
}

const nothing = (): void => undefined;

function setPlace(input: vscode.QuickInput, place: Place): void {
  input.title = place.title;
  input.ignoreFocusOut = true;
  if (place.of > 1) {
    input.step = place.step;
    input.totalSteps = place.of;
  }
}

const backButtons = (place: Place): vscode.QuickInputButton[] =>
  place.step > 1 ? [vscode.QuickInputButtons.Back] : [];

function askText(question: TextQuestion): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  setPlace(input, question.place);
  input.prompt = question.prompt;
  input.value = question.value ?? '';
  input.placeholder = question.placeholder ?? '';
  input.password = question.secret ?? false;
  input.buttons = backButtons(question.place);
  return settle(input, (done) => {
    const check = (): boolean => {
      const wrong = question.check(input.value);
      input.validationMessage = wrong ?? '';
      return wrong === undefined;
    };
    input.onDidChangeValue(check);
    input.onDidTriggerButton(() => done({ kind: 'back' }));
    input.onDidAccept(() => {
      if (check()) done({ kind: 'value', value: input.value });
    });
  });
}

interface ChoiceItem<T> extends vscode.QuickPickItem {
  readonly choice: Choice<T>;
}

function askChoice<T>(question: ChoiceQuestion<T>): Promise<Answer<T>> {
  const input = vscode.window.createQuickPick<ChoiceItem<T>>();
  setPlace(input, question.place);
  input.placeholder = question.prompt;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  input.items = question.choices.map((choice) => ({
    label: choice.label,
    choice,
    ...(choice.description !== undefined && { description: choice.description }),
    ...(choice.detail !== undefined && { detail: choice.detail }),
  }));
  const current = input.items.filter(({ choice }) => choice.value === question.current);
  if (current.length > 0) input.activeItems = current;
  input.buttons = backButtons(question.place);
  return settle(input, (done) => {
    input.onDidTriggerButton(() => done({ kind: 'back' }));
    input.onDidAccept(() => {
      const picked = input.selectedItems[0]?.choice;
      if (!picked) return;
      if (picked.why === undefined) done({ kind: 'value', value: picked.value });
      else input.placeholder = picked.why;
    });
  });
}

function askMany<T>(question: ManyQuestion<T>): Promise<Answer<readonly T[]>> {
  const input = vscode.window.createQuickPick<ChoiceItem<T>>();
  setPlace(input, question.place);
  input.placeholder = question.prompt;
  input.canSelectMany = true;
  input.items = question.choices.map((choice) => ({
    label: choice.label,
    choice,
    ...(choice.description !== undefined && { description: choice.description }),
    ...(choice.detail !== undefined && { detail: choice.detail }),
  }));
  input.selectedItems = input.items.filter(({ choice }) => question.current.includes(choice.value));
  input.buttons = backButtons(question.place);
  return settle(input, (done) => {
    input.onDidTriggerButton(() => done({ kind: 'back' }));
    input.onDidAccept(() => {
      const ticked = input.items.filter((item) => input.selectedItems.includes(item));
      if (ticked.length === 0) input.placeholder = question.none;
      else done({ kind: 'value', value: ticked.map(({ choice }) => choice.value) });
    });
  });
}

/** Shows the box and answers once; Esc is a cancel. */
function settle<T>(input: vscode.QuickInput, listen: (done: (answer: Answer<T>) => void) => void): Promise<Answer<T>> {
  return new Promise((resolve) => {
    let answer: Answer<T> = { kind: 'cancel' };
    listen((given) => {
      answer = given;
      input.hide();
    });
    input.onDidHide(() => {
      input.dispose();
      resolve(answer);
    });
    input.show();
  });
}
