import assert from 'node:assert/strict';
import { accessReport, differing, expectedAnswers } from '../../../../src/core/access/access-report.ts';
import { whatIfText } from '../../../../src/core/access/what-if.ts';
import { accessOf, sampleAccesses } from '../../../support/proxy-wishes.ts';

describe('the report of Check Access', () => {
  it('asks for all that is allowed, and for what must not be', () => {
    const asked = expectedAnswers(accessOf({}));
    const text = ({ wanted, check }: (typeof asked)[number]): string =>
      `${wanted ? 'may' : 'may not'} ${check.verb} ${[check.resource, check.subresource].filter(Boolean).join('/')}`;
    const texts = asked.map(text);
    for (const one of ['may list pods', 'may get namespaces', 'may not get secrets', 'may not create pods/exec']) {
      assert.ok(texts.includes(one), one);
    }
  });

  it('does not ask against what was confirmed', () => {
    const custom = sampleAccesses['custom'];
    assert.ok(custom);
    const unwanted = expectedAnswers(custom).filter(({ wanted }) => !wanted);
    assert.ok(unwanted.every(({ check }) => check.resource !== 'secrets'));
  });

  it('puts what differs first and in bold, and tells apart no, not asked and not known', () => {
    const rows = expectedAnswers(accessOf({})).map((row, at) => ({
      ...row,
      throughSql: at === 1 ? !row.wanted : row.wanted,
      ...(at === 0 && { byKubeconfig: { problem: 'Context prod may not do this.' } }),
    }));
    assert.equal(differing(rows).length, 1);
    const text = accessReport('Access', rows);
    assert.match(text, new RegExp(`1 of ${rows.length} answers differ`));
    const [first = ''] = text.split('\n').filter((line) => /^\| (?!verb|---)/.test(line));
    assert.match(first, /^\| list \| `pods` \|.*\*\*no\*\* \| not asked \|$/);
    assert.match(text, /could not be asked/);
    assert.match(text, /Context prod may not do this\./);
  });

  it('says when nobody could be asked', () => {
    const rows = expectedAnswers(accessOf({})).map((row) => ({ ...row, byKubeconfig: { problem: 'No.' } }));
    assert.match(accessReport('Access', rows), /Nobody could be asked\./);
  });
});

describe('the document of Choose Access', () => {
  it('names the account, the place, every grant and what never passes', () => {
    const text = whatIfText(accessOf({ scope: { kind: 'cluster' } }), []);
    assert.match(text, /in the whole cluster, every namespace that is made later included/);
    assert.match(text, /Never, whatever is chosen: exec, attach/);
    assert.match(text, /- `get, list pods`/);
  });

  it('warns of containers, with the namespace that is made for them or the advice to make one', () => {
    const access = accessOf({ choices: [{ kind: 'deploy-pods' }] });
    assert.match(whatIfText(access, []), /Give it a namespace in which nothing else lives/);
    assert.match(whatIfText(access, ['apps']), /`apps` is made for it/);
  });
});
