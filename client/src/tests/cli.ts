/** Runs the command line of the product in a process of its own, with the Node of the editor. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CancellationToken } from 'vscode';
import type { ListedCase } from '../debug/inputs.ts';
import { type TestEvent, TestEventReader } from './testEvents.ts';

export interface CliRun {
  extensionPath: string;
  arguments: string[];
  cwd: string;
  onEvent(event: TestEvent): void;
  onOther(line: string): void;
  token?: CancellationToken;
  /** Milliseconds; the process is ended after it. */
  timeout?: number;
}

/** Resolves with the exit code, undefined when it was ended. */
export function runTestCommand(run: CliRun): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(run.extensionPath, 'dist/cli.js'), 'test', ...run.arguments, '--format', 'json'],
      {
        cwd: run.cwd,
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        timeout: run.timeout,
      },
    );
    const reader = new TestEventReader(run.onEvent, run.onOther);
    child.stdout.setEncoding('utf8').on('data', (text: string) => reader.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => run.onOther(text.trimEnd()));
    run.token?.onCancellationRequested(() => child.kill());
    child.on('error', reject);
    child.on('close', (code) => {
      reader.end();
      resolve(code ?? undefined);
    });
  });
}

/** Cases of the test files of a folder; none when they cannot be read. */
export async function listCases(extensionPath: string, folder: string): Promise<ListedCase[]> {
  const cases: ListedCase[] = [];
  try {
    await runTestCommand({
      extensionPath,
      arguments: [folder, '--list'],
      cwd: folder,
      timeout: 5000,
      onEvent: (event) => event.type === 'caseFound' && cases.push(event),
      onOther: () => undefined,
    });
  } catch {
    return [];
  }
  return cases;
}
