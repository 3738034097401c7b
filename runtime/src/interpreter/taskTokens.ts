import type { Json } from '../asl/json.ts';

/** What waits behind a task token. Each answers false when the task has ended meanwhile. */
export interface WaitingTask {
  succeed(output: Json): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
  /** An activity's worker has taken the task. */
  started(workerName: string | undefined): void;
}

/** What became of a message to a task: delivered, or the AWS error code that says why not. */
export type Delivery = 'delivered' | 'TaskDoesNotExist' | 'TaskTimedOut';

/** Task tokens of the executions that share this registry: SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. */
export class TaskTokens {
  // Made with the first token: most executions have none, and thousands may run at once.
  private waiting: Map<string, WaitingTask> | undefined = undefined;
  private closed: Set<string> | undefined = undefined;

  register(token: string, task: WaitingTask): void {
    this.waiting ??= new Map();
    this.waiting.set(token, task);
  }

  /** Called when the task ends for another reason than a message. */
  close(token: string): void {
    if (!this.waiting?.delete(token)) return;
    this.closed ??= new Set();
    this.closed.add(token);
  }

  succeed(token: string, output: Json): Delivery {
    return this.deliver(token, (task) => {
      this.close(token);
      task.succeed(output);
    });
  }

  fail(token: string, error?: string, cause?: string): Delivery {
    return this.deliver(token, (task) => {
      this.close(token);
      task.fail(error, cause);
    });
  }

  heartbeat(token: string): Delivery {
    return this.deliver(token, (task) => task.heartbeat());
  }

  started(token: string, workerName?: string): Delivery {
    return this.deliver(token, (task) => task.started(workerName));
  }

  /** Tokens of tasks that wait now. */
  get open(): Iterable<string> {
    return this.waiting?.keys() ?? [];
  }

  private deliver(token: string, message: (task: WaitingTask) => void): Delivery {
    const task = this.waiting?.get(token);
    if (!task) return this.closed?.has(token) ? 'TaskTimedOut' : 'TaskDoesNotExist';
    message(task);
    return 'delivered';
  }
}
