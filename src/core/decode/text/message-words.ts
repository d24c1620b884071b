/**
 * How messages begin that drivers often pass on without their number (go-mssqldb, python-tds, isql, JDBC). Documented:
 * sys.messages, English. Only wordings that one message alone has.
 */
export const messageWords: readonly { readonly words: RegExp; readonly number: number }[] = [
  { words: /failed to communicate with the external rest endpoint/i, number: 31608 },
  { words: /external rest endpoint execution exceeded the timeout/i, number: 31629 },
  { words: /cannot be used to invoke an external rest endpoint/i, number: 31630 },
  { words: /for use with an external rest endpoint/i, number: 31628 },
  { words: /Accessing the external endpoint is only allowed via HTTPS/i, number: 31610 },
  { words: /Connections to the domain \S{1,255} are not allowed\./i, number: 31612 },
  { words: /hostname that is resolved to a blocked IP/i, number: 31624 },
  { words: /DNS resolution of the hostname has failed/i, number: 31625 },
  { words: /Use sp_configure 'external rest endpoint enabled'/i, number: 31643 },
  { words: /charset value of the response's Content-Type/i, number: 31641 },
  { words: /value is not supported in the @headers parameter/i, number: 31638 },
  { words: /JSON string could not be parsed\. Please check the formatting/i, number: 11558 },
  { words: /do not have permission to run '/i, number: 8189 },
  { words: /Please create a master key in the database or open/i, number: 15581 },
  { words: /credentials are not supported in master database/i, number: 33158 },
  { words: /Fail to obtain or decrypt secret/i, number: 33047 },
  { words: /The outbound connections limit for the database/i, number: 10928 },
  { words: /Could not find stored procedure '/i, number: 2812 },
  { words: /Cannot open database "/i, number: 4060 },
  { words: /Login failed for user '/i, number: 18456 },
];
