// Makes a fresh clone ready: installs the locked dependencies where they are missing or differ from the lock file, then
// builds every bundle. Runs before `npm start` and `npm test`, hence without any dependency and on Node 20.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Stepwise needs Node.js 20 or newer to install itself; this is ${process.version}.`);
}
const stale = staleReason();
if (stale) {
  console.log(`Installing dependencies (${stale}) ...`);
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
run('node', ['esbuild.mjs']);

/** Why node_modules does not match the lock file, or undefined. Compares contents: a checkout does not keep file times. */
function staleReason() {
  const installedFile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'node_modules is missing';
  const locked = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  for (const [name, entry] of Object.entries(locked)) {
    if (name === '' || (entry.optional && !installed[name])) continue;
    if (installed[name]?.version !== entry.version) return `${name} is not installed at ${entry.version}`;
  }
  return undefined;
}

/** npm scripts have node_modules/.bin first on the PATH, but only as it was when npm started; a first install adds to it. */
function run(command, args) {
  const bin = path.join(root, 'node_modules', '.bin');
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
  });
  if (result.error) fail(`${command} could not be started: ${result.error.message}`);
  if (result.status !== 0) fail(`${command} ${args.join(' ')} failed with exit code ${result.status}.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
