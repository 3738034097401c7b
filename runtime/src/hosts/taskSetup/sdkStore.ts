import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SdkStore } from '../../tasks/aws/sdkLoader.ts';

/** The major version of the AWS SDK whose clients are called. */
const MAJOR = 3;

/** The folder of AWS SDK clients that belong to no project, in the user's cache (XDG_CACHE_HOME). */
export function sdkFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  const cache = xdg || (process.platform === 'win32' && local) || path.join(os.homedir(), '.cache');
  return path.join(cache, 'stepwise', `aws-sdk-${MAJOR}`);
}

/** Clients that were installed before are used. */
export function existingSdks(): SdkStore {
  return { folder: sdkFolder() };
}

/** Clients that are missing are installed by npm, without their scripts. Only for users who have asked for that. */
export function installingSdks(log: (line: string) => void, folder = sdkFolder()): SdkStore {
  let last: Promise<void> = Promise.resolve();
  const install = (name: string): Promise<void> => {
    // npm must not work twice at the same time in one folder.
    last = last.catch(() => {}).then(() => npmInstall(name, folder, log));
    return last;
  };
  return { folder, install };
}

function npmInstall(name: string, folder: string, log: (line: string) => void): Promise<void> {
  log(`Installing ${name}@${MAJOR} in ${folder} (npm, without scripts)`);
  mkdirSync(folder, { recursive: true });
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private":true}\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${MAJOR}`];
  // npm is a script of the shell on Windows; names of packages are letters, digits and dashes.
  const npm = spawn('npm', args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  let problem = '';
  npm.stderr.setEncoding('utf8').on('data', (piece: string) => {
    problem = (problem + piece).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    npm.on('error', (error) => reject(new Error(`npm cannot be started (${error.message}).`)));
    npm.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ended with code ${code}. ${problem.trim().split('\n')[0] ?? ''}`));
    });
  });
}
