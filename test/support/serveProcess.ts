import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

/** A folder that is removed when the tests of the file have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Bundles the command line and answers its file, so that it can be run as a process of its own. */
export async function bundledCommandLine(folder: string): Promise<string> {
  const outfile = path.join(folder, 'cli.cjs');
  await build({
    entryPoints: [path.resolve(import.meta.dirname, '../../runtime/src/hosts/cli/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  return outfile;
}

export interface ServeProcess {
  readonly url: string;
  readonly output: () => string;
  /** kill -9: the process gets no chance to do anything. */
  kill(): Promise<void>;
}

/** Starts `stepwise serve` and resolves when it listens. */
export async function serve(commandLine: string, args: readonly string[], cwd: string): Promise<ServeProcess> {
  const child = spawn(process.execPath, [commandLine, 'serve', ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (piece: Buffer) => {
      output += piece;
      const found = /Step Functions API on (\S+)/.exec(output);
      if (found) resolve(found[1]!);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`serve ended: ${output}`)));
  });
  return { url, output: () => output, kill: () => killed(child) };
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill('SIGKILL');
  });
}
