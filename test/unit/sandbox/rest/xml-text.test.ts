import assert from 'node:assert/strict';
import { escapeXml, stripXmlDeclaration, xmlProblem } from '../../../../src/sandbox/rest/xml-text.ts';

describe('XML as SQL Server takes it', () => {
  const fine = [
    '',
    'text',
    '<a/>',
    '<a b="1" c=\'2\'>x &amp; &#65; &#x41;</a>',
    '<?xml version="1.0" encoding="utf-8"?>\n<a xmlns:n="u"><n:b/></a>',
    '<a><!-- c --><![CDATA[<b>]]><?pi x?></a>',
    '<a/><b/>',
  ];
  for (const text of fine) it(`takes ${JSON.stringify(text)}`, () => assert.equal(xmlProblem(text), undefined));

  const broken: readonly [string, RegExp][] = [
    ['<a>', /end tag 'a' expected/],
    ['<a></b>', /end tag 'b' does not match/],
    ['</a>', /does not match/],
    ['<a b=1/>', /illegal markup/],
    ['<a b="1" b="2"/>', /attribute given twice/],
    ['<a b="<"/>', /illegal markup/],
    ['a & b', /unknown entity/],
    ['<a b="&nbsp;"/>', /unknown entity/],
    ['<!DOCTYPE a><a/>', /illegal markup/],
    ['<a><?xml version="1.0"?></a>', /illegal markup/],
    ['<a>]]></a>', /in text/],
  ];
  for (const [text, problem] of broken) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.match(xmlProblem(text) ?? 'fine', problem));
  }

  it('takes the declaration off', () => {
    assert.equal(stripXmlDeclaration('\ufeff<?xml version="1.0"?>\n<a/>'), '<a/>');
  });

  it('escapes for text and attributes', () => assert.equal(escapeXml('<"&">'), '&lt;&quot;&amp;&quot;&gt;'));

  it('is linear in the text', () => {
    const text = `<a>${'<b c="d">e</b>'.repeat(200_000)}</a>`;
    const start = performance.now();
    assert.equal(xmlProblem(text), undefined);
    assert.ok(performance.now() - start < 5000);
  });
});
