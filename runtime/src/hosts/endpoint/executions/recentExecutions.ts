import type { Execution } from '../../../interpreter/execution.ts';

/** Executions and events that each of the two generations may hold. */
const MOST_EXECUTIONS = 64;
const MOST_EVENTS = 100_000;

/**
 * The executions that ended last, with their histories, by ARN. Two generations, the older of which is dropped as a whole: a Map from which the
 * oldest entry is deleted for each new one copies its table again and again, and the garbage collector follows the copies from one to the next.
 */
export class RecentExecutions {
  private newer = new Map<string, Execution>();
  private older = new Map<string, Execution>();
  private events = 0;

  get(arn: string): Execution | undefined {
    return this.newer.get(arn) ?? this.older.get(arn);
  }

  has(arn: string): boolean {
    return this.get(arn) !== undefined;
  }

  add(arn: string, execution: Execution): void {
    this.newer.set(arn, execution);
    this.events += execution.recorder.lastId;
    if (this.newer.size < MOST_EXECUTIONS && this.events < MOST_EVENTS) return;
    this.older = this.newer;
    this.newer = new Map();
    this.events = 0;
  }
}
