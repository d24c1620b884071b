import assert from 'node:assert/strict';
import { certificateCodes, unreachableCodes } from '../../../../src/core/decode/catalogue/driver-codes.ts';
import { otherFailures } from '../../../../src/core/decode/catalogue/other-failures.ts';
import { pageTexts } from '../../../../src/core/decode/catalogue/page-texts.ts';
import { secureFailureFlags } from '../../../../src/core/decode/catalogue/secure-failure-flags.ts';
import { genericCodes, securityCodes, systemCodes } from '../../../../src/core/decode/catalogue/security-codes.ts';
import { sqlMessages } from '../../../../src/core/decode/catalogue/sql-messages.ts';
import { transportCauses } from '../../../../src/core/decode/catalogue/transport-causes.ts';
import { winHttpCodes } from '../../../../src/core/decode/catalogue/winhttp-codes.ts';
import { winsockCodes } from '../../../../src/core/decode/catalogue/winsock-codes.ts';
import { explain } from '../../../../src/core/decode/explain.ts';
import type { ExplainContext } from '../../../../src/core/decode/explanation.ts';
import { decode } from '../../../../src/core/decode/text/decode.ts';
import { messageWords } from '../../../../src/core/decode/text/message-words.ts';
import { failures } from './failures.ts';

const context: ExplainContext = { sqlServerName: 'sql01', endpointUrl: 'https://k8s.corp.example:8443' };

/** As Msg 31608 prints it, bare, and in decimal with a sign and without. */
const spellings = (hresult: number): readonly string[] => [
  `Msg 31608, Level 16, State 24, Line 1\nAn error occurred, failed to communicate with the external rest endpoint. HRESULT: 0x${hresult.toString(16)}.`,
  `0x${hresult.toString(16)}`,
  String(hresult),
  String(hresult | 0),
];

const fromWin32 = (code: number): number => (0x80070000 | code) >>> 0;

describe('every row of the catalogue has a text that it is known by', () => {
  const codes = [
    ...[...winHttpCodes, ...winsockCodes, ...systemCodes].map((row) => ({ ...row, code: fromWin32(row.code) })),
    ...secureFailureFlags.map((row) => ({ ...row, code: fromWin32(row.code) })),
    ...securityCodes,
    ...genericCodes,
  ];

  it('codes of Windows, in every spelling', () => {
    for (const { code, name, meaning, cause, source } of codes) {
      assert.ok(name !== '' && meaning !== '' && source !== '', name);
      for (const text of spellings(code)) {
        const [told] = decode(text).diagnoses;
        assert.equal(told?.code, `transport.${cause}`, `${name}: ${text}`);
        assert.ok(
          told.evidence.some((line) => line.includes(name)),
          `${name}: ${text}`,
        );
      }
    }
  });

  it('the whole range of WinHTTP, and no code twice', () => {
    const numbers = winHttpCodes.map(({ code }) => code);
    assert.equal(new Set(codes.map(({ code }) => code)).size, codes.length);
    assert.deepEqual([numbers[0], numbers.at(-1), numbers.length], [12001, 12193, 125]);
    assert.deepEqual(
      numbers,
      numbers.toSorted((left, right) => left - right),
    );
  });

  it('certificate flags in every combination, before any name of Windows', () => {
    for (let mask = 1; mask <= 0x7f; mask += 1) {
      if ([0x05, 0x0e, 0x57].includes(mask)) continue;
      const [told] = decode(spellings(fromWin32(mask))[0] ?? '').diagnoses;
      const set = secureFailureFlags.filter(({ code }) => (code & mask) !== 0);
      assert.equal(told?.code, `transport.${set[0]?.cause ?? ''}`, mask.toString(16));
      for (const { cause } of set) {
        const expected = transportCauses[cause].causes[0];
        const first = typeof expected === 'string' ? expected : expected[0];
        assert.ok(
          told.causes.some(({ code }) => code === first),
          `${mask.toString(16)}: ${first}`,
        );
      }
    }
  });

  it('messages of SQL Server, by number and state', () => {
    const shown = new Set(
      failures.flatMap(({ failure, ...more }) =>
        failure.kind === 'sql' || failure.kind === 'login'
          ? failure.errors.map(({ number, state }) => `${number}/${state}/${more.engineEdition ?? ''}`)
          : [],
      ),
    );
    for (const { number, state, engineEdition } of sqlMessages) {
      const fits = [...shown].some((key) => {
        const [n, s, e] = key.split('/');
        return (
          Number(n) === number &&
          (state === undefined || Number(s) === state) &&
          (engineEdition === undefined || Number(e) === engineEdition)
        );
      });
      assert.ok(fits, `Msg ${number}, state ${state ?? 'any'}`);
    }
  });

  it('messages of SQL Server as SSMS prints them', () => {
    for (const { failure } of failures) {
      if (failure.kind !== 'sql') continue;
      const [error] = failure.errors;
      if (error === undefined || error.number === 31608) continue;
      const text = `Msg ${error.number}, Level ${error.class}, State ${error.state}, Line 1\n${error.text}`;
      const read = decode(text, context).diagnoses[0];
      assert.equal(read?.code, explain({ kind: 'sql', errors: [error] }, context).code, text);
    }
  });

  it('the family of the procedure without a gap', () => {
    const known = new Set([31608, ...sqlMessages.map(({ number }) => number)]);
    const absent = new Set([31623, 31626]);
    for (let number = 31601; number <= 31644; number += 1)
      assert.equal(known.has(number), !absent.has(number), String(number));
  });

  it('words that stand for a number', () => {
    for (const { words, number } of messageWords) {
      const [told] = decode(`driver: ${words}`).diagnoses;
      assert.match(
        told?.code ?? '',
        number === 31608 ? /^transport\./ : new RegExp(`^msg\\.${number}(?:\\.|$)`),
        words,
      );
    }
  });

  it('pages and plain texts', () => {
    for (const { words, code } of pageTexts) {
      const [told] = decode(`<title>400 ${words.toUpperCase()}</title>`).diagnoses;
      assert.equal(told?.code, code, words);
    }
  });

  it('codes of drivers, and failures that need none', () => {
    for (const code of [...Object.keys(unreachableCodes), ...Object.keys(certificateCodes)]) {
      const [told] = decode(`ConnectionError: Failed to connect to sql01:1433 - ${code}`).diagnoses;
      assert.equal(told?.code, `driver.${code}`);
      assert.match(told.headline, /sql01/, code);
    }
    const shown = new Set(failures.map(({ failure }) => failure.kind));
    for (const kind of Object.keys(otherFailures))
      assert.ok(shown.has(kind.replace(/-(?:connect|query)$/, '') as never), kind);
  });
});
