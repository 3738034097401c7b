import type { Json, JsonObject } from '../../../asl/json.ts';
import { ExpressionFailure } from '../../../expressions/failure.ts';
import { withoutUndefined } from '../../../history/events.ts';
import type { Branch, RedrivableMapRun } from '../../branch.ts';
import { Execution, type StateMachineType } from '../../execution.ts';
import { Failure } from '../../failure.ts';
import { type CompiledScope, type PhaseOutcome, SUSPENDED } from '../../machine.ts';
import type { MapRun, MapRunCounts, MapRunSettings, MapRunStatus } from '../../mapRun.ts';
import { resume } from '../../runState.ts';
import { ChildExecutions, NO_COUNTS } from './childExecutions.ts';
import { childInputs, type InputPlan } from './childInputs.ts';
import type { ItemReader } from './itemReader.ts';
import { FROM_INPUT, type MapItems } from './items.ts';
import { MapRunNames } from './mapRunNames.ts';
import type { MapRunResult, ResultWriter } from './resultWriter.ts';
import { type Work, whenRead, whenSettled } from './steps.ts';
import { exceeds, type ThresholdReaders, type Thresholds, thresholdFailure } from './thresholds.ts';

/** What a distributed Map's definition says about its Map Runs. */
export interface MapRunPlan extends InputPlan {
  readonly processor: CompiledScope;
  readonly type: StateMachineType;
  readonly label: string | undefined;
  readonly thresholds: ThresholdReaders;
  readonly reader: ItemReader | undefined;
  readonly writer: ResultWriter;
}

/** One attempt of a distributed Map. Steps follow each other at once where nothing outside is asked. */
export class DistributedRun implements MapRun, RedrivableMapRun, Work {
  status: MapRunStatus = 'RUNNING';
  readonly startTime: number;
  stopTime: number | undefined;
  redriveCount = 0;
  redriveTime: number | undefined;
  waiting: Work['waiting'];
  private readonly names: MapRunNames;
  private thresholds: Thresholds = { count: undefined, percentage: undefined };
  /** Undefined until the items are known. */
  private pool: ChildExecutions | undefined;
  private resultsWritten = false;
  /** No child is started any more: results are being written, or too many have failed. */
  private closing = false;
  private starting = false;
  private beginning = true;
  private outcome: PhaseOutcome = undefined;

  constructor(
    readonly branch: Branch,
    private readonly plan: MapRunPlan,
    private readonly items: MapItems,
    private maxConcurrency: number,
  ) {
    this.names = new MapRunNames(branch.execution, plan.label);
    this.startTime = branch.execution.environment.clock.now();
  }

  get arn(): string {
    return this.names.mapRunArn;
  }

  get settings(): MapRunSettings {
    return {
      maxConcurrency: this.maxConcurrency,
      toleratedFailureCount: this.thresholds.count ?? 0,
      toleratedFailurePercentage: this.thresholds.percentage ?? 0,
    };
  }

  get itemCounts(): MapRunCounts {
    return this.pool?.counts('items', this.resultsWritten) ?? NO_COUNTS;
  }

  get executionCounts(): MapRunCounts {
    return this.pool?.counts('executions', this.resultsWritten) ?? NO_COUNTS;
  }

  get children(): readonly Execution[] {
    return this.pool?.started ?? [];
  }

  get pendingRedrive(): ReadonlySet<Execution> {
    return this.pool?.pendingRedrive ?? new Set();
  }

  itemCountOf(child: Execution): number {
    return this.pool?.itemCountOf(child) ?? 0;
  }

  update(changes: Partial<MapRunSettings>): boolean {
    if (this.isOver) return false;
    const { maxConcurrency, toleratedFailureCount: count, toleratedFailurePercentage: percentage } = changes;
    this.maxConcurrency = maxConcurrency ?? this.maxConcurrency;
    this.thresholds = {
      count: count ?? this.thresholds.count,
      percentage: percentage ?? this.thresholds.percentage,
    };
    if (this.pool) this.goOn(this.pool);
    this.branch.execution.scheduler.pump();
    return true;
  }

  /** Evaluates the thresholds, reads the items, and starts the children. */
  begin(): PhaseOutcome {
    return this.underWay(() => this.readThresholds());
  }

  /** Goes on with what is left: items that could not be read, children that did not succeed or never began, results that were not written. */
  redrive(): PhaseOutcome {
    this.status = 'RUNNING';
    this.stopTime = undefined;
    this.redriveCount += 1;
    this.redriveTime = this.branch.execution.environment.clock.now();
    this.resultsWritten = false;
    this.closing = false;
    const details = { mapRunArn: this.arn, redriveCount: this.redriveCount };
    this.branch.execution.record(this.branch, 'MapRunRedriven', details);
    return this.underWay(() => {
      this.pool?.redrive();
      if (this.pool) this.goOn(this.pool);
      else this.readItems();
    });
  }

  private get isOver(): boolean {
    return this.status !== 'RUNNING';
  }

  fail(outcome: PhaseOutcome): void {
    this.end('FAILED', outcome);
  }

  private underWay(run: () => void): PhaseOutcome {
    this.beginning = true;
    this.outcome = undefined;
    run();
    this.beginning = false;
    if (this.isOver) return this.outcome;
    this.branch.cancelWait = () => this.abort();
    return SUSPENDED;
  }

