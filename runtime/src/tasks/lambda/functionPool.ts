import { CodeVersion } from './codeVersion.ts';
import { HandlerProcess } from './handlerProcess.ts';
import type { HandlerOutput, Invocation, InvocationResult, LambdaFunction } from './lambdaFunction.ts';

export interface PoolOptions {
  readonly output: HandlerOutput;
  /** Processes of one function at the same time; further events wait. */
  readonly maxProcesses?: number;
}

const MOST_PROCESSES = 8;

/** Warm processes of one function. Each works on one event at a time; a busy function gets more of them. */
export class FunctionPool {
  private readonly processes = new Set<HandlerProcess>();
  private readonly waiting: (() => void)[] = [];
  private busy = 0;
  private readonly code: CodeVersion;
  private startedWith: number;

  constructor(
    private readonly lambda: LambdaFunction,
    private readonly options: PoolOptions,
  ) {
    this.code = new CodeVersion(lambda.codeUri ?? '.');
    this.startedWith = this.code.current;
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
    const { current } = this.code;
    if (current !== this.startedWith) {
      this.startedWith = current;
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
