// npm run faults: every fault of the sandbox alone and in pairs, what has to be said of it, and what the doctor and the
// decoder say. --json prints the table as JSON; otherwise one line a fault, with what is wrong. Ends with 1 when anything is.
import { faultTable } from '../test/support/fault-table.ts';

const isJson = process.argv.includes('--json');
const rows = await faultTable(({ row, problems }) => {
  if (isJson) return;
  console.log(`${row.ok ? 'ok  ' : 'BAD '} ${row.fault}`);
  for (const [what, text] of Object.entries({ expected: row.expected, doctor: row.doctor, decoder: row.decoder }))
    console.log(`       ${what.padEnd(9)} ${text}`);
  for (const problem of problems) console.log(`       ! ${problem}`);
});
if (isJson)
  console.log(
    JSON.stringify(
      rows.map(({ row }) => row),
      undefined,
      2,
    ),
  );
const bad = rows.filter(({ row }) => !row.ok).length;
if (!isJson) console.log(`\n${rows.length} faults, ${bad} of them not named as they should be`);
process.exitCode = bad === 0 ? 0 : 1;
