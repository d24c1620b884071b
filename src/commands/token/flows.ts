/** What the token commands do: a bundle of its own, read when one of them runs. */
export { requestToken } from './request-token.ts';
export { rotateToken } from './rotate-token.ts';
