import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { runCommandLine } from '../../runtime/src/hosts/cli/cli.ts';
import { PLAIN_STYLE } from '../../runtime/src/hosts/cli/terminal.ts';

export interface CommandResult {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

/** Runs a command line in this process and collects what it prints. */
export async function stepwise(
  argv: readonly string[],
  options: { standardInput?: string; signal?: AbortSignal } = {},
): Promise<CommandResult> {
  let out = '';
  let error = '';
  const exitCode = await runCommandLine(
    argv,
    {
      out: (text) => {
        out += text;
      },
      error: (text) => {
        error += text;
      },
      progress: () => {},
      style: PLAIN_STYLE,
      columns: 120,
      readInput: async () => options.standardInput ?? '',
    },
    options.signal ?? new AbortController().signal,
  );
  return { exitCode, out, error };
}

/** A folder with files, removed when the tests of the file have ended. Objects are written as JSON. */
export function temporaryFolder(): {
  readonly path: string;
  write(name: string, content: string | Uint8Array | object): string;
} {
  const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    path: folder,
    write(name, content) {
      const file = path.join(folder, name);
      const isPlain = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(file, isPlain ? content : JSON.stringify(content, null, 2));
      return file;
    },
  };
}
