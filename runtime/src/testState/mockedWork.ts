import { isObject, type Json } from '../asl/json.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import type { Branch } from '../interpreter/branch.ts';
import { processorConfig } from '../interpreter/compile.ts';
import { Failure } from '../interpreter/failure.ts';
import { numberField } from '../interpreter/fields.ts';
import type { CompiledMachine, CompiledState, Phase, PhaseOutcome } from '../interpreter/machine.ts';
import type { Evaluated } from '../interpreter/phases.ts';
import { batcher } from '../interpreter/states/map/itemBatcher.ts';
import { valueAt } from '../interpreter/states/map/itemFormats.ts';
import { itemSelector, itemsIn, itemsOf, type MapItems } from '../interpreter/states/map/items.ts';
import { MAX_CONCURRENCY } from '../interpreter/states/map/map.ts';
import { thresholdFailure, thresholdReaders } from '../interpreter/states/map/thresholds.ts';
import { settingsReader } from '../interpreter/states/task.ts';
import { jsonMember, LONE_STATE } from './checks.ts';
import { TestStateError, type TestStateRequest } from './request.ts';

/** Where a mocked Map writes what it has computed. */
export interface Notes {
  readonly numbers: Map<string, number>;
  readonly values: Map<string, Json>;
  /** Set when the request turns out to be refused only while the state runs. */
  refusal?: TestStateError;
}

/** The machine with the mock in place of the tested state's work. */
export function withMock(machine: CompiledMachine, request: TestStateRequest, notes: Notes): CompiledMachine {
  if (!request.mock) return machine;
  const state = machine.stateNamed(LONE_STATE) as { -readonly [K in keyof CompiledState]: CompiledState[K] };
  const answer = mockedAnswer(request);
  const run = state.type === 'Map' ? mockedMap(state, request, notes, answer) : mockedTask(state, answer);
  const work: Phase = { id: 'result', run };
  state.phases = state.phases.map((phase) => (phase.id === 'result' ? work : phase));
  return machine;
}

type Work = (branch: Branch) => PhaseOutcome | Promise<PhaseOutcome>;

function mockedAnswer(request: TestStateRequest): Work {
  const { mock } = request;
  const error = mock?.errorOutput;
  if (error) {
    const failure = new Failure(error.error, error.cause);
    return () => failure;
  }
  const result = jsonMember(mock?.result, null, 'mocked result');
  return (branch) => {
    branch.result = result;
    branch.output = result;
    return undefined;
  };
}

/** A Task's own fields are evaluated before anything answers. */
function mockedTask({ definition, queryLanguage, type }: CompiledState, answer: Work): Work {
  const settings = type === 'Task' ? settingsReader(definition, queryLanguage) : undefined;
  return settings ? (branch) => settings(branch, () => answer(branch)) : answer;
}

/** A Map's own fields are evaluated, its iterations are the mock. */
function mockedMap(state: CompiledState, request: TestStateRequest, notes: Notes, answer: Work): Work {
  const { definition, queryLanguage } = state;
  const concurrency = numberField(definition, queryLanguage, MAX_CONCURRENCY);
  const thresholds = thresholdReaders(definition, queryLanguage);
  const select = itemSelector(definition, queryLanguage);
  const batch = isObject(definition.ItemBatcher) ? batcher(definition.ItemBatcher, queryLanguage) : undefined;
  const failed = request.stateConfiguration?.mapIterationFailureCount;
  return async (branch) => {
    const items = itemsFor(branch, state, request, notes);
    if (!('values' in items)) return items;
    if (queryLanguage === 'JSONPath') notes.values.set('afterItemsPath', items.values);
    const settings: [string, Evaluated | undefined][] = [
      ['maxConcurrency', concurrency?.(branch, branch.effective) ?? 0],
      ['toleratedFailureCount', thresholds.count?.(branch, branch.effective)],
      ['toleratedFailurePercentage', thresholds.percentage?.(branch, branch.effective)],
    ];
    for (const [name, evaluated] of settings) {
      const value = await evaluated;
      if (value instanceof ExpressionFailure) return value;
      if (typeof value === 'number') notes.numbers.set(name, value);
    }
    const selected = await selectAll(branch, items, select);
    if (selected instanceof ExpressionFailure) return selected;
    if (definition.ItemSelector !== undefined) notes.values.set('afterItemSelector', selected);
    if (batch) {
      const batches = await batch(branch, selected);
      if (batches instanceof ExpressionFailure) return batches;
      notes.values.set(
        'afterItemBatcher',
        batches.map(({ input }) => input),
      );
    }
    if (failed !== undefined && failed > items.values.length) {
      const problem = 'Map iteration failure count must be less than or equal to the number of Map iterations';
      notes.refusal = new TestStateError('ValidationException', problem);
      return new Failure('States.Runtime', problem);
    }
    if (
      failed !== undefined &&
      request.mock?.errorOutput === undefined &&
      tooMany(notes.numbers, failed, items.values.length)
    )
      return thresholdFailure();
    return answer(branch);
  };
}

function itemsFor(
  branch: Branch,
  state: CompiledState,
  request: TestStateRequest,
  notes: Notes,
): MapItems | Failure | ExpressionFailure {
  const { definition, queryLanguage } = state;
  const { ItemReader: reader } = definition;
  if (isObject(reader)) {
    const data = jsonMember(request.stateConfiguration?.mapItemReaderData, [], 'mapItemReaderData');
    const pointer = isObject(reader.ReaderConfig) ? reader.ReaderConfig.ItemsPointer : undefined;
    const pointed = typeof pointer === 'string' ? valueAt(data, pointer) : undefined;
    if (pointed !== undefined) notes.values.set('afterItemsPointer', pointed);
    return itemsIn(pointed ?? data, true) ?? { values: [] };
  }
  return itemsOf(branch, definition, queryLanguage, processorConfig(definition).Mode === 'DISTRIBUTED');
}

async function selectAll(
  branch: Branch,
  items: MapItems,
  select: ReturnType<typeof itemSelector>,
): Promise<Json[] | ExpressionFailure> {
  const selected: Json[] = [];
  for (let index = 0; index < items.values.length; index++) {
    const value = await select(branch, items, index, 'STATE_DATA');
    if (value instanceof ExpressionFailure) return value;
    selected.push(value);
  }
  return selected;
}

/** Without any threshold the count of failed iterations never fails the state here (recorded on AWS), unlike in a real Map Run. */
function tooMany(numbers: ReadonlyMap<string, number>, failed: number, total: number): boolean {
  const count = numbers.get('toleratedFailureCount');
  const percentage = numbers.get('toleratedFailurePercentage');
  return (
    (count !== undefined && failed > count) ||
    (percentage !== undefined && (failed * 100) / Math.max(total, 1) > percentage)
  );
}
