// More than any seed has of different workloads; what is beyond is simply made again.
const most = 2000;

/** A function that makes each thing once: the results are shared, so they must never be changed. */
export const remembering = <Parameters extends readonly unknown[], Made>(
  make: (...parameters: Parameters) => Made,
  keyOf: (...parameters: Parameters) => string,
): ((...parameters: Parameters) => Made) => {
  const made = new Map<string, Made>();
  return (...parameters) => {
    const key = keyOf(...parameters);
    const known = made.get(key);
    if (known !== undefined) return known;
    if (made.size >= most) made.clear();
    const fresh = make(...parameters);
    made.set(key, fresh);
    return fresh;
  };
};
