import { pageTexts } from '../catalogue/page-texts.ts';
import { eachLine, type Recogniser } from './recogniser.ts';

/** Pages and texts of nginx and of the API server that say what is wrong in words of their own. */
export const pages: Recogniser = eachLine(
  pageTexts.map(({ words }) => words),
  (line, span) => {
    const lower = line.toLowerCase();
    const entry = pageTexts.find(({ words }) => lower.includes(words));
    if (entry === undefined) return undefined;
    return { part: 'answer', span, label: 'Answer in words', reading: { kind: 'page', entry, line: line.trim() } };
  },
);
