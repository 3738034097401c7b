/** Entry of the suite: the editor calls `run` in its extension host. Results go to the file the environment names. */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { registerSuites } from './suites.ts';

export function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    grep: process.env.STEPWISE_TEST_GREP || undefined,
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  registerSuites();
  const failures: { title: string; message: string }[] = [];
  const titles: string[] = [];
  return new Promise((resolve) => {
    const runner = mocha.run((failed) => {
      const { passes, pending } = runner.stats!;
      const results = { passed: passes, failed, pending, failures, titles };
      if (process.env.STEPWISE_TEST_RESULTS) writeFileSync(process.env.STEPWISE_TEST_RESULTS, JSON.stringify(results));
      resolve();
    });
    runner.on('test', (test) => note(test.fullTitle()));
    runner.on('pass', (test) => titles.push(`${test.fullTitle()} (${test.duration} ms)`));
    runner.on('fail', (test, error: Error) =>
      failures.push({ title: test.fullTitle(), message: error.stack ?? String(error) }),
    );
  });
}

/** The test that is running, for whoever waits outside. */
function note(title: string): void {
  if (process.env.STEPWISE_TEST_PROGRESS) writeFileSync(process.env.STEPWISE_TEST_PROGRESS, title);
}
