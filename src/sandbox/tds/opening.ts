import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { MessageSource } from './message-source.ts';
import { encodeMessage } from './packets.ts';
import { decideEncryption, encryptionByte, type EncryptionMode, readPrelogin, writePrelogin } from './prelogin.ts';
import { defaultPacketSize, packetType, ProtocolError } from './protocol.ts';
import { secureStrictly, secureWithin, type ServerCertificate } from './tls-upgrade.ts';

/** A connection ready for LOGIN7. */
export interface Opening {
  /** Carries LOGIN7. */
  readonly stream: Duplex;
  readonly encrypted: boolean;
  /** TDS 8. */
  readonly strict: boolean;
  /** Where only the login is encrypted: gives up TLS and returns the stream for all that follows. */
  readonly leaveTls?: () => Duplex;
}

const tlsHandshakeByte = 0x16;

/** From the first byte to the end of PRELOGIN and TLS. Undefined when the client left or was turned away. */
export async function openConnection(
  socket: Socket,
  source: MessageSource,
  options: { readonly tls: ServerCertificate; readonly encryption: EncryptionMode },
): Promise<Opening | undefined> {
  const first = await firstByte(socket);
  if (first === undefined) return undefined;
  if (first === tlsHandshakeByte) return openStrictly(socket, source, options.tls);
  source.attach(socket);
  const payload = await expectMessage(source, packetType.prelogin, 'PRELOGIN');
  if (payload === undefined) return undefined;
  const { answer, outcome } = decideEncryption(options.encryption, readPrelogin(payload).encryption);
  socket.write(preloginAnswer(answer));
  switch (outcome) {
    case 'plain':
      return { stream: socket, encrypted: false, strict: false };
    case 'refuse':
      socket.end();
      return undefined;
    case 'login':
    case 'all':
      return openWithin(socket, source, { tls: options.tls, loginOnly: outcome === 'login' });
  }
}

/** The payload of the next message, which must be of `type`; undefined when the client left. */
export async function expectMessage(source: MessageSource, type: number, name: string): Promise<Buffer | undefined> {
  const message = await source.next();
  if (message !== undefined && message.type !== type) {
    throw new ProtocolError(`packet type ${message.type} where ${name} is expected`);
  }
  return message?.payload;
}

async function openStrictly(
  socket: Socket,
  source: MessageSource,
  certificate: ServerCertificate,
): Promise<Opening | undefined> {
  const stream = await secureStrictly(socket, certificate);
  source.attach(stream);
  if ((await expectMessage(source, packetType.prelogin, 'PRELOGIN')) === undefined) return undefined;
  stream.write(preloginAnswer(encryptionByte.notSupported));
  return { stream, encrypted: true, strict: true };
}

async function openWithin(
  socket: Socket,
  source: MessageSource,
  options: { readonly tls: ServerCertificate; readonly loginOnly: boolean },
): Promise<Opening> {
  source.detach();
  const inner = await secureWithin(socket, options.tls);
  const { stream } = inner;
  source.attach(stream);
  const opening = { stream, encrypted: true, strict: false };
  if (!options.loginOnly) return opening;
  const leaveTls = (): Duplex => {
    inner.leave();
    return socket;
  };
  return { ...opening, leaveTls };
}

/** Looks at the first byte and puts it back. */
function firstByte(socket: Socket): Promise<number | undefined> {
  return new Promise((resolve) => {
    const onClose = (): void => resolve(undefined);
    socket.once('close', onClose);
    socket.once('data', (chunk: Buffer) => {
      socket.off('close', onClose);
      socket.pause();
      socket.unshift(chunk);
      resolve(chunk[0]);
    });
  });
}

function preloginAnswer(encryption: number): Buffer {
  return encodeMessage(packetType.response, writePrelogin(encryption), defaultPacketSize);
}
