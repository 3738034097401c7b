import { isObject, type Json, type JsonObject } from '../../../asl/json.ts';
import { ExpressionFailure } from '../../../expressions/failure.ts';
import type { Branch } from '../../branch.ts';
import { Execution, type StateMachineType } from '../../execution.ts';
import { Failure } from '../../failure.ts';
import { type CompiledScope, type PhaseOutcome, SUSPENDED } from '../../machine.ts';
import type { Evaluated } from '../../phases.ts';
import { engineFailure, resume } from '../../runState.ts';
import { type Batcher, batcher } from './itemBatcher.ts';
import { type ItemReader, itemReader } from './itemReader.ts';
import type { ItemSelector, MapItems } from './items.ts';
import { type ResultWriter, resultWriter } from './resultWriter.ts';
import { exceeds, type ThresholdReaders, type Thresholds, thresholdFailure, thresholdReaders } from './thresholds.ts';

/** Children that exist at the same time when MaxConcurrency gives no smaller number. */
const CHILD_CONCURRENCY = 1_000;

interface MapRunPlan {
  readonly processor: CompiledScope;
  readonly type: StateMachineType;
  readonly label: string | undefined;
  readonly select: ItemSelector;
  readonly thresholds: ThresholdReaders;
  readonly reader: ItemReader | undefined;
  readonly batch: Batcher | undefined;
  readonly writer: ResultWriter;
}

/** Work of a Map in distributed mode: every item or batch becomes a child execution with a history of its own. */
export function distributedWork(
  definition: JsonObject,
  queryLanguage: string,
  processor: CompiledScope,
  processorConfig: JsonObject,
  select: ItemSelector,
) {
  const plan: MapRunPlan = {
    processor,
    type: processorConfig.ExecutionType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD',
    label: typeof definition.Label === 'string' ? definition.Label : undefined,
    select,
    thresholds: thresholdReaders(definition, queryLanguage),
    reader: isObject(definition.ItemReader) ? itemReader(definition.ItemReader, queryLanguage) : undefined,
    batch: isObject(definition.ItemBatcher) ? batcher(definition.ItemBatcher, queryLanguage) : undefined,
    writer: resultWriter(isObject(definition.ResultWriter) ? definition.ResultWriter : undefined, queryLanguage),
  };
  return (branch: Branch, items: MapItems, concurrency: number): PhaseOutcome => {
    branch.execution.record(branch, 'MapStateStarted', { length: items.values.length });
    return new MapRun(
      branch,
      plan,
      items,
      concurrency > 0 ? Math.min(concurrency, CHILD_CONCURRENCY) : CHILD_CONCURRENCY,
    ).begin();
  };
}

/** One attempt of a distributed Map. Steps follow each other at once where nothing outside is asked. */
class MapRun {
  private readonly uuid: string;
  private readonly name: string;
  private readonly region: string;
  private thresholds: Thresholds = { count: undefined, percentage: undefined };
  private inputs: Json[] = [];
  private sizes: number[] = [];
  private itemCount = 0;
  private failedItems = 0;
  private next = 0;
  private readonly children: (Execution | undefined)[] = [];
  private readonly running = new Set<Execution>();
  private beginning = true;
  private ended = false;
  private outcome: PhaseOutcome = undefined;

  constructor(
    private readonly branch: Branch,
    private readonly plan: MapRunPlan,
    private items: MapItems,
    private readonly concurrency: number,
  ) {
    const { execution } = branch;
    const { random } = execution.environment;
    const parts = execution.stateMachineArn.split(':');
    this.region = parts.slice(0, 5).join(':');
    this.name = `${parts[6] ?? ''}/${plan.label ?? random.uuid()}`;
    this.uuid = random.uuid();
  }

  private get mapRunArn(): string {
    return `${this.region}:mapRun:${this.name}:${this.uuid}`;
  }

  begin(): PhaseOutcome {
    this.readThresholds();
    this.beginning = false;
    if (this.ended) return this.outcome;
    this.branch.cancelWait = () => this.abort();
    return SUSPENDED;
  }

  private readThresholds(): void {
    const { count, percentage } = this.plan.thresholds;
    this.evaluated(count?.(this.branch, this.branch.effective), (countValue) =>
      this.evaluated(percentage?.(this.branch, this.branch.effective), (percentageValue) => {
        this.thresholds = {
          count: countValue as number | undefined,
          percentage: percentageValue as number | undefined,
        };
        this.readItems();
      }),
    );
  }

  private readItems(): void {
    const { reader } = this.plan;
    if (!reader) {
      this.recordStart();
      this.selectItems(0, []);
      return;
    }
    this.evaluated(reader.maxItems?.(this.branch, this.branch.effective), (maxItems) =>
      this.evaluated(reader.arguments(this.branch), (request) => {
        this.recordStart();
        const outcome = reader.read(
          request as JsonObject,
          maxItems as number | undefined,
          this.branch.execution.environment.objects,
        );
        this.settled(outcome, (read) => {
          if (typeof read === 'string') this.failRun(new Failure('States.ItemReaderFailed', read));
          else {
            this.items = read;
            this.selectItems(0, []);
          }
        });
      }),
    );
  }

  private recordStart(): void {
    this.branch.execution.record(this.branch, 'MapRunStarted', { mapRunArn: this.mapRunArn });
  }

