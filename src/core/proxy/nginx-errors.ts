import { quoteFixed } from './nginx-quote.ts';
import { ownErrors, ownStatus, type OwnErrorName } from './own-error.ts';

/** Answers at once with an error of ours when a condition holds. */
export const refuse = (condition: string, error: OwnErrorName): string[] => [
  `if (${condition}) {`,
  `  return ${ownErrors[error].code} ${statusText(error)};`,
  '}',
];

/**
 * nginx' own statuses, its unofficial ones too, and what they become. 494 to 497 are its way of saying 400 in detail. 403, 421,
 * 495, 496 and 503 it makes only where somebody adds to our configuration. 408 is none: nginx closes the connection instead.
 */
const errorPages: readonly (readonly [status: number, error: OwnErrorName])[] = [
  [400, 'malformed-request'],
  [403, 'refused'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [412, 'precondition'],
  [413, 'body-too-large'],
  [414, 'uri-too-long'],
  [421, 'wrong-host'],
  [429, 'too-many-requests'],
  [494, 'headers-too-large'],
  [495, 'client-certificate'],
  [496, 'client-certificate'],
  [497, 'plain-http'],
  [500, 'internal'],
  [501, 'not-implemented'],
  [502, 'bad-gateway'],
  [503, 'unavailable'],
  [504, 'gateway-timeout'],
  [505, 'http-version'],
];

/** By URI and not by named location: before a request line is read, nginx has no URI to keep and answers 500 instead. */
export const renderErrorPages = (): string[] =>
  errorPages.map(([status, error]) => `error_page ${status} =${ownErrors[error].code} /-/error/${status};`);

/** Where those pages are; nobody outside can ask for them. */
export function renderErrorLocations(): string[] {
  return errorPages.flatMap(([status, error]) => [
    `location = /-/error/${status} {`,
    '  internal;',
    '  client_max_body_size 0;',
    ...(ownErrors[error].code === 429 ? ['  add_header Retry-After 1 always;'] : []),
    `  return ${ownErrors[error].code} ${statusText(error)};`,
    '}',
  ]);
}

const statusText = (error: OwnErrorName): string => quoteFixed(JSON.stringify(ownStatus(error)));