  private readThresholds(): void {
    const { count, percentage } = this.plan.thresholds;
    whenRead(this, count?.(this.branch, this.branch.effective), (countValue) =>
      whenRead(this, percentage?.(this.branch, this.branch.effective), (percentageValue) => {
        this.thresholds = {
          count: countValue as number | undefined,
          percentage: percentageValue as number | undefined,
        };
        if (this.plan.reader) this.readItems();
        else {
          this.recordStart();
          this.startChildren(this.items, FROM_INPUT);
        }
      }),
    );
  }

  private readItems(): void {
    const { reader } = this.plan;
    if (!reader) {
      this.startChildren(this.items, FROM_INPUT);
      return;
    }
    whenRead(this, reader.maxItems?.(this.branch, this.branch.effective), (maxItems) =>
      whenRead(this, reader.arguments(this.branch), (argumentsOfReader) => {
        const request = argumentsOfReader as JsonObject;
        if (this.branch.mapRun !== this) this.recordStart();
        const { objects } = this.branch.execution.environment;
        whenSettled(this, reader.read(request, maxItems as number | undefined, objects), (read) => {
          if (typeof read === 'string') this.failRun(new Failure('States.ItemReaderFailed', read));
          else this.startChildren(read, reader.source(request));
        });
      }),
    );
  }

  private recordStart(): void {
    const { execution } = this.branch;
    this.branch.mapRun = this;
    execution.mapRuns = [...execution.mapRuns, this];
    execution.record(this.branch, 'MapRunStarted', { mapRunArn: this.arn });
  }

  private startChildren(items: MapItems, source: string): void {
    childInputs(this, this.plan, items, source, (inputs) => {
      this.pool = new ChildExecutions(inputs, (index, input, former) => this.newChild(index, input, former));
      this.goOn(this.pool);
    });
  }

  /** Ends the run when it has failed too often or nothing is left to do; otherwise keeps it busy. */
  private goOn(pool: ChildExecutions): void {
    if (this.isOver || this.closing || this.starting) return;
    const hasFailed = () => exceeds(this.thresholds, pool.failedItems, pool.itemCount);
    // A child may end while it is started.
    this.starting = true;
    pool.startMore(this.maxConcurrency, () => !this.isOver && !hasFailed());
    this.starting = false;
    if (this.isOver) return;
    if (hasFailed()) {
      this.closing = true;
      pool.stop();
      this.exportFailed(pool);
    } else if (pool.done) {
      this.closing = true;
      this.writeResults(pool);
    }
  }

  private newChild(index: number, input: Json, former: Execution | undefined): Execution {
    const { execution } = this.branch;
    return new Execution({
      machine: execution.machine,
      input,
      environment: execution.environment,
      type: this.plan.type,
      stateMachineArn: this.names.stateMachineArn,
      executionArn: this.names.childArn(this.plan.type, former),
      roleArn: execution.roleArn,
      parent: { branch: this.branch, scope: this.plan.processor, index },
      onFinish: (child) => this.childFinished(child),
    });
  }

  private childFinished(child: Execution): void {
    const pool = this.pool!;
    pool.ended(child);
    this.goOn(pool);
  }

  private writeResults(pool: ChildExecutions): void {
    const { writer } = this.plan;
    whenRead(this, writer.arguments?.(this.branch), (request) =>
      whenSettled(this, writer.write(this.resultOf(pool), request as JsonObject | undefined), (written) => {
        if (written instanceof Failure) this.failRun(written);
        else {
          this.resultsWritten = request !== undefined;
          this.succeed(written);
        }
      }),
    );
  }

  /** A Map Run that has failed too often exports what there is, too. Where that is not possible, the run's own failure is what counts. */
  private exportFailed(pool: ChildExecutions): void {
    const { writer } = this.plan;
    const fail = () => this.failRun(thresholdFailure());
    if (!writer.arguments) {
      fail();
      return;
    }
    whenSettled(this, writer.arguments(this.branch), (request) => {
      if (request instanceof ExpressionFailure) fail();
      else
        whenSettled(this, writer.write(this.resultOf(pool), request as JsonObject), (written) => {
          this.resultsWritten = !(written instanceof Failure);
          fail();
        });
    });
  }

  private resultOf(pool: ChildExecutions): MapRunResult {
    const { objects } = this.branch.execution.environment;
    return { children: pool.started, pending: pool.inputs.slice(pool.started.length), names: this.names, objects };
  }

  private succeed(result: Json): void {
    const { branch } = this;
    branch.execution.record(branch, 'MapRunSucceeded', undefined);
    const last = branch.lastEventId;
    branch.execution.record(branch, 'MapStateSucceeded', undefined);
    branch.lastEventId = last;
    branch.result = result;
    branch.output = result;
    this.end('SUCCEEDED', undefined);
  }

  private failRun(failure: Failure): void {
    const details = withoutUndefined({ error: failure.error, cause: failure.cause });
    this.branch.execution.record(this.branch, 'MapRunFailed', details);
    this.end('FAILED', failure);
  }

  private abort(): void {
    if (this.isOver) return;
    this.branch.execution.record(this.branch, 'MapRunAborted', undefined);
    this.stopped('ABORTED');
    this.waiting?.giveUp();
    this.waiting = undefined;
    this.pool?.stop();
  }

  private end(status: MapRunStatus, outcome: PhaseOutcome): void {
    this.stopped(status);
    if (this.beginning) this.outcome = outcome;
    else resume(this.branch, outcome);
  }

  private stopped(status: MapRunStatus): void {
    this.status = status;
    this.stopTime = this.branch.execution.environment.clock.now();
  }
}
