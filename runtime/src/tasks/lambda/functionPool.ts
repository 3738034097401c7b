import { statSync } from 'node:fs';
import path from 'node:path';
import { HandlerProcess } from './handlerProcess.ts';
import type { HandlerOutput, Invocation, InvocationResult, LambdaFunction } from './lambdaFunction.ts';

export interface PoolOptions {
  readonly output: HandlerOutput;
  /** Processes of one function at the same time; further events wait. */
  readonly maxProcesses?: number;
}

const MOST_PROCESSES = 8;
const ENDINGS = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.py'];

/** Warm processes of one function. Each works on one event at a time; a busy function gets more of them. */
export class FunctionPool {
  private readonly processes = new Set<HandlerProcess>();
  private readonly waiting: (() => void)[] = [];
  private busy = 0;
  private codeVersion: number;

  constructor(
    private readonly lambda: LambdaFunction,
    private readonly options: PoolOptions,
  ) {
    this.codeVersion = handlerVersion(lambda);
  }

  async invoke(invocation: Invocation): Promise<InvocationResult> {
    if (this.busy >= (this.options.maxProcesses ?? MOST_PROCESSES)) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.busy += 1;
    try {
      return await this.process(invocation.state).invoke(invocation);
    } finally {
      this.busy -= 1;
      this.waiting.shift()?.();
    }
  }

  /** Ends the processes. Resolves when what they printed has been passed on. */
  async close(): Promise<void> {
    const closing = [...this.processes].map((process) => process.close());
    this.processes.clear();
    await Promise.all(closing);
  }

  /** A warm process, or a new one. Processes that ended or run old code are forgotten. */
  private process(state: string): HandlerProcess {
    const version = handlerVersion(this.lambda);
    if (version !== this.codeVersion) {
      this.codeVersion = version;
      for (const process of this.processes) process.retire();
      this.processes.clear();
    }
    for (const process of this.processes) {
      if (process.usable) return process;
      if (process.ended) this.processes.delete(process);
    }
    const made = new HandlerProcess(this.lambda, this.options.output, state);
    this.processes.add(made);
    return made;
  }
}

/** When the handler's file was last changed, so that an edit is seen at the next event. */
function handlerVersion(lambda: LambdaFunction): number {
  const handler = lambda.handler ?? '';
  const slash = handler.lastIndexOf('/') + 1;
  const name = handler.slice(0, slash + handler.slice(slash).indexOf('.'));
  for (const ending of ENDINGS) {
    const found = statSync(path.join(lambda.codeUri ?? '.', name + ending), { throwIfNoEntry: false });
    if (found) return found.mtimeMs;
  }
  return 0;
}
