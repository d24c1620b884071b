import assert from 'node:assert/strict';
import { Responses } from '../../../src/host/responses.ts';

const response = (title: string) => ({ title, text: 'text', folded: [], batch: 'SELECT 1;', sets: [] });

describe('the documents of runs', () => {
  it('tells of a document once it is on screen, when it can be asked about', async () => {
    const seen: string[] = [];
    const responses = new Responses({
      openBeside: async (title) => {
        await Promise.resolve();
        seen.push(`${title} is on screen`);
      },
    });
    responses.opened.on(() => seen.push(`opened ${responses.find('a.txt')?.batch}`));
    await responses.open(response('a.txt'));
    assert.deepEqual(seen, ['a.txt is on screen', 'opened SELECT 1;']);
  });

  it('keeps the last twenty', async () => {
    const responses = new Responses({ openBeside: () => Promise.resolve() });
    for (let at = 0; at <= 20; at += 1) await responses.open(response(`${at}.txt`));
    assert.equal(responses.find('0.txt'), undefined);
    assert.equal(responses.find('1.txt')?.title, '1.txt');
  });
});
