import type { Json } from '../../asl/json.ts';
import { deepEqual } from '../../expressions/deepEqual.ts';
import type { Branch } from '../../interpreter/branch.ts';
import type { FailureHandling } from '../../interpreter/environment.ts';
import type { Execution } from '../../interpreter/execution.ts';
import { Failure } from '../../interpreter/failure.ts';
import type { CompiledScope, CompiledState } from '../../interpreter/machine.ts';
import type { StepPhase } from '../step.ts';
import {
  type Divergence,
  differsAsChanceDoes,
  firstDifference,
  isVolatile,
  pathDivergence,
  valueDivergence,
} from './divergence.ts';
import type { HistoryReplay } from './historyReplay.ts';
import type { RecordedEvent } from './recordedEvent.ts';
import { parametersOf, type RecordedLine, type RecordedVisit } from './recording.ts';

/** Where a branch is on its recorded line. */
interface Cursor {
  /** Undefined where the recording has no such line. */
  readonly line: RecordedLine | undefined;
  /** Index of the visit that comes next on it. */
  next: number;
  visit: RecordedVisit | undefined;
  /** Values are the program's own from here on: it computes something else than was recorded, or the user has changed something. */
  parted: boolean;
}

/**
 * Goes along with one run: finds the recorded visit of every state that is entered, compares values as they come, and puts recorded values in the
 * place of those that cannot be made again (ids, random numbers, times).
 */
export class Follower {
  private readonly cursors = new Map<Branch, Cursor>();

  constructor(private readonly replay: HistoryReplay) {}

  onBranchStart(branch: Branch): void {
    const line = this.lineOf(branch);
    if (this.isBeyond(branch, line)) this.replay.beyond.add(branch);
    this.cursors.set(branch, { line, next: 0, visit: undefined, parted: this.cursorAround(branch)?.parted ?? false });
    this.atTime(line?.visits[0]?.entered);
  }

  onBranchEnd(branch: Branch): void {
    this.cursors.delete(branch);
    this.replay.visits.delete(branch);
  }

  /** A phase has ended and nobody has seen it yet. Answers where the run parts from the recording, if it does so here. */
  onPhase(branch: Branch, phase: StepPhase): Divergence | undefined {
    const cursor = this.cursors.get(branch);
    if (!cursor?.line) return undefined;
    const strays = phase === 'input' ? this.enter(branch, cursor) : undefined;
    if (strays) return cursor.parted ? undefined : this.part(branch, strays);
    const { visit } = cursor;
    if (!visit) return undefined;
    if (phase === 'output') this.atTime(cursor.line.visits[cursor.next]?.entered ?? visit.exited);
    const found = cursor.parted ? undefined : this.compare(branch, phase, cursor, visit);
    if (workBegins(branch)) this.answerMapRun(branch, cursor, visit);
    return found && this.part(branch, found);
  }

  onFailure(branch: Branch, failure: Failure, handling: FailureHandling): Divergence | undefined {
    const cursor = this.cursors.get(branch);
    const exited = cursor?.visit?.exited;
    if (!cursor || cursor.parted || !exited || handling.kind !== 'uncaught') return undefined;
    const what = `it fails with ${failure.error ?? 'an error without a name'}, while it was left in the recording`;
    return this.part(branch, pathDivergence(branch.state, 'failure', exited, what));
  }

  /** The user has changed something in a branch: what it and those around it compute from now on was never recorded. */
  leave(branch: Branch): void {
    for (let at: Branch | undefined = branch; at; at = around(at)) {
      const cursor = this.cursors.get(at);
      if (cursor) cursor.parted = true;
    }
  }

  /** The execution has ended: in another way than the recorded one? */
  end(execution: Execution, last: CompiledState | undefined): Divergence | undefined {
    const { ended, status } = this.replay.recording;
    if (!last || !ended || execution.status === status || this.replay.divergences > 0) return undefined;
    return this.part(
      undefined,
      pathDivergence(last, 'output', ended, `the execution ends as ${execution.status}, the recorded one as ${status}`),
    );
  }

  /** Whether a branch was not begun in the recording because the state around it had not come so far. */
  private isBeyond(branch: Branch, line: RecordedLine | undefined): boolean {
    const outer = around(branch);
    if (!outer || line) return false;
    const visit = this.cursors.get(outer)?.visit;
    return this.replay.beyond.has(outer) || (branch.kind !== 'execution' && visit !== undefined && !visit.hasSucceeded);
  }

  private lineOf(branch: Branch): RecordedLine | undefined {
    if (branch.kind === 'execution') return branch.execution.parent ? undefined : this.replay.recording.root;
    const parent = branch.parent;
    const round = parent && this.cursors.get(parent)?.visit?.rounds[parent.attempt];
    return branch.kind === 'iteration'
      ? round?.find(({ index }) => index === branch.index)
      : round?.find(({ visits }) => visits[0]?.name === branch.scope.startAt);
  }

  private cursorAround(branch: Branch): Cursor | undefined {
    const outer = around(branch);
    return outer && this.cursors.get(outer);
  }

