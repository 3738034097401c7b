/** Lines that the test command of the command line writes, one JSON object each. Lines and columns count from 1. */

export interface Failure {
  message: string;
  expected?: string;
  actual?: string;
  file: string;
  line: number;
  column: number;
  state?: string;
}

export interface CaseId {
  file: string;
  case: string;
  index: number;
}

export interface CoverageEvent {
  type: 'coverage';
  definition: string;
  stateMachine?: string;
  states: { name: string; line: number; column: number; count: number }[];
  transitions: {
    state: string;
    kind: 'next' | 'choice' | 'default' | 'catch' | 'retry';
    index?: number;
    target?: string;
    line: number;
    column: number;
    count: number;
  }[];
  percent: number;
  byCase?: { file: string; case: string; states: string[]; transitions: number[] }[];
}

export type TestEvent =
  | { type: 'runStarted'; files: string[] }
  | { type: 'fileFound'; file: string; definition: string; stateMachine?: string }
  | { type: 'fileErrored'; file: string; message: string; line?: number; column?: number }
  | (CaseId & {
      type: 'caseFound';
      line: number;
      column: number;
      launch: { program: string } & Record<string, unknown>;
    })
  | (CaseId & { type: 'caseStarted' })
  | (CaseId & { type: 'casePassed'; durationMs: number })
  | (CaseId & { type: 'caseFailed'; durationMs: number; failures: Failure[] })
  | (CaseId & { type: 'caseSkipped'; reason: string })
  | CoverageEvent
  | { type: 'runFinished'; passed: number; failed: number; errored: number; skipped: number };

/** Cuts a stream of text into events; a line that is not one is handed to `other`. */
export class TestEventReader {
  private rest = '';

  constructor(
    private readonly handle: (event: TestEvent) => void,
    private readonly other: (line: string) => void,
  ) {}

  push(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.read(line);
  }

  end(): void {
    this.read(this.rest);
    this.rest = '';
  }

  private read(line: string): void {
    if (line.trim() === '') return;
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null && 'type' in value) {
        this.handle(value as TestEvent);
        return;
      }
    } catch {
      // Not JSON: somebody else wrote to the stream.
    }
    this.other(line);
  }
}
