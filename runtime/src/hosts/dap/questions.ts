import type { Line } from '../../debugger/lines.ts';
import type { Answered } from '../../debugger/recordedCalls.ts';
import type { Strand } from '../../debugger/step.ts';
import type { TaskCall, TaskFailure, TaskSuccess } from '../../interpreter/environment.ts';
import type { Debuggee } from './debuggee.ts';
import { FORK_CHOICES, ForkAnswers, type ForkPolicy } from './forkAnswers.ts';
import { lineName } from './lineList.ts';
import type { ForkQuestionBody, UnmockedBody, WaitingTaskBody } from './protocol.ts';
import type { OpenQuestion } from './taskRunners.ts';

/** What a session asks its user while tasks wait: by events for views, and in words for every other client. */
export class Questions {
  private readonly forks: ForkAnswers;

  constructor(private readonly debuggee: Debuggee) {
    const { runners, arguments: args } = debuggee.launch;
    this.forks = new ForkAnswers(runners, args.onFork ?? 'ask', {
      line: () => debuggee.session.lines.current,
      calls: () => debuggee.session.calls.all,
      ask: (line, call) => this.whenRecorded(() => this.tellFork(line, call)),
    });
  }

  /** The answer of a call that is not in the record. */
  answerOf(call: TaskCall): Answered | undefined {
    return this.forks.answer(call);
  }

  /** Somebody is asked something: the run goes on when he has answered, not by itself. */
  get areOpen(): boolean {
    return this.isForkOpen || (this.debuggee.launch.asked?.questions.length ?? 0) > 0;
  }

  /** Whether tasks of the present line wait for the choice of a policy. */
  get isForkOpen(): boolean {
    return this.debuggee.session.mode !== 'new' && this.forks.isWaiting(this.debuggee.session.lines.current);
  }

  /** The first task of the present line that waits for its own answer. */
  get open(): OpenQuestion | undefined {
    const { session, launch } = this.debuggee;
    const calls = new Set(session.calls.all.map(({ task }) => task));
    return launch.asked?.questions.find(({ task }) => calls.has(task));
  }

  /** A task that nothing answers. */
  ask({ call, task }: OpenQuestion): void {
    this.whenRecorded(() => {
      const strand = this.strandOf(task);
      const body: UnmockedBody = { call, ...this.waitingTask(task, strand) };
      this.debuggee.send('asl/unmocked', body);
      this.say(
        `'${task.state}' (${task.resource}) has no answer. Type :succeed JSON or :fail ERROR CAUSE in this console, or give it a mock.`,
        strand,
      );
    });
  }

  /** Answers a task that nothing else answers; `keep` gives the same answer to every later call of its state. */
  answer({ call, task }: OpenQuestion, outcome: TaskSuccess | TaskFailure, keep?: 'keep'): void {
    const asked = this.debuggee.launch.asked!;
    if (keep) asked.keep(task.state, outcome);
    this.debuggee.send('asl/answered', { call, state: task.state });
    asked.answer(call, outcome);
  }

  /** Says what answers the tasks of a fork. */
  choose(line: Line, policy: ForkPolicy): void {
    this.debuggee.send('asl/forkAnswered', { fork: line.number, policy });
    this.forks.choose(line, policy);
  }

  /** Tokens of tasks that were started and wait for somebody to answer them. */
  get openTokens(): readonly string[] {
    const { session } = this.debuggee;
    return session.mode === 'new' ? [] : [...session.execution.environment.tokens.open];
  }

  /** Answers a task by its token; false when it does not wait any more. */
  answerToken(token: string, answer: TaskSuccess | TaskFailure): boolean {
    const { session } = this.debuggee;
    const { tokens } = session.execution.environment;
    session.calls.answered(token, answer);
    const delivery =
      answer.type === 'success' ? tokens.succeed(token, answer.output) : tokens.fail(token, answer.error, answer.cause);
    return delivery === 'delivered';
  }

  private tellFork({ number: fork }: Line, task: TaskCall): void {
    const strand = this.strandOf(task);
    const body: ForkQuestionBody = { fork, choices: FORK_CHOICES, ...this.waitingTask(task, strand) };
    this.debuggee.send('asl/forkQuestion', body);
    const choices = FORK_CHOICES.map(({ policy, label, detail }) => `  :fork ${policy}  ${label}. ${detail}.`);
    this.say(
      [
        `${lineName(fork)} waits: '${task.state}' (${task.resource}) was not called with these arguments before the change. What answers it, and later tasks like it? Type in this console:`,
        ...choices,
      ].join('\n'),
      strand,
    );
  }

  /** What nobody has watched is recorded first. The question is being asked: it is remembered as the task's answer when the runner has returned. */
  private whenRecorded(tell: () => void): void {
    const { session } = this.debuggee;
    if (session.isRecorded) tell();
    else void Promise.resolve().then(() => session.watch().then(tell));
  }

  private strandOf({ branch, state }: TaskCall): Strand | undefined {
    const { strands } = this.debuggee.session.timeline;
    return (
      strands.find((strand) => strand.branch === branch) ??
      strands.findLast(({ last, end }) => end === undefined && last?.state.name === state)
    );
  }

  private waitingTask(task: TaskCall, strand: Strand | undefined): WaitingTaskBody {
    return {
      threadId: strand ? this.debuggee.threadIds.idOf(strand) : 1,
      state: task.state,
      visit: strand?.last?.visit.number ?? 0,
      resource: task.resource,
      input: this.debuggee.shown(task.input),
      attempt: task.attempt,
    };
  }

  private say(text: string, strand: Strand | undefined): void {
    this.debuggee.output('important', `${text}\n`, strand?.last);
  }
}
