/**
 * One run, built from its timeline. Everything the views show of it is asked for here, for the present or for a moment
 * in the past. Knows nothing of the editor.
 */
import type { Json } from './jsonDiff.ts';
import { RunLines } from './runLines.ts';
import type { StateData } from './stateDataModel.ts';
import type { IterationStatus, RunPosition, TimelineEntry, VisitEnd } from './timelineEntry.ts';

export interface Visit {
  visit: number;
  parent?: number;
  index?: number;
  pointer: string;
  name: string;
  type: string;
  run: number;
  enteredAt: number;
  enteredStep: number;
  exitedAt?: number;
  exitedStep?: number;
  end?: VisitEnd;
  next?: string;
  error?: string;
  mocked: boolean;
  failures: AttemptFailure[];
  waiting?: { at: number; until?: number; token?: string };
  items?: MapItems;
  /** Small values that came with the timeline: they outlive the debug session. */
  input?: Json;
  output?: Json;
  variables?: Json;
  /** Visits directly inside, in the order they were entered. */
  inside: number[];
}

export interface AttemptFailure {
  attempt: number;
  at: number;
  step: number;
  error: string;
  cause?: string;
  retryAt?: number;
}

export interface MapItems {
  count: number;
  maxConcurrency?: number;
  changes: { index: number; status: IterationStatus; at: number; step: number; error?: string }[];
}

export interface RunInfo {
  id: string;
  /** Number of the run in this window, from 1. */
  number: number;
  /** URI of the file with the state machine. */
  program: string;
  /** Logical id of the machine in a template. */
  stateMachine?: string;
  inputName: string;
  startedAt: number;
}

export type RunEnd = Omit<Extract<TimelineEntry, { kind: 'ended' }>, 'kind'>;

export class Run {
  visits = new Map<number, Visit>();
  /** Visits of the execution itself, in the order they were entered. */
  roots: number[] = [];
  position: RunPosition = { step: 0, past: false };
  end: RunEnd | undefined;
  /** Number of the line of history that is shown, 0 for the one the run began with. */
  fork = 0;
  readonly lines = new RunLines();
  /** Answers of tasks, as the content of a mock file. */
  mocks: Record<string, unknown> | undefined;
  /** Step and time of everything that happened. */
  lastStep = 0;
  lastTime = 0;
  /** False after the debug session has ended. */
  isLive = true;

  constructor(readonly info: RunInfo) {}

  apply(entry: TimelineEntry): void {
    if ('step' in entry) this.lastStep = Math.max(this.lastStep, entry.step);
    if ('at' in entry) this.lastTime = Math.max(this.lastTime, entry.at);
    switch (entry.kind) {
      case 'entered':
        this.enter(entry);
        break;
      case 'forked':
        this.forkFrom(entry.fork, entry.from);
        break;
      case 'ended':
        this.end = entry;
        break;
      default:
        this.applyToVisit(entry);
    }
  }

  /** Where the playhead stands: the present of a live run, or a moment that was chosen. */
  get playhead(): number {
    return this.position.past ? this.position.step : Math.max(this.lastStep, this.position.step);
  }

  get inPast(): boolean {
    return this.position.past;
  }

  get isPaused(): boolean {
    return this.isLive && this.position.mode === 'stopped';
  }

  get currentVisit(): Visit | undefined {
    return this.position.visit === undefined ? undefined : this.visits.get(this.position.visit);
  }

  /** Visits of states that iterate over items. */
  get maps(): Visit[] {
    return [...this.visits.values()].filter((visit) => visit.items !== undefined);
  }

  /** Steps at which an attempt or a visit failed, in order. */
  get errorSteps(): number[] {
    const steps = new Set<number>();
    for (const visit of this.visits.values()) {
      for (const failure of visit.failures) steps.add(failure.step);
      if ((visit.end === 'failed' || visit.end === 'caught') && visit.exitedStep !== undefined)
        steps.add(visit.exitedStep);
    }
    return [...steps].sort((a, b) => a - b);
  }

  /** The visit that was last entered at or before a step. */
  visitAt(step: number): Visit | undefined {
    let found: Visit | undefined;
    for (const visit of this.visits.values())
      if (visit.enteredStep <= step && (!found || visit.enteredStep >= found.enteredStep)) found = visit;
    return found;
  }

  /** What the timeline itself told about the data of a visit. */
  keptData(id: number, line = this.fork): StateData | undefined {
    const visit = this.visitsOf(line)?.get(id);
    if (!visit || visit.input === undefined) return undefined;
    const phases = [{ name: 'input', value: visit.input }];
    if (visit.output !== undefined) phases.push({ name: 'output', value: visit.output });
    const failure = visit.failures.at(-1);
    const error = failure && { error: failure.error, cause: failure.cause };
    return { visit: id, phases, variables: visit.variables, error };
  }

