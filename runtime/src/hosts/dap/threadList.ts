import { IterationFilter } from '../../debugger/iterationFilter.ts';
import { listThreads, type ThreadEntry } from '../../debugger/threads.ts';
import type { Debuggee } from './debuggee.ts';

const DEFAULT_MOST_THREADS = 100;

/** The threads that the client lists: few, however many iterations run. */
export class ThreadList {
  /** Paths of strands that the user wants to see always. */
  readonly pinned = new Set<string>();
  private readonly filter: IterationFilter | undefined;
  private listed: ReadonlySet<number> = new Set();
  private toldLeftOut = 0;
  private hasToldProblem = false;

  constructor(private readonly debuggee: Debuggee) {
    const { iterationFilter: text } = debuggee.launch.arguments;
    const filter = text === undefined ? undefined : IterationFilter.of(text, (problem) => this.tellOnce(problem));
    // Texts that are no expression were refused before.
    this.filter = filter instanceof IterationFilter ? filter : undefined;
  }

  threads(): readonly Pick<ThreadEntry, 'id' | 'name'>[] {
    const { session, launch, threadIds } = this.debuggee;
    const { name } = launch.program;
    if (!session.isRecorded) return [{ id: 1, name }];
    const { timeline } = session;
    const position = session.mode === 'running' ? timeline.length - 1 : session.position;
    const { threads, leftOut } = listThreads(timeline, position, threadIds, name, {
      first: session.stop ? [session.stop.step.strand] : [],
      pinned: this.pinned,
      most: Math.max(1, launch.arguments.maxThreads ?? DEFAULT_MOST_THREADS),
      lists: (strand) => this.filter?.lists(strand, timeline, position) ?? true,
    });
    if (leftOut > 0 && this.toldLeftOut === 0) {
      this.debuggee.output(
        'console',
        `… ${leftOut.toLocaleString('en')} more iterations run that are not in the list of threads (see the Iterations view).\n`,
      );
    }
    this.toldLeftOut = leftOut;
    this.listed = new Set(threads.map(({ id }) => id));
    return threads;
  }

  /** Threads come and go in the client's list only where that list shows them, and only when somebody looks. */
  tellChanges(): void {
    const { send } = this.debuggee;
    const before = this.listed;
    this.threads();
    for (const threadId of before) if (!this.listed.has(threadId)) send('thread', { reason: 'exited', threadId });
    for (const threadId of this.listed) if (!before.has(threadId)) send('thread', { reason: 'started', threadId });
  }

  private tellOnce(problem: string): void {
    if (!this.hasToldProblem) this.debuggee.output('important', `${problem}\n`);
    this.hasToldProblem = true;
  }
}
