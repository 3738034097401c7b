// What the editor needs before it can start: an installed code-server, and the extension as users install it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const root = path.resolve(folder, '../..');

/** Installs code-server where it is not installed yet. Why it cannot be, or undefined once it is. */
export function installEditor() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'code-server is installed on Linux with x64 only.';
  const missing = ['g++', 'make', 'python3'].filter(
    (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0,
  );
  if (missing.length > 0) return `${missing.join(', ')} missing (code-server has two native modules to build).`;
  const installed = spawnSync('bash', [path.join(folder, 'vscode/install.sh')], { stdio: 'inherit', timeout: 600_000 });
  return installed.status === 0 ? undefined : 'code-server could not be installed (see above).';
}

/** Packages the bundles as they are in dist; answers the path of the package. */
export function packageExtension() {
  mkdirSync(path.join(folder, 'out'), { recursive: true });
  const file = path.join(folder, 'out/stepwise.vsix');
  execFileSync(process.execPath, [path.join(root, 'scripts/package.mjs'), file], { stdio: 'inherit' });
  return file;
}
