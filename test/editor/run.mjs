// All tests in a real Visual Studio Code:
// `node test/editor/run.mjs [--report FILE] [--only host|ui|pictures] [--grep TEXT] [--repeat TIMES] [--limit SECONDS]
// [--desktop]`.
// Installs the editor once (test/editor/vscode), packages the extension from dist, runs the suite of the extension host
// and the scenarios of the user interface, prints what failed, and writes the counts in the shape of vitest's reports.
// `--desktop` runs the suite of the extension host in a desktop editor instead: the one of VSCODE_PATH, else a downloaded one.
import { writeFileSync } from 'node:fs';
import { limitTime } from './support/cleanUp.mjs';
import { installEditor, packageExtension } from './support/product.mjs';

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const report = option('--report');
const only = option('--only');
const grep = option('--grep') ?? '';
const repeat = Number(option('--repeat') ?? 1);
limitTime(1000 * Number(option('--limit') ?? 900 * repeat));

const isDesktop = process.argv.includes('--desktop') || Boolean(process.env.VSCODE_PATH);
const obstacle = isDesktop ? (await import('./desktop.mjs')).whyNoDesktop() : installEditor();
if (obstacle) {
  console.log(`The tests in the editor are not run: ${obstacle}`);
  // A desktop is used only where it was asked for: that it is not there is a failure then.
  write({ passed: 0, failed: isDesktop ? 1 : 0, pending: isDesktop ? 0 : 1 });
  process.exit(isDesktop ? 1 : 0);
}
const vsix = packageExtension();
const results = [];
if (only === 'pictures') results.push(await (await import('./pictures.mjs')).run({ vsix, only: grep }));
if (only === undefined || only === 'host') results.push(await hostSuite().catch(notRun));
if ((only === undefined || only === 'ui') && !isDesktop) {
  results.push(await (await import('./ui.mjs')).run({ vsix, only: grep, repeat }));
  if ('start'.includes(grep)) results.push(await (await import('./start.mjs')).run());
}

const total = { passed: 0, failed: 0, pending: 0 };
for (const result of results) {
  for (const key of Object.keys(total)) total[key] += result[key];
  for (const title of result.titles ?? []) console.log(`  ok      ${title}`);
  for (const { title, message } of result.failures) console.log(`  FAILED  ${title}\n${message}\n`);
  const external = [...new Set(result.external ?? [])];
  if (external.length === 0) continue;
  total.failed++;
  console.log(`  FAILED  asks nobody outside of this machine\n${external.join('\n')}\n`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
write(total);
process.exit(total.failed > 0 ? 1 : 0);

function notRun(error) {
  return { passed: 0, failed: 1, pending: 0, failures: [{ title: 'the editor', message: error.message }] };
}

async function hostSuite() {
  if (isDesktop) return (await import('./desktop.mjs')).run({ vsix, grep });
  return (await import('./host.mjs')).run({ vsix, grep, repeat });
}

function write({ passed, failed, pending }) {
  if (!report) return;
  writeFileSync(report, JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending }));
}
