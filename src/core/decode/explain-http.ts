import type { Failure } from '../failure.ts';
import type { KubeStatus } from '../kube/status.ts';
import { proxyCause } from '../proxy/own-error.ts';
import { anyOtherAnswer, httpAnswers, redirected } from './catalogue/http-answers.ts';
import type { Answerer, HttpEntry } from './catalogue/http-entry.ts';
import { callLine } from './evidence.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Entry, ExplainContext } from './explanation.ts';
import { namesOf, type Names } from './wording.ts';

type HttpFailure = Extract<Failure, { kind: 'http' }>;

/** An HTTP answer other than 2xx, by who made it: Kubernetes, our proxy, or something between that sends no `Status`. */
export function explainHttp(failure: HttpFailure, context: ExplainContext): Diagnosis {
  const from = answererOf(failure);
  const message = failure.status?.message ?? '';
  const names: Names = {
    ...namesOf(context),
    code: String(failure.code),
    message: message === '' ? 'nothing more' : message,
    causes: causesOf(failure.status),
    retry: waitOf(failure),
  };
  const evidence = [...evidenceOf(failure, from), callLine(failure.call)];
  const tell = (entry: Entry, groups: Names = {}): Diagnosis =>
    diagnose({ code: `http.${failure.code}`, entry, names: { ...names, ...groups }, evidence, context });
  if (failure.code >= 300 && failure.code < 400) return tell(redirected);
  for (const entry of httpAnswers) {
    const groups = matches(entry, failure, from, message);
    if (groups !== undefined) return tell(entry, groups);
  }
  return tell(anyOtherAnswer);
}

function answererOf({ status, contentType }: HttpFailure): Answerer {
  if (status?.details?.causes?.some((cause) => cause.reason === proxyCause) === true) return 'our proxy';
  if (status !== undefined) return 'kubernetes';
  if (contentType === undefined) return 'nothing';
  return /\bhtml\b/i.test(contentType) ? 'html' : 'text';
}

/** The message's groups when the entry fits. */
function matches(entry: HttpEntry, failure: HttpFailure, from: Answerer, message: string): Names | undefined {
  if (entry.code !== failure.code) return undefined;
  if (entry.from !== undefined && !entry.from.includes(from)) return undefined;
  if (entry.reason !== undefined && entry.reason !== failure.status?.reason) return undefined;
  if (entry.message === undefined) return {};
  const found = entry.message.exec(message);
  return found === null ? undefined : Object.fromEntries(found.map((group, index) => [String(index), group]));
}

/** As sentences; the message when there are none. */
function causesOf(status: KubeStatus | undefined): string {
  const causes = status?.details?.causes ?? [];
  const texts = causes.map((cause) =>
    [cause.field, cause.message].filter((part) => part !== undefined && part !== '').join(': '),
  );
  return texts.filter((text) => text !== '').join('; ') || (status?.message ?? 'It does not say why.');
}

function waitOf(failure: HttpFailure): string {
  const seconds = failure.status?.details?.retryAfterSeconds ?? Number(failure.retryAfter);
  return Number.isFinite(seconds) && seconds > 0 ? `${seconds} s` : 'a moment';
}

function evidenceOf(failure: HttpFailure, from: Answerer): string[] {
  const { status } = failure;
  if (status !== undefined) {
    const said = [status.reason, status.message].filter((part) => part !== undefined && part !== '').join(': ');
    return [`HTTP ${failure.code} from ${from === 'our proxy' ? 'the proxy' : 'Kubernetes'}: ${said}`];
  }
  const body =
    from === 'nothing'
      ? 'no body that SQL Server hands on'
      : `a body of ${failure.contentType ?? ''}, not Kubernetes’ JSON`;
  return [`HTTP ${failure.code} with ${body}`];
}
