// The whole check of the project, as `npm test` runs it: lint, types, unit and integration tests, editor tests where a
// Chromium is found. Prints one line per stage and, last, `N passed, N failed`; exits 1 when anything failed.
// `node scripts/test.mjs [STAGE...]` runs only the named stages.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const scratch = mkdtempSync(path.join(tmpdir(), 'stepwise-test-'));

/** A stage answers how many of its checks passed, failed and were left out, or why it could not run here. */
const stages = [
  { name: 'lint', run: () => single('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'types', run: () => single('tsc', ['--noEmit', '-p', '.']) },
  { name: 'webview types', run: webviewTypes },
  { name: 'tests', run: vitest },
  { name: 'editor', run: editor },
];

const only = process.argv.slice(2);
const total = { passed: 0, failed: 0 };
const lines = [];
for (const stage of stages) {
  if (only.length > 0 && !only.includes(stage.name)) continue;
  console.log(`\n--- ${stage.name} ---`);
  const started = Date.now();
  const result = await stage.run();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (result.skipped) {
    lines.push(`skipped  ${stage.name}: ${result.skipped}`);
    continue;
  }
  total.passed += result.passed;
  total.failed += result.failed;
  const left = result.leftOut ? `, ${result.leftOut} not run (reasons above)` : '';
  lines.push(
    `${result.failed ? 'FAILED ' : 'ok     '}  ${stage.name}: ${result.passed} passed, ${result.failed} failed${left} (${seconds} s)`,
  );
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${lines.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function single(command, args) {
  return (await exec(command, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function webviewTypes() {
  if (!existsSync(path.join(root, 'client/webview/tsconfig.json')))
    return { skipped: 'there is no client/webview/tsconfig.json' };
  return single('tsc', ['--noEmit', '-p', 'client/webview']);
}

async function vitest() {
  const report = path.join(scratch, 'vitest.json');
  const code = await exec('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  return counts(report, code);
}

async function editor() {
  const runner = path.join(root, 'test/editor/run.mjs');
  if (!existsSync(runner)) return { skipped: 'there are no editor tests' };
  const chromium = findChromium();
  if (!chromium)
    return { skipped: 'no Chromium found; install it (Debian: apt-get install chromium) or set CHROME_PATH' };
  const report = path.join(scratch, 'editor.json');
  const code = await exec('node', [runner, '--report', report], { CHROME_PATH: chromium });
  return counts(report, code);
}

/** Reads a report of vitest's JSON shape. A process that failed without a failed test counts as one failure. */
function counts(report, code) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const {
    numPassedTests,
    numFailedTests,
    numPendingTests = 0,
    numTodoTests = 0,
  } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = numFailedTests === 0 && code !== 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, leftOut: numPendingTests + numTodoTests };
}

function exec(command, args, env = {}) {
  const bin = path.join(root, 'node_modules', '.bin');
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, ...env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
    });
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
