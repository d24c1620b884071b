/** Verbs the procedure sends (documented; HEAD since the pages of 2025). */
export const restMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

export type RestMethod = (typeof restMethods)[number];

/** The verb for an argument, or undefined when it is refused. Case does not matter (published definition: upper-cased first). */
export function toRestMethod(text: string): RestMethod | undefined {
  const upper = text.toUpperCase();
  return restMethods.find((method) => method === upper);
}

/** Statuses that @retry_count repeats; POST is repeated too (documented). */
export const retriedStatuses: readonly number[] = [408, 429, 500, 502, 503, 504];

/** Pause before a repeat when the server names none (documented). */
export const retryPauseMs = 200;
