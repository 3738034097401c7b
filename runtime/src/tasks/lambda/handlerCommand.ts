import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LambdaFunction } from './lambdaFunction.ts';
import { NODE_BOOTSTRAP } from './nodeBootstrap.ts';
import { PYTHON_BOOTSTRAP } from './pythonBootstrap.ts';

export interface HandlerCommand {
  readonly executable: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Whether the runtime has a bootstrap of its own; others need `command` or `endpoint`. */
export function hasBootstrap(runtime: string | undefined): boolean {
  return runtime !== undefined && /^(nodejs|python)/.test(runtime);
}

/** Program, arguments and environment of the process that runs a function's handler. */
export function handlerCommand(lambda: LambdaFunction): HandlerCommand {
  const python = lambda.runtime?.startsWith('python');
  return {
    executable: lambda.runtimeExecutable ?? (python ? pythonExecutable(lambda) : nodeExecutable()),
    args: [...(lambda.runtimeArgs ?? []), ...(python ? [] : heapLimit(lambda)), bootstrapFile(python ? 'py' : 'mjs')],
    env: { ...handlerEnvironment(lambda), ...(python ? { PYTHONUNBUFFERED: '1' } : {}) },
  };
}

/** What every handler needs to run; beside this and the configured variables it sees nothing of our environment. */
const PASSED_ON = ['PATH', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT', 'ELECTRON_RUN_AS_NODE'];

export function handlerEnvironment(lambda: LambdaFunction): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of PASSED_ON) if (process.env[name] !== undefined) env[name] = process.env[name];
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
  return {
    ...env,
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${lambda.runtime ?? 'custom'}`,
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memorySize ?? 128),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${lambda.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: lambda.codeUri ?? process.cwd(),
    _HANDLER: lambda.handler ?? '',
    ...lambda.environment,
  };
}

function heapLimit(lambda: LambdaFunction): string[] {
  return lambda.memorySize === undefined ? [] : [`--max-old-space-size=${lambda.memorySize}`];
}

/** In an editor our own program is not Node. */
function nodeExecutable(): string {
  return process.versions.electron ? 'node' : process.execPath;
}

/** A virtual environment beside the code wins. */
function pythonExecutable(lambda: LambdaFunction): string {
  const names = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const local = path.join(lambda.codeUri ?? '', '.venv', ...names);
  if (lambda.codeUri && existsSync(local)) return local;
  return process.platform === 'win32' ? 'python' : 'python3';
}

/** Where our bootstraps lie, as a glob: a debugger does not step through them. */
export const BOOTSTRAP_FILES = '**/stepwise-lambda-*/bootstrap.*';

let folder: string | undefined;

/** The bootstraps are text inside our bundle; interpreters want files. */
function bootstrapFile(extension: 'mjs' | 'py'): string {
  if (folder === undefined || !existsSync(folder)) {
    folder = mkdtempSync(path.join(os.tmpdir(), 'stepwise-lambda-'));
    writeFileSync(path.join(folder, 'bootstrap.mjs'), NODE_BOOTSTRAP);
    writeFileSync(path.join(folder, 'bootstrap.py'), PYTHON_BOOTSTRAP);
    const made = folder;
    process.once('exit', () => removeFolder(made));
  }
  return path.join(folder, `bootstrap.${extension}`);
}

function removeFolder(made: string): void {
  rmSync(made, { recursive: true, force: true });
}
