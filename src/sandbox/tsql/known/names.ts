/** A list of names written as one text. */
export const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));
