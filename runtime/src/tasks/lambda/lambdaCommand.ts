import { spawn } from 'node:child_process';
import { handlerEnvironment } from './handlerCommand.ts';
import { onLines } from './handlerProcess.ts';
import {
  exitError,
  type HandlerOutput,
  type Invocation,
  type InvocationResult,
  LARGEST_RESPONSE,
  type LambdaFunction,
  responseTooLarge,
  returned,
  timeoutError,
} from './lambdaFunction.ts';

/**
 * Runs a function of any runtime as a program: the event comes on standard input, the result is what it writes to standard output, standard error
 * is its log, and an exit code other than 0 is a failure. Never rejects.
 */
export function runCommand(
  lambda: LambdaFunction,
  command: readonly string[],
  invocation: Invocation,
  output: HandlerOutput,
): Promise<InvocationResult> {
  return new Promise((resolve) => {
    const [program = '', ...args] = command;
    const env = { ...handlerEnvironment(lambda), AWS_REQUEST_ID: invocation.requestId };
    const child = spawn(program, args, { cwd: lambda.codeUri, env, stdio: ['pipe', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    const seconds = lambda.timeoutSeconds;
    const timer = seconds === undefined ? undefined : setTimeout(() => timeOut(seconds), seconds * 1000);
    const abort = () => child.kill('SIGKILL');
    invocation.signal?.addEventListener('abort', abort, { once: true });
    const finish = (result: InvocationResult) => {
      clearTimeout(timer);
      invocation.signal?.removeEventListener('abort', abort);
      resolve(result);
    };
    const timeOut = (after: number) => {
      finish({ kind: 'functionError', payload: timeoutError(invocation.requestId, Date.now(), after) });
      child.kill('SIGKILL');
    };
    let length = 0;
    child.stdout.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= LARGEST_RESPONSE) pieces.push(piece);
      else {
        finish(responseTooLarge());
        child.kill('SIGKILL');
      }
    });
    onLines(child.stderr, (text) =>
      output({ functionName: lambda.name, state: invocation.state, stream: 'stderr', text }),
    );
    child.on('error', (error) => {
      const message = `The command of ${lambda.name} could not be started ('${program}'): ${error.message}`;
      finish({ kind: 'serviceError', error: 'Lambda.ServiceException', message });
    });
    child.on('close', (code, signal) =>
      finish(ended(invocation, Buffer.concat(pieces).toString('utf8'), code, signal)),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(invocation.event);
  });
}

function ended(
  invocation: Invocation,
  written: string,
  code: number | null,
  signal: NodeJS.Signals | null,
): InvocationResult {
  if (code !== 0) {
    const reason = signal ? `signal: ${signal}` : `exit status ${code}`;
    return { kind: 'functionError', payload: exitError(invocation.requestId, reason) };
  }
  return returned(written.trim() || 'null');
}
