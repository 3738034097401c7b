// The suite of the extension host in a desktop editor, through @vscode/test-electron: `VSCODE_PATH=/path/to/code`.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { bundleSuite } from './host.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));

export async function run({ vsix, grep, executable }) {
  const suite = await bundleSuite();
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'stepwise-desktop-'));
  const results = path.join(scratch, 'results.json');
  const workspace = path.join(scratch, 'workspace');
  cpSync(path.join(folder, 'workspace'), workspace, { recursive: true });
  writeFileSync(results, '');
  const profile = [
    '--user-data-dir',
    path.join(scratch, 'profile'),
    '--extensions-dir',
    path.join(scratch, 'extensions'),
  ];
  try {
    const [cli, ...options] = resolveCliArgsFromVSCodeExecutablePath(executable);
    execFileSync(cli, [...options, ...profile, '--install-extension', vsix], { stdio: 'inherit' });
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: path.dirname(suite),
      extensionTestsPath: suite,
      launchArgs: [workspace, ...profile, '--disable-workspace-trust', '--skip-welcome'],
      extensionTestsEnv: { STEPWISE_TEST_RESULTS: results, STEPWISE_TEST_GREP: grep },
    });
    return JSON.parse(readFileSync(results, 'utf8'));
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}
