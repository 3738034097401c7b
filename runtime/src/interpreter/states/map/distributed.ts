import { isObject, type JsonObject } from '../../../asl/json.ts';
import type { Branch } from '../../branch.ts';
import type { CompiledScope, PhaseOutcome } from '../../machine.ts';
import { DistributedRun, type MapRunPlan } from './distributedRun.ts';
import { batcher } from './itemBatcher.ts';
import { itemReader } from './itemReader.ts';
import type { ItemSelector, MapItems } from './items.ts';
import { resultWriter } from './resultWriter.ts';
import { thresholdReaders } from './thresholds.ts';

/**
 * Work of a Map in distributed mode: every item or batch becomes a child execution with a history of its own. A redriven state goes on with the Map
 * Run that it had started.
 */
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
  return (branch: Branch, items: MapItems, maxConcurrency: number): PhaseOutcome => {
    if (branch.mapRun) return branch.mapRun.redrive();
    branch.execution.record(branch, 'MapStateStarted', { length: items.values.length });
    return new DistributedRun(branch, plan, items, maxConcurrency).begin();
  };
}
