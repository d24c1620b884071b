import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** mocha's own spec output, plus one JSON line of counts appended to the file that `scripts/test.ts` names. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const file = process.env['SQLKUBE_TEST_COUNTS'];
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      if (file !== undefined)
        appendFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }) + '\n');
    });
  }
}

// mocha loads reporters by require(), which hands out this export instead of the namespace.
export { CountingReporter as 'module.exports' };
