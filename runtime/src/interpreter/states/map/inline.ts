import type { Json } from '../../../asl/json.ts';
import { ExpressionFailure } from '../../../expressions/failure.ts';
import { EventKind } from '../../../history/eventKind.ts';
import type { Branch } from '../../branch.ts';
import type { Failure } from '../../failure.ts';
import { type CompiledScope, type PhaseOutcome, SUSPENDED } from '../../machine.ts';
import { resume } from '../../runState.ts';
import { FROM_INPUT, type ItemSelector, type MapItems, mapContext } from './items.ts';

/** Work of a Map in inline mode: iterations share the execution and its history. `concurrency` is at least 1. */
export function inlineWork(processor: CompiledScope, select: ItemSelector) {
  const events = iterationEvents(processor.owner?.name ?? '');
  return (branch: Branch, items: MapItems, concurrency: number): PhaseOutcome => {
    const { execution } = branch;
    execution.record(branch, 'MapStateStarted', { length: items.values.length });
    if (items.values.length === 0) {
      const started = branch.lastEventId;
      execution.record(branch, 'MapStateSucceeded', undefined);
      branch.lastEventId = started;
      branch.result = [];
      branch.output = branch.result;
      return undefined;
    }
    return new Iterations(branch, processor, items, concurrency, select, events).begin();
  };
}

interface IterationEvents {
  readonly started: EventKind;
  readonly succeeded: EventKind;
  readonly failed: EventKind;
  readonly aborted: EventKind;
}

function iterationEvents(name: string): IterationEvents {
  return {
    started: new EventKind('MapIterationStarted', { name }, 'index'),
    succeeded: new EventKind('MapIterationSucceeded', { name }, 'index'),
    failed: new EventKind('MapIterationFailed', { name }, 'index'),
    aborted: new EventKind('MapIterationAborted', { name }, 'index'),
  };
}

class Iterations {
  private readonly outputs: Json[];
  private readonly open = new Set<Branch>();
  private next: number;
  private readonly unfinished: readonly Branch[];
  /** An ItemSelector is being evaluated asynchronously: iterations start in order. */
  private selecting = false;
  private ended = false;

  constructor(
    private readonly branch: Branch,
    private readonly processor: CompiledScope,
    private readonly items: MapItems,
    private readonly concurrency: number,
    private readonly select: ItemSelector,
    private readonly events: IterationEvents,
  ) {
    const { progress } = branch;
    this.outputs = progress?.outputs ?? new Array(items.values.length);
    this.next = progress?.next ?? 0;
    this.unfinished = progress?.unfinished ?? [];
    branch.progress = undefined;
  }

  begin(): PhaseOutcome {
    this.branch.cancelWait = () => {
      this.ended = true;
      this.keepProgress([...this.open]);
      this.abortOpen();
    };
    for (const child of this.unfinished) {
      this.open.add(child);
      child.onEnd = this.iterationEnded;
      this.branch.execution.revive(child);
    }
    return this.startMore(this.branch.lastEventId) ?? SUSPENDED;
  }

  /** Starts iterations until the concurrency is reached. `previousEventId` is what MapIterationStarted points to. */
  private startMore(previousEventId: number): PhaseOutcome {
    while (!this.selecting && this.next < this.items.values.length && this.open.size < this.concurrency) {
      const index = this.next++;
      const input = this.select(this.branch, this.items, index, FROM_INPUT);
      if (input instanceof Promise) this.selectLater(input, index, previousEventId);
      else if (input instanceof ExpressionFailure) return this.failed(input);
      else this.startIteration(index, input, previousEventId);
    }
    return undefined;
  }

  private selectLater(input: Promise<Json | ExpressionFailure>, index: number, previousEventId: number): void {
    this.selecting = true;
    const settled = (value: Json | ExpressionFailure) => {
      this.selecting = false;
      if (this.ended) return;
      const failure =
        value instanceof ExpressionFailure ? this.failed(value) : this.started(index, value, previousEventId);
      if (failure) resume(this.branch, failure);
    };
    this.branch.execution.scheduler.await(input, settled, (reason) =>
      settled(new ExpressionFailure('States.Runtime', String(reason))),
    );
  }

  private started(index: number, input: Json, previousEventId: number): PhaseOutcome {
    this.startIteration(index, input, previousEventId);
    return this.startMore(previousEventId);
  }

  private startIteration(index: number, input: Json, previousEventId: number): void {
    const { execution } = this.branch;
    const child = execution.spawn('iteration', index, this.processor, this.branch, this.iterationEnded);
    child.mapContext = mapContext(this.items, index, FROM_INPUT);
    execution.record(child, this.events.started, index, previousEventId);
    this.open.add(child);
    execution.launch(child, undefined, input);
  }

  private readonly iterationEnded = (child: Branch, failure: Failure | undefined): void => {
    const { execution } = this.branch;
    const last = child.lastEventId;
    this.open.delete(child);
    if (failure) {
      execution.record(child, this.events.failed, child.index, last);
      // What follows points to the event that failed, not to MapIterationFailed (recorded on AWS).
      this.branch.lastEventId = last;
      this.keepProgress([child, ...this.open]);
      resume(this.branch, this.failed(failure));
      return;
    }
    this.outputs[child.index] = child.output;
    execution.record(child, this.events.succeeded, child.index, last);
    this.branch.lastEventId = child.lastEventId;
    if (this.next < this.items.values.length) {
      const outcome = this.startMore(last);
      if (outcome) resume(this.branch, outcome);
    } else if (this.open.size === 0 && !this.selecting) {
      this.succeed();
    }
  };

  private succeed(): void {
    const { branch } = this;
    const last = branch.lastEventId;
    branch.execution.record(branch, 'MapStateSucceeded', undefined);
    branch.lastEventId = last;
    branch.result = this.outputs;
    branch.output = this.outputs;
    resume(branch, undefined);
  }

  private keepProgress(unfinished: readonly Branch[]): void {
    this.branch.progress = { outputs: this.outputs, unfinished, next: this.next };
  }

  private failed<F extends Failure | ExpressionFailure>(failure: F): F {
    this.ended = true;
    this.abortOpen();
    this.open.clear();
    return failure;
  }

  private abortOpen(): void {
    for (const child of this.open) {
      this.branch.execution.abortBranch(child);
      this.branch.execution.record(child, this.events.aborted, child.index);
    }
  }
}