  private selectItems(from: number, selected: Json[]): void {
    const source = this.plan.reader?.source ?? 'STATE_DATA';
    for (let index = from; index < this.items.values.length; index++) {
      const value = this.plan.select(this.branch, this.items, index, source);
      if (value instanceof Promise) {
        this.evaluated(value, (settled) => {
          selected.push(settled!);
          this.selectItems(index + 1, selected);
        });
        return;
      }
      if (value instanceof ExpressionFailure) {
        this.finish(value);
        return;
      }
      selected.push(value);
    }
    this.batchItems(selected);
  }

  private batchItems(selected: Json[]): void {
    this.itemCount = selected.length;
    if (!this.plan.batch) {
      this.inputs = selected;
      this.sizes = selected.map(() => 1);
      this.startChildren();
      return;
    }
    this.evaluatedWith(this.plan.batch(this.branch, selected), (batches) => {
      this.inputs = batches.map((batch) => batch.input);
      this.sizes = batches.map((batch) => batch.size);
      this.startChildren();
    });
  }

  private startChildren(): void {
    if (this.inputs.length === 0) this.writeResults();
    while (!this.ended && this.next < this.inputs.length && this.running.size < this.concurrency)
      this.startChild(this.next++);
  }

  private startChild(index: number): void {
    const { execution } = this.branch;
    const uuid = execution.environment.random.uuid();
    const kind = this.plan.type === 'EXPRESS' ? 'express' : 'execution';
    const suffix = this.plan.type === 'EXPRESS' ? `:${execution.environment.random.uuid()}` : '';
    const child = new Execution({
      machine: execution.machine,
      input: this.inputs[index]!,
      environment: execution.environment,
      type: this.plan.type,
      stateMachineArn: `${this.region}:stateMachine:${this.name}`,
      executionArn: `${this.region}:${kind}:${this.name}:${uuid}${suffix}`,
      roleArn: execution.roleArn,
      parent: { branch: this.branch, scope: this.plan.processor, index },
      onFinish: (finished) => this.childFinished(finished, index),
    });
    this.children[index] = child;
    this.running.add(child);
    child.start();
  }

  private childFinished(child: Execution, index: number): void {
    this.running.delete(child);
    if (this.ended) return;
    if (child.status !== 'SUCCEEDED') {
      this.failedItems += this.sizes[index]!;
      if (exceeds(this.thresholds, this.failedItems, this.itemCount)) {
        this.abortChildren();
        this.failRun(thresholdFailure());
        return;
      }
    }
    if (this.next < this.inputs.length) this.startChildren();
    else if (this.running.size === 0) this.writeResults();
  }

  private writeResults(): void {
    const { environment } = this.branch.execution;
    const children = this.children as Execution[];
    this.evaluated(this.plan.writer.arguments?.(this.branch), (request) =>
      this.settled(
        this.plan.writer.write(
          { children, mapRunArn: this.mapRunArn, uuid: this.uuid, objects: environment.objects },
          request as JsonObject | undefined,
        ),
        (written) => {
          if (written instanceof Failure) this.failRun(written);
          else this.succeed(written);
        },
      ),
    );
  }

  private succeed(result: Json): void {
    const { branch } = this;
    branch.execution.record(branch, 'MapRunSucceeded', undefined);
    const last = branch.lastEventId;
    branch.execution.record(branch, 'MapStateSucceeded', undefined);
    branch.lastEventId = last;
    branch.result = result;
    branch.output = result;
    this.finish(undefined);
  }

  private failRun(failure: Failure): void {
    this.branch.execution.record(this.branch, 'MapRunFailed', {
      ...(failure.error === undefined ? {} : { error: failure.error }),
      ...(failure.cause === undefined ? {} : { cause: failure.cause }),
    });
    this.finish(failure);
  }

  private abort(): void {
    if (this.ended) return;
    this.ended = true;
    this.abortChildren();
  }

  private abortChildren(): void {
    this.ended = true;
    for (const child of [...this.running]) child.stop();
    this.ended = false;
  }

  private finish(outcome: PhaseOutcome): void {
    this.ended = true;
    if (this.beginning) this.outcome = outcome;
    else resume(this.branch, outcome);
  }

  /** Goes on with an evaluated value, or ends the state by its failure. */
  private evaluated(value: Evaluated | undefined, use: (value: Json | undefined) => void): void {
    this.evaluatedWith(
      value as Json | undefined | ExpressionFailure | Promise<Json | undefined | ExpressionFailure>,
      use,
    );
  }

  private evaluatedWith<T>(
    value: T | ExpressionFailure | Promise<T | ExpressionFailure>,
    use: (value: T) => void,
  ): void {
    this.settled(value, (settled) => {
      if (settled instanceof ExpressionFailure) this.finish(settled);
      else use(settled);
    });
  }

  private settled<T>(value: T | Promise<T>, use: (value: T) => void): void {
    if (!(value instanceof Promise)) {
      use(value);
      return;
    }
    this.branch.execution.scheduler.await(
      value,
      (settled) => {
        if (!this.ended) use(settled);
      },
      (reason) => {
        if (!this.ended) this.finish(engineFailure(this.branch, 'States.Runtime', String(reason)));
      },
    );
  }
}
