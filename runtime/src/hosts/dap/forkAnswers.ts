import type { Line } from '../../debugger/lines.ts';
import { type Answered, firstAnswer, type RecordedCall } from '../../debugger/recordedCalls.ts';
import type { TaskCall, TaskOutcome } from '../../interpreter/environment.ts';
import type { LaunchRunners } from './launchRunners.ts';
import { lineName } from './lineList.ts';

/** What answers the tasks of a line that a change in the past has made, where no recorded call equals theirs. */
export type ForkPolicy = 'live' | 'mock' | 'manual';

export interface ForkChoice {
  readonly policy: ForkPolicy;
  readonly label: string;
  readonly detail: string;
}

/** What the user can choose, for whoever asks him. */
export const FORK_CHOICES: readonly ForkChoice[] = [
  {
    policy: 'live',
    label: 'As before the change',
    detail: 'Mocks answer; where there are none, child programs, handlers and functions run',
  },
  { policy: 'mock', label: 'Only mocks', detail: 'Nothing runs: you are asked where there is no mock' },
  { policy: 'manual', label: 'I answer', detail: 'You are asked for the result of every task' },
];

export interface ForkAnswersHost {
  /** The line of history that is the present one. */
  readonly line: () => Line;
  /** The calls of that line. */
  readonly calls: () => readonly RecordedCall[];
  /** Asks the user, by a call that waits until he has chosen. */
  readonly ask: (line: Line, call: TaskCall) => void;
}

/** A call that nothing answers before the user has chosen. */
interface WaitingCall {
  readonly line: Line;
  readonly call: TaskCall;
  release(policy: ForkPolicy): void;
}

/**
 * Answers new calls as the policy of their line says. Where that is to be asked, it is asked once for each line, by the first call that it matters
 * for; calls wait until then.
 */
export class ForkAnswers {
  private readonly chosen = new WeakMap<Line, ForkPolicy>();
  private readonly asked = new WeakSet<Line>();
  private waiting: readonly WaitingCall[] = [];

  constructor(
    private readonly runners: LaunchRunners,
    private readonly onFork: 'ask' | ForkPolicy,
    private readonly host: ForkAnswersHost,
  ) {}

  answer(call: TaskCall): Answered | undefined {
    const line = this.host.line();
    const policy = this.policyOf(line);
    if (policy !== undefined) return this.answerAs(policy, call);
    return this.runners.isMatterOfChoice(call) ? this.wait(line, call) : this.answerAs('live', call);
  }

  /** Whether a line is a fork that has calls waiting for a choice. */
  isWaiting(line: Line): boolean {
    return this.waiting.some((waiting) => this.isOf(waiting, line));
  }

  /** Sets the policy of a fork, also before or after it is asked for; calls that wait go on. */
  choose(line: Line, policy: ForkPolicy): void {
    this.chosen.set(line, policy);
    const due = this.waiting.filter((waiting) => this.isOf(waiting, line));
    this.waiting = this.waiting.filter((waiting) => !due.includes(waiting));
    for (const { release } of due) release(policy);
  }

  /** Undefined where the user has to choose. A line that runs a state again, by the user's order, goes on as the line that it leaves. */
  private policyOf(line: Line): ForkPolicy | undefined {
    if (line.parent === undefined) return 'live';
    const chosen = this.chosen.get(line) ?? (this.onFork === 'ask' ? undefined : this.onFork);
    return chosen ?? (line.origin === 'rerun' ? this.policyOf(line.parent) : undefined);
  }

  private answerAs(policy: ForkPolicy, call: TaskCall): Answered | undefined {
    return firstAnswer(
      this.runners.runners.filter(({ policies }) => policies.includes(policy)),
      call,
    );
  }

  private wait(line: Line, call: TaskCall): Answered {
    let source: Answered['source'] = 'asked';
    const outcome = new Promise<TaskOutcome>((resolve, reject) => {
      const release = (policy: ForkPolicy) => {
        try {
          const answered = this.answerAs(policy, call);
          source = answered?.source ?? source;
          resolve(answered?.outcome ?? nothingAnswers(call, line));
        } catch (error) {
          reject(error);
        }
      };
      this.waiting = [...this.waiting, { line, call, release }];
      call.signal.addEventListener('abort', () => {
        this.waiting = this.waiting.filter((waiting) => waiting.call !== call);
      });
    });
    if (!this.asked.has(line)) {
      this.asked.add(line);
      this.host.ask(line, call);
    }
    return {
      get source() {
        return source;
      },
      outcome,
    };
  }

  /** A call that was made before a change in the past belongs to both lines. */
  private isOf({ line, call }: WaitingCall, other: Line): boolean {
    return line === other || (other === this.host.line() && this.host.calls().some(({ task }) => task === call));
  }
}

function nothingAnswers({ state, resource }: TaskCall, { number }: Line): TaskOutcome {
  const cause = `Nothing answers the task '${state}' (${resource}) on ${lineName(number)}. Give it a mock, or choose to answer by hand.`;
  return { type: 'failure', error: 'States.Runtime', cause };
}