  /** Visits of a line of this run, whether it is shown or was left. */
  visitsOf(line: number): ReadonlyMap<number, Visit> | undefined {
    return line === this.fork ? this.visits : this.lines.line(line)?.visits;
  }

  /** Another line, after the end of the session; before, the debug adapter goes over to it and tells what happened there. */
  showLine(number: number): void {
    const line = this.lines.line(number);
    if (!line) return;
    this.lines.leave(this.fork, this);
    this.lines.enter(number, undefined);
    this.fork = number;
    this.visits = line.visits;
    this.roots = line.roots;
    this.end = line.end;
    this.lastStep = line.lastStep;
    this.lastTime = line.lastTime;
    this.position = { step: line.lastStep, past: false, mode: 'ended' };
  }

  private enter(entry: Extract<TimelineEntry, { kind: 'entered' }>): void {
    const { visit, parent, index, pointer, name, type, at, step, run } = entry;
    this.visits.set(visit, {
      visit,
      parent,
      index,
      pointer,
      name,
      type,
      run: run ?? 0,
      enteredAt: at,
      enteredStep: step,
      mocked: false,
      failures: [],
      inside: [],
    });
    const around = parent === undefined ? undefined : this.visits.get(parent);
    if (around) around.inside.push(visit);
    else this.roots.push(visit);
  }

  private applyToVisit(entry: Exclude<TimelineEntry, { kind: 'entered' | 'forked' | 'ended' }>): void {
    const visit = this.visits.get(entry.visit);
    if (!visit) return;
    switch (entry.kind) {
      case 'attemptFailed': {
        const { attempt, at, step, error, cause, retryAt } = entry;
        visit.failures.push({ attempt, at, step, error, cause, retryAt });
        break;
      }
      case 'waiting':
        visit.waiting = { at: entry.at, until: entry.until, token: entry.token };
        break;
      case 'items':
        visit.items = { changes: [], ...visit.items, count: entry.count, maxConcurrency: entry.maxConcurrency };
        break;
      case 'iteration':
        addIteration(visit, entry);
        break;
      case 'iterations':
        for (let index = entry.from; index <= entry.to; index++) addIteration(visit, { ...entry, index });
        break;
      case 'exited':
        visit.exitedAt = entry.at;
        visit.exitedStep = entry.step;
        visit.end = entry.status;
        visit.next = entry.next;
        visit.error = entry.error;
        visit.mocked = entry.mocked ?? false;
        visit.input = entry.input;
        visit.output = entry.output;
        visit.variables = entry.variables;
        break;
    }
  }

  /** An edit in the past began a new line: what came after it did not happen there. The line that is left stays. */
  private forkFrom(fork: number, from: number): void {
    this.lines.leave(this.fork, this);
    this.lines.enter(fork, { parent: this.fork, from, state: this.visitAt(from)?.name });
    this.fork = fork;
    this.end = undefined;
    for (const visit of [...this.visits.values()]) {
      if (visit.enteredStep > from) {
        this.visits.delete(visit.visit);
        continue;
      }
      visit.inside = visit.inside.filter((inner) => (this.visits.get(inner)?.enteredStep ?? Infinity) <= from);
      visit.failures = visit.failures.filter((failure) => failure.step <= from);
      if (visit.items) visit.items.changes = visit.items.changes.filter((change) => change.step <= from);
      if (visit.exitedStep === undefined || visit.exitedStep <= from) continue;
      visit.exitedAt = undefined;
      visit.exitedStep = undefined;
      visit.end = undefined;
      visit.next = undefined;
      visit.error = undefined;
      visit.input = undefined;
      visit.output = undefined;
      visit.variables = undefined;
    }
    this.roots.splice(0, this.roots.length, ...this.roots.filter((visit) => this.visits.has(visit)));
    this.lastStep = from;
    this.lastTime = Math.max(0, ...[...this.visits.values()].map((visit) => visit.exitedAt ?? visit.enteredAt));
  }
}

/** Branches of other states are iterations too; only those of a map are items. */
function addIteration(visit: Visit, change: MapItems['changes'][number]): void {
  if (visit.type !== 'Map' && !visit.items) return;
  visit.items ??= { count: 0, changes: [] };
  visit.items.count = Math.max(visit.items.count, change.index + 1);
  visit.items.changes.push(change);
}