  /** Finds the recorded visit of a state that has just been entered; where states were added or left out, the next of its name. */
  private enter(branch: Branch, cursor: Cursor): Divergence | undefined {
    const { visits } = cursor.line!;
    const { name } = branch.state;
    const expected = visits[cursor.next];
    const at =
      expected?.name === name ? cursor.next : visits.findIndex((visit, i) => i > cursor.next && visit.name === name);
    cursor.visit = visits[at];
    if (at >= 0) {
      cursor.next = at + 1;
      this.replay.visits.set(branch, visits[at]!);
    } else this.replay.visits.delete(branch);
    if (at >= 0 && visits[at] === expected) return undefined;
    if (!expected && this.replay.recording.isCutOff(cursor.line!)) {
      if (!cursor.parted) this.replay.beyond.add(branch);
      return undefined;
    }
    const { ended, events } = this.replay.recording;
    const instead = expected ? `goes on with '${expected.name}'` : `ends after '${visits.at(-1)?.name ?? ''}'`;
    const event = expected?.entered ?? ended ?? events.at(-1)!;
    return pathDivergence(
      branch.state,
      'input',
      event,
      cursor.visit
        ? `the program enters it now, while the recording ${instead}`
        : `this state did not run in the recording, which ${instead}`,
    );
  }

  private compare(branch: Branch, phase: StepPhase, cursor: Cursor, visit: RecordedVisit): Divergence | undefined {
    if (phase === 'input' && isFirst(cursor, visit)) {
      const input = this.settle(branch, phase, visit.entered, visit.entered.json('input'), branch.input, [
        branch.state,
        owner(branch),
      ]);
      if (input instanceof Difference) return input.divergence;
      if (input !== undefined) branch.input = branch.effective = branch.output = input;
    }
    const task = branch.state.type === 'Task' && workBegins(branch) ? visit.tasks[branch.attempt] : undefined;
    if (task) {
      const effective = this.settle(branch, phase, task.scheduled, parametersOf(task.scheduled), branch.effective, [
        branch.state,
      ]);
      if (effective instanceof Difference) return effective.divergence;
      if (effective !== undefined) branch.effective = effective;
    }
    return phase === 'output' ? this.compareExit(branch, visit) : undefined;
  }

  private compareExit(branch: Branch, { exited }: RecordedVisit): Divergence | undefined {
    // What the state leaves with may still be too large: whether the program goes on where the recording ended shows at the next step.
    if (!exited) return undefined;
    const assigned = this.settle(branch, 'variables', exited, exited.assigned, branch.assigned ?? null, [branch.state]);
    if (assigned instanceof Difference) return assigned.divergence;
    if (assigned !== undefined) branch.assigned = assigned as Branch['assigned'];
    const output = this.settle(branch, 'output', exited, exited.json('output'), branch.output, [branch.state]);
    if (output instanceof Difference) return output.divergence;
    if (output !== undefined) branch.output = output;
    return undefined;
  }

  /** Undefined where the values agree or nothing was recorded; the recorded value where it shall be taken instead. */
  private settle(
    branch: Branch,
    phase: StepPhase,
    event: RecordedEvent,
    recorded: Json | undefined,
    recomputed: Json,
    sources: readonly (CompiledState | undefined)[],
  ): Json | undefined | Difference {
    if (recorded === undefined || deepEqual(recorded, recomputed)) return undefined;
    if (this.replay.verify === 'off') return recorded;
    const source = sources.find((state) => state && isVolatile(state));
    if (source && differsAsChanceDoes(recorded, recomputed)) {
      this.replay.note(
        `'${source.name}' makes ids, random numbers, times or names that cannot be made again: the recorded values are shown.`,
      );
      return recorded;
    }
    const difference = firstDifference(recorded, recomputed) ?? {
      kind: 'changed',
      path: [],
      before: recorded,
      after: recomputed,
    };
    return new Difference(valueDivergence(branch.state, phase, event, difference));
  }

  /** The children of a distributed Map have histories of their own: without them the recorded end of the Map is all there is. */
  private answerMapRun(branch: Branch, cursor: Cursor, { exited, mapRuns }: RecordedVisit): void {
    const { state, attempt } = branch;
    if (state.type !== 'Map' || mapRuns.length === 0 || cursor.parted || canBeRun(state)) return;
    const ended = mapRuns[attempt];
    this.replay.note(
      `The iterations of '${state.name}' are executions of their own, which this recording does not have: its recorded result is used.`,
    );
    this.atTime(ended ?? exited);
    if (ended?.type === 'MapRunFailed') {
      branch.resumed = { outcome: new Failure(ended.text('error'), ended.text('cause')) };
    } else if (exited) {
      branch.output = exited.json('output') ?? null;
      branch.assigned = exited.assigned;
      branch.phase = state.phases.length;
    }
  }

  private part(branch: Branch | undefined, divergence: Divergence): Divergence | undefined {
    if (branch) this.leave(branch);
    return this.replay.isNew(divergence) ? divergence : undefined;
  }

  private atTime(event: RecordedEvent | undefined): void {
    if (event) this.replay.clock?.notBefore(event.time);
  }
}

class Difference {
  constructor(readonly divergence: Divergence) {}
}

function around(branch: Branch): Branch | undefined {
  return branch.parent ?? branch.execution.parent?.branch;
}

function owner(branch: Branch): CompiledState | undefined {
  return branch.scope.owner;
}

/** The input of a state is the output of the one before it, which was compared; only the first one's comes from elsewhere. */
function isFirst({ line }: Cursor, visit: RecordedVisit): boolean {
  return line!.visits[0] === visit;
}

/** Whether the next phase of a branch is the work of its state. */
function workBegins({ state, phase }: Branch): boolean {
  return state.phases[phase]?.id === 'result';
}

/** Whether a distributed Map has all it needs in the definition and its input: no tasks, nothing read from elsewhere or written there. */
function canBeRun({ definition, children }: CompiledState): boolean {
  return definition.ItemReader === undefined && definition.ResultWriter === undefined && children.every(hasNoTasks);
}

function hasNoTasks({ states }: CompiledScope): boolean {
  return [...states.values()].every(({ type, children }) => type !== 'Task' && children.every(hasNoTasks));
}
