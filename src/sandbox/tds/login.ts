import type { LoginOutcome, ServerMessage, SqlEngine, SqlSession } from '../engine.ts';
import { notSupported } from '../not-supported.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Login } from './login7.ts';
import { encodeMessage } from './packets.ts';
import { defaultPacketSize, doneStatus, packetType, ProtocolError, tdsVersion } from './protocol.ts';
import * as tokens from './tokens.ts';

/** What LOGIN7 settled for the rest of the connection. */
interface LoginTerms {
  readonly version: number;
  readonly packetSize: number;
  /** FeatureExt ids that the server takes up. */
  readonly features: readonly number[];
}

const packetSizeRange = { least: 512, most: 32_767 } as const;
const feature = { federatedAuthentication: 0x02, utf8: 0x0a } as const;

/** The oldest version spoken is 7.3, the first with date and time types. */
export function agreeOnTerms(login: Login, strict: boolean): LoginTerms {
  if (login.version < tdsVersion.v73A && login.version !== tdsVersion.v80) {
    throw new ProtocolError(
      `the client speaks TDS 0x${login.version.toString(16)}; the sandbox speaks 7.3, 7.4 and 8.0`,
    );
  }
  const asked = login.packetSize === 0 ? defaultPacketSize : login.packetSize;
  return {
    version: strict ? tdsVersion.v80 : Math.min(login.version, tdsVersion.v74),
    packetSize: Math.min(Math.max(asked, packetSizeRange.least), packetSizeRange.most),
    features: login.features.has(feature.utf8) ? [feature.utf8] : [],
  };
}

/** Asks the engine, except for kinds of sign-in that the sandbox does not know. */
export async function signIn(engine: SqlEngine, login: Login, encrypted: boolean): Promise<LoginOutcome> {
  if (login.integrated) return refused(windowsLogin);
  if (login.features.has(feature.federatedAuthentication)) {
    return refused(notSupported('sign-in by access token (Microsoft Entra); use a SQL login', 1).toMessage());
  }
  const { user, password, database, applicationName, hostName } = login;
  return engine.login({ user, password, database, applicationName, hostName, encrypted });
}

/** The text of SQL Server for a Windows login without a domain behind it. */
const windowsLogin: ServerMessage = {
  number: 18_452,
  state: 1,
  class: 14,
  text: 'Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.',
  procedure: '',
  line: 1,
};

function refused(message: ServerMessage): LoginOutcome {
  return { ok: false, errors: [message] };
}

/** The whole answer to a login that succeeded (MS-TDS 2.2.7.14 and its neighbours, in the order SQL Server keeps). */
export function welcome(session: SqlSession, terms: LoginTerms, serverName: string): Buffer {
  const writer = new ByteWriter();
  const info = (number: number, state: number, text: string): void =>
    tokens.writeMessage(writer, { number, state, class: 0, text, procedure: '', line: 1 }, serverName);
  tokens.writeTextChange(writer, tokens.environment.database, session.database, 'master');
  info(5701, 2, `Changed database context to '${session.database}'.`);
  tokens.writeServerCollation(writer);
  tokens.writeTextChange(writer, tokens.environment.language, 'us_english', '');
  info(5703, 1, 'Changed language setting to us_english.');
  tokens.writeLoginAck(writer, terms.version);
  const [size, before] = [terms.packetSize, defaultPacketSize].map(String);
  tokens.writeTextChange(writer, tokens.environment.packetSize, size ?? '', before ?? '');
  if (terms.features.length > 0) tokens.writeFeatureExtAck(writer, terms.features);
  tokens.writeDone(writer, 'done', { status: 0, command: 0 });
  return encodeMessage(packetType.response, writer.view(), defaultPacketSize, session.spid);
}

/** The whole answer to a login that failed; the connection is closed after it. */
export function rejection(errors: readonly ServerMessage[], serverName: string): Buffer {
  const writer = new ByteWriter();
  for (const error of errors) tokens.writeMessage(writer, error, serverName);
  tokens.writeDone(writer, 'done', { status: doneStatus.error, command: 0 });
  return encodeMessage(packetType.response, writer.view(), defaultPacketSize);
}
