/** What the commands about calls do: read when one of them runs. */
export { insertCall } from './insert-call.ts';
export { runCall } from './run-call.ts';
