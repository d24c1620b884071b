/** The same object without one of its fields. */
export const without = <T extends object, K extends keyof T>(from: T, key: K): Omit<T, K> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => name !== key)) as Omit<T, K>;
