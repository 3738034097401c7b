/** The runs of this window, newest first, and which of them the views show. */
import { type DebugConfiguration, type DebugSession, type Disposable, EventEmitter, workspace } from 'vscode';
import type { Run } from './run.ts';

export class RunStore implements Disposable {
  private readonly change = new EventEmitter<Run | undefined>();
  /** Fires when a run changed or another is shown; at most about thirty times a second. */
  readonly onDidChange = this.change.event;
  private readonly list: Run[] = [];
  private shown: Run | undefined;
  private count = 0;
  private readonly sessions = new WeakMap<Run, DebugSession>();
  private readonly configurations = new WeakMap<Run, DebugConfiguration>();

  get all(): readonly Run[] {
    return this.list;
  }

  get current(): Run | undefined {
    return this.shown;
  }

  nextNumber(): number {
    return ++this.count;
  }

  /** The session of a live run. */
  sessionOf(run: Run | undefined): DebugSession | undefined {
    return run?.isLive ? this.sessions.get(run) : undefined;
  }

  /** What the run was started with. */
  configurationOf(run: Run): DebugConfiguration | undefined {
    return this.configurations.get(run);
  }

  add(run: Run, session: DebugSession): void {
    this.sessions.set(run, session);
    this.configurations.set(run, session.configuration);
    this.list.unshift(run);
    const limit = workspace.getConfiguration('stepwise').get<number>('runs.limit', 50);
    while (this.list.length > limit) this.list.pop();
    this.show(run);
  }

  show(run: Run | undefined): void {
    this.shown = run;
    this.change.fire(run);
  }

  changed(run: Run): void {
    this.change.fire(run);
  }

  remove(run: Run): void {
    const index = this.list.indexOf(run);
    if (index >= 0) this.list.splice(index, 1);
    if (this.shown === run) this.shown = this.list[0];
    this.change.fire(this.shown);
  }

  clear(): void {
    this.list.splice(0, this.list.length, ...this.list.filter((run) => run.isLive));
    this.show(this.list[0]);
  }

  dispose(): void {
    this.change.dispose();
  }
}
