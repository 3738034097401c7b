// All tests in a real Visual Studio Code:
// `node test/editor/run.mjs [--report FILE] [--only host|ui] [--grep TEXT] [--repeat TIMES] [--limit SECONDS]`.
// Installs the editor once (test/editor/vscode), packages the extension from dist, runs the suite of the extension host
// and the scenarios of the user interface, prints what failed, and writes the counts in the shape of vitest's reports.
// With VSCODE_PATH the suite of the extension host runs in that desktop editor instead.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { limitTime } from './support/cleanUp.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(folder, '../..');
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const report = option('--report');
const only = option('--only');
const grep = option('--grep') ?? '';
const repeat = Number(option('--repeat') ?? 1);
limitTime(1000 * Number(option('--limit') ?? 900 * repeat));

const obstacle = whyNot();
if (obstacle) {
  console.log(`The tests in the editor are not run: ${obstacle}`);
  write({ passed: 0, failed: 0, pending: 1 });
  process.exit(0);
}
const vsix = packageExtension();
const results = [];
if (only !== 'ui') results.push(await hostSuite());
if (only !== 'host' && !process.env.VSCODE_PATH)
  results.push(await (await import('./ui.mjs')).run({ vsix, only: grep, repeat }));

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

async function hostSuite() {
  if (process.env.VSCODE_PATH)
    return (await import('./desktop.mjs')).run({ vsix, grep, executable: process.env.VSCODE_PATH });
  return (await import('./host.mjs')).run({ vsix, grep, repeat });
}

/** Why the editor cannot be installed here, or undefined once it is. */
function whyNot() {
  if (process.env.VSCODE_PATH) return undefined;
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'code-server is installed on Linux with x64 only.';
  const missing = ['g++', 'make', 'python3'].filter(
    (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0,
  );
  if (missing.length > 0) return `${missing.join(', ')} missing (code-server has two native modules to build).`;
  const installed = spawnSync('bash', [path.join(folder, 'vscode/install.sh')], {
    stdio: 'inherit',
    timeout: 600_000,
  });
  return installed.status === 0 ? undefined : 'code-server could not be installed (see above).';
}

/** What users install, made of the bundles as they are in dist. */
function packageExtension() {
  mkdirSync(path.join(folder, 'out'), { recursive: true });
  const file = path.join(folder, 'out/stepwise.vsix');
  if (!existsSync(path.join(root, 'dist/extension.js')))
    execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  execFileSync(
    process.execPath,
    [
      path.join(root, 'node_modules/@vscode/vsce/vsce'),
      ...['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file],
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], timeout: 120_000 },
  );
  execFileSync(process.execPath, ['scripts/checkPackage.mjs', file], { cwd: root, stdio: 'inherit' });
  return file;
}

function write({ passed, failed, pending }) {
  if (!report) return;
  writeFileSync(report, JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending }));
}
