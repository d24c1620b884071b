import type { DoctorAnswer, DoctorCall, Hands, KubeconfigView, ServerState, TrustFile } from '../core/doctor/hands.ts';
import type { CallFacts, Failure } from '../core/failure.ts';
import { err, ok, type Result } from '../core/result.ts';
import { httpFailure, readDate } from './call-answer.ts';
import { logCall, type CallLog } from './call-log.ts';
import type { Link } from './cluster-reader.ts';
import type { BatchAnswer } from './driver-contract.ts';
import { lookAt } from './endpoint-look.ts';
import { numeric, text } from './fields.ts';
import type { SqlGateway } from './gateway.ts';
import { probeServer } from './server-probe.ts';
import { doctorBatch, errorLogLines, serverRights, trustFiles } from './statements/doctor.ts';

/** What the doctor’s hands work with. */
export interface HandsOptions {
  readonly gateway: SqlGateway;
  readonly link: Link;
  /** The procedure’s own limit for each call, 1 to 230. */
  readonly callSeconds: number;
  /** Milliseconds of any epoch; for durations only. */
  readonly clock: () => number;
  readonly log?: CallLog;
  readonly verifiesLimited?: NonNullable<Hands['verifiesLimited']>;
  readonly kubeconfig?: (signal: AbortSignal) => Promise<Result<KubeconfigView, Failure>>;
}

/** Looks through SQL Server, and at the certificate from this computer. Every batch only reads. */
export function createHands(options: HandsOptions): Hands {
  const { gateway, link, kubeconfig, verifiesLimited } = options;
  return {
    server: (signal) => readServer(gateway, link, signal),
    call: (call, signal) => makeCall(options, call, signal),
    trustFiles: async (signal) => {
      const answer = await gateway.run(link.target, { text: trustFiles, parameters: [] }, signal);
      return answer.ok ? ok(filesOf(answer.value)) : answer;
    },
    errorLog: async (signal) => {
      const answer = await gateway.run(link.target, { text: errorLogLines, parameters: [] }, signal);
      return answer.ok ? ok(linesOf(answer.value)) : answer;
    },
    look: (signal) => lookAt(link.endpoint.url, signal),
    ...(verifiesLimited && { verifiesLimited }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
  };
}

async function readServer(gateway: SqlGateway, link: Link, signal: AbortSignal): Promise<Result<ServerState, Failure>> {
  const facts = await probeServer(gateway, link.target, signal);
  if (!facts.ok) return facts;
  const { authentication } = link.endpoint;
  const credential = authentication.kind === 'credential' ? authentication.name : null;
  const parameters = [{ name: 'credential', type: 'nvarchar', length: 128, value: credential }] as const;
  const rights = await gateway.run(link.target, { text: serverRights, parameters }, signal);
  if (!rights.ok) return rights;
  const [first, credentials] = rights.value.recordsets;
  const row = first?.[0] ?? {};
  const mayUse = numeric(row, 'mayUse');
  const clock = readDate(`${text(row, 'clock') ?? ''}Z`);
  return ok({
    ...facts.value,
    seesAll: numeric(row, 'seesAll') === 1,
    hasMasterKey: (numeric(row, 'masterKeys') ?? 0) > 0,
    credentials: (credentials ?? []).flatMap((each) => {
      const name = text(each, 'name');
      return name === undefined ? [] : [{ name, identity: text(each, 'identity') ?? '' }];
    }),
    ...(mayUse === undefined ? {} : { mayUseCredential: mayUse === 1 }),
    ...(clock === undefined ? {} : { clock }),
  });
}

async function makeCall(
  { gateway, link, callSeconds, clock, log }: HandsOptions,
  call: DoctorCall,
  signal: AbortSignal,
): Promise<Result<DoctorAnswer, Failure>> {
  const batch = doctorBatch(link, call, callSeconds);
  if (!batch.ok) return err({ kind: 'refused', reason: batch.error });
  const started = clock();
  const answer = await gateway.run(link.target, batch.value, signal);
  const url = /^https:\/\//i.test(call.path) ? call.path : link.endpoint.url + call.path;
  const bytes = answer.ok ? answer.value.bytes : undefined;
  const facts: CallFacts = {
    method: call.method ?? 'GET',
    url,
    durationMs: Math.round(clock() - started),
    ...(bytes === undefined ? {} : { bytes }),
  };
  const outcome = answer.ok
    ? readAnswer(answer.value, facts)
    : err(answer.error.kind === 'sql' ? { ...answer.error, call: facts } : answer.error);
  if (log) logCall(log, facts, outcome);
  return outcome;
}

function readAnswer(answer: BatchAnswer, facts: CallFacts): Result<DoctorAnswer, Failure> {
  const row = answer.recordsets[0]?.[0];
  if (row === undefined)
    return err({ kind: 'unexpected-answer', call: facts, expected: 'the facts of the call', seen: 'no result set' });
  const returned = numeric(row, 'returnValue') ?? 0;
  if (returned !== 0) return err(httpFailure(row, returned, facts));
  const [contentType, body, date] = [text(row, 'contentType'), text(row, 'body'), readDate(text(row, 'serverDate'))];
  return ok({
    facts,
    httpCode: numeric(row, 'httpCode') ?? 0,
    bodyLength: numeric(row, 'bodyLength') ?? 0,
    headerLength: numeric(row, 'headerLength') ?? 0,
    ...(contentType === undefined ? {} : { contentType }),
    ...(body === undefined ? {} : { body }),
    ...(date === undefined ? {} : { date }),
  });
}

const filesOf = ({ recordsets }: BatchAnswer): readonly TrustFile[] =>
  (recordsets[0] ?? []).flatMap((row) => {
    const name = text(row, 'name');
    return name === undefined ? [] : [{ name, isDirectory: numeric(row, 'isDirectory') === 1 }];
  });

const linesOf = ({ recordsets }: BatchAnswer): readonly string[] => [
  ...new Set(recordsets.flat().flatMap((row) => text(row, 'Text')?.slice(0, 400) ?? [])),
];
