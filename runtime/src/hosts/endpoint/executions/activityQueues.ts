import type { TaskCall } from '../../../interpreter/environment.ts';
import type { Run } from './run.ts';

/** An activity task that a worker has got. */
export interface TakenTask {
  readonly token: string;
  readonly call: TaskCall;
}

interface WaitingTask extends TakenTask {
  readonly run: Run;
}

/** Activity tasks that wait for workers, and workers that wait for tasks, by the ARN of the activity; both first come, first served. */
export class ActivityQueues {
  private readonly tasks = new Map<string, WaitingTask[]>();
  private readonly workers = new Map<string, Set<() => void>>();

  add(call: TaskCall, run: Run): void {
    if (call.taskToken === undefined) return;
    const waiting = this.tasks.get(call.resource);
    const task = { token: call.taskToken, call, run };
    // A run that takes over another one's execution tells its tasks again.
    const known = waiting?.findIndex(({ token }) => token === task.token) ?? -1;
    if (waiting && known >= 0) waiting[known] = task;
    else if (waiting) waiting.push(task);
    else this.tasks.set(call.resource, [task]);
    const [wake] = this.workers.get(call.resource) ?? [];
    wake?.();
  }

  /** Number of workers that poll the activity. */
  pollers(arn: string): number {
    return this.workers.get(arn)?.size ?? 0;
  }

  /** The next task of the activity; undefined when none came before `signal` was aborted. */
  async take(arn: string, workerName: string | undefined, signal: AbortSignal): Promise<TakenTask | undefined> {
    while (!signal.aborted) {
      const task = this.tasks.get(arn)?.shift();
      if (!task) await this.untilTask(arn, signal);
      else if (task.run.awaitsWorker(task.token)) {
        const delivery = await task.run.deliver({ kind: 'taken', token: task.token, workerName });
        if (delivery === 'delivered') return task;
      }
    }
    return undefined;
  }

  private async untilTask(arn: string, signal: AbortSignal): Promise<void> {
    const workers = this.workers.get(arn) ?? new Set();
    this.workers.set(arn, workers);
    await new Promise<void>((resolve) => {
      const done = () => {
        workers.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      workers.add(done);
      signal.addEventListener('abort', done);
    });
  }
}
