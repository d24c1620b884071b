import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ownErrors, ownStatus, type OwnErrorName } from '../../core/proxy/own-error.ts';

/** Answers with an error of the proxy itself. */
export function answerError(response: ServerResponse, error: OwnErrorName): void {
  const { code } = ownErrors[error];
  answerJson(response, code, ownStatus(error), code === 429 ? { 'Retry-After': '1' } : {});
}

/** Answers with a JSON body of known length. */
export function answerJson(
  response: ServerResponse,
  code: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(code, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

/** Answers where no request could be read, and closes. */
export function answerRaw(socket: Duplex, error: OwnErrorName): void {
  if (!socket.writable) return;
  const { code } = ownErrors[error];
  const text = JSON.stringify(ownStatus(error));
  socket.end(
    [
      `HTTP/1.1 ${code} ${ownErrors[error].reason}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Connection: close',
      '',
      text,
    ].join('\r\n'),
  );
}
