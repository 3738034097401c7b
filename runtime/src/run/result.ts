import type { Json } from '../asl/json.ts';
import { jsonText } from '../asl/jsonText.ts';
import { type HistoryEvent, historyEvents } from '../history/api.ts';
import type { Recorder } from '../history/recorder.ts';
import type { Execution, ExecutionStatus } from '../interpreter/execution.ts';

export interface RunResult {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** As GetExecutionHistory gives them. */
  readonly events: HistoryEvent[];
}

/** The result of an execution. Keeps the events alone, not the execution: thousands of results may be held at once. The history is put into AWS's shape, and the output into text, when somebody looks at it. */
export class Result implements RunResult {
  readonly status: RunResult['status'];
  declare readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  private readonly value: Json | undefined;
  private text: string | undefined;
  private readonly recorder: Recorder;
  private shaped: HistoryEvent[] | undefined;

  constructor(execution: Execution) {
    this.status = execution.status as RunResult['status'];
    this.value = execution.output;
    if (this.value !== undefined) Object.defineProperty(this, 'output', Result.OUTPUT);
    if (execution.error !== undefined) this.error = execution.error;
    if (execution.cause !== undefined) this.cause = execution.cause;
    this.recorder = execution.recorder;
  }

  /** A member of the result's own, so that copies have it, which makes the text at the first read. */
  private static readonly OUTPUT: PropertyDescriptor = {
    enumerable: true,
    configurable: true,
    get(this: Result): string {
      this.text ??= jsonText(this.value!);
      return this.text;
    },
  };

  get events(): HistoryEvent[] {
    this.shaped ??= historyEvents(this.recorder);
    return this.shaped;
  }

  toJSON() {
    const { status, output, error, cause, events } = this;
    return { status, output, error, cause, events };
  }
}
