const hint = /sp_invoke_external_rest_endpoint|\bk8s\b/iu;

/** True when the text may hold a call; costs one search. A file of its own, because activation reads it and nothing else of T-SQL. */
export const mayHoldCalls = (text: string): boolean => hint.test(text);
