// The suite of the extension host in a desktop editor, through @vscode/test-electron: the editor that VSCODE_PATH names,
// or the newest one, which is downloaded once.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { bundleSuite } from './host.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));

/** Why a desktop editor cannot start here, or undefined. */
export function whyNoDesktop({ DISPLAY, WAYLAND_DISPLAY, VSCODE_PATH } = process.env) {
  if (VSCODE_PATH && !existsSync(VSCODE_PATH)) return `VSCODE_PATH names ${VSCODE_PATH}, which is not there.`;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)
    return 'there is no display. Run the command under xvfb-run -a, or leave --desktop and VSCODE_PATH out: code-server needs none.';
  return undefined;
}

async function desktopEditor() {
  if (process.env.VSCODE_PATH) return process.env.VSCODE_PATH;
  try {
    return await downloadAndUnzipVSCode();
  } catch (error) {
    throw new Error(
      `Visual Studio Code could not be downloaded. Name an installed one with VSCODE_PATH. (${error.message})`,
    );
  }
}

export async function run({ vsix, grep }) {
  const executable = await desktopEditor();
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
