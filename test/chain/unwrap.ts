import assert from 'node:assert/strict';
import { explain } from '../../src/core/decode/explain.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Result } from '../../src/core/result.ts';

/** The value, or an error with the product's own explanation of what went wrong. */
export function unwrap<T>(result: Result<T, Failure>): T {
  if (result.ok) return result.value;
  const { headline, why } = explain(result.error, { sqlServerName: 'localhost', endpointUrl: 'the chain' });
  throw new Error(`${headline}\n${why}\n${JSON.stringify(result.error)}`);
}

/** The failure of a call that the API server or the proxy refused. */
export function refusalOf(result: Result<unknown, Failure>): Extract<Failure, { readonly kind: 'http' }> {
  assert.ok(!result.ok, 'a refusal was expected');
  assert.ok(result.error.kind === 'http', JSON.stringify(result.error));
  return result.error;
}
