import type { ExecutionEntry } from './model.ts';

/**
 * The executions that tasks of others have started: after a restart of the server a task gets its own again. `startedBy` is the ARN of the execution
 * that the client has started, a blank, and what names the attempt of the task within it.
 */
export class NestedExecutions {
  private readonly ofParent = new Map<string, Map<string, ExecutionEntry>>();

  add(startedBy: string, entry: ExecutionEntry): void {
    const parent = parentOf(startedBy);
    const known = this.ofParent.get(parent);
    if (known) known.set(startedBy, entry);
    else this.ofParent.set(parent, new Map([[startedBy, entry]]));
  }

  get(startedBy: string): ExecutionEntry | undefined {
    return this.ofParent.get(parentOf(startedBy))?.get(startedBy);
  }

  /** The parent has ended: its tasks wait for nothing any more, and start anew when it is redriven. */
  forget(parentArn: string): void {
    this.ofParent.delete(parentArn);
  }
}

/** No name of an execution holds a blank. */
function parentOf(startedBy: string): string {
  return startedBy.slice(0, startedBy.indexOf(' '));
}
