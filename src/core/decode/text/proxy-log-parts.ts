import { spanOf } from './finding.ts';
import { when, type Recogniser } from './recogniser.ts';
import { proxyLines } from '../catalogue/proxy-lines.ts';

const levels = ['info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'];
const line = /^[^\r\n]{0,120}?\[(?:info|notice|warn|error|crit|alert|emerg)\] (?:\d{1,9}#\d{1,9}: )[^\r\n]{1,4000}/gm;

/** Lines of nginx' error log, also behind a prefix that a log collector put there. */
export const proxyLogLines: Recogniser = when(
  levels.map((level) => `[${level}] `),
  (text) =>
    [...text.matchAll(line)].map((match) => {
      const entry = proxyLines.find(({ pattern }) => pattern.test(match[0]));
      return {
        part: 'proxy-log',
        span: spanOf(match),
        label: entry === undefined ? 'nginx log line, not an error we know' : 'nginx error log',
        reading:
          entry === undefined
            ? { kind: 'nothing' }
            : { kind: 'proxy-line', entry, line: match[0].trim(), side: entry.side },
      };
    }),
);
