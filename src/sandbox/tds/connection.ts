import type { Socket } from 'node:net';
import type { SqlEngine } from '../engine.ts';
import { agreeOnTerms, rejection, signIn, welcome } from './login.ts';
import { readLogin7 } from './login7.ts';
import { MessageSource } from './message-source.ts';
import { expectMessage, openConnection, type Opening } from './opening.ts';
import type { EncryptionMode } from './prelogin.ts';
import { packetType, ProtocolError, tdsVersion } from './protocol.ts';
import { type SessionContext, SessionLoop } from './session-loop.ts';
import type { ServerCertificate } from './tls-upgrade.ts';
import { TransactionMarks } from './transaction-marks.ts';

/** Bytes a message may have before and after login, and the time a client has to log in. */
export interface ConnectionLimits {
  readonly bytesBeforeLogin: number;
  readonly bytesAfterLogin: number;
  readonly loginMilliseconds: number;
}

/** What all connections of a server share. */
export interface ConnectionContext {
  readonly engine: SqlEngine;
  readonly encryption: EncryptionMode;
  readonly tls: ServerCertificate;
  readonly limits: ConnectionLimits;
  readonly onError: (error: Error) => void;
}

/** Serves one client from its first byte to its last. Rejects with the reason when the client broke the protocol. */
export async function serveConnection(socket: Socket, context: ConnectionContext): Promise<void> {
  const { limits } = context;
  const overdue = (): void => {
    context.onError(new ProtocolError(`a client has not logged in within ${limits.loginMilliseconds} ms`));
    socket.destroy();
  };
  const timer = setTimeout(overdue, limits.loginMilliseconds);
  try {
    const source = new MessageSource(limits.bytesBeforeLogin);
    const opening = await openConnection(socket, source, context);
    const session = opening && (await login(opening, source, context));
    clearTimeout(timer);
    if (session === undefined) return;
    source.limit = limits.bytesAfterLogin;
    await serveSession(session);
  } finally {
    clearTimeout(timer);
  }
}

/** Undefined when the client left or was refused. */
async function login(
  opening: Opening,
  source: MessageSource,
  context: ConnectionContext,
): Promise<SessionContext | undefined> {
  const { engine, onError } = context;
  const payload = await expectMessage(source, packetType.login7, 'LOGIN7');
  if (payload === undefined) return undefined;
  const request = readLogin7(payload);
  const terms = agreeOnTerms(request, opening.strict);
  const stream = opening.leaveTls?.() ?? opening.stream;
  if (stream !== opening.stream) source.attach(stream);
  const outcome = await signIn(engine, request, opening.encrypted);
  if (!outcome.ok) {
    stream.end(rejection(outcome.errors, engine.serverName));
    return undefined;
  }
  const { session } = outcome;
  stream.write(welcome(session, terms, engine.serverName));
  return {
    session,
    source,
    stream,
    onError,
    packetSize: terms.packetSize,
    serverName: engine.serverName,
    bitmapRows: terms.version !== tdsVersion.v73A,
    transactions: new TransactionMarks(),
  };
}

async function serveSession(session: SessionContext): Promise<void> {
  try {
    await new SessionLoop(session).run();
  } finally {
    session.session.close();
    session.stream.end();
  }
}
