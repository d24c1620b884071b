/**
 * The same answer without working it out again while the question is about the same object: the rules ask one after the
 * other about one call. Only the last answer is kept.
 */
export const once = <Key extends object, Value>(compute: (key: Key) => Value): ((key: Key) => Value) => {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: compute(key) };
    return last.value;
  };
};
