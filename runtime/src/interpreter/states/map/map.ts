import { isObject, type JsonObject } from '../../../asl/json.ts';
import { ExpressionFailure } from '../../../expressions/failure.ts';
import { Failure } from '../../failure.ts';
import { type NumberField, numberField } from '../../fields.ts';
import type { CompiledScope, Phase, PhaseOutcome } from '../../machine.ts';
import {
  inputAndResult,
  inputPathPhases,
  jsonataOutputPhases,
  phase,
  resultPhases,
  whenEvaluated,
} from '../../phases.ts';
import { distributedWork } from './distributed.ts';
import { inlineWork } from './inline.ts';
import { itemSelector, itemsOf, itemsPathPhases, itemsPhases } from './items.ts';

/** Iterations that run at the same time in inline mode, whatever MaxConcurrency says (AWS quota). */
const INLINE_CONCURRENCY = 40;

export const MAX_CONCURRENCY: NumberField = {
  name: 'MaxConcurrency',
  kind: 'integer',
  check: (value) => (value < 0 ? 'MaxConcurrency cannot be negative.' : undefined),
};

/** Map: Amazon States Language, "Map State"; both modes. */
export function mapPhases(
  definition: JsonObject,
  queryLanguage: string,
  processor: CompiledScope | undefined,
  processorConfig: JsonObject,
): Phase[] {
  if (!processor) {
    return [phase('result', () => new ExpressionFailure('States.Runtime', 'The Map state has no ItemProcessor.'))];
  }
  const distributed = processorConfig.Mode === 'DISTRIBUTED';
  const concurrency = numberField(definition, queryLanguage, MAX_CONCURRENCY);
  const select = itemSelector(definition, queryLanguage);
  const hasReader = distributed && isObject(definition.ItemReader);
  const run = distributed
    ? distributedWork(definition, queryLanguage, processor, processorConfig, select)
    : inlineWork(processor, select);
  const work = phase('result', (branch) => {
    const items = hasReader ? { values: [] } : itemsOf(branch, definition, queryLanguage, distributed);
    if (items instanceof Failure || items instanceof ExpressionFailure) return items;
    const begin = (limit: number): PhaseOutcome | Promise<PhaseOutcome> =>
      run(branch, items, distributed ? limit : Math.min(limit || INLINE_CONCURRENCY, INLINE_CONCURRENCY));
    return concurrency
      ? whenEvaluated(concurrency(branch, branch.effective)!, (limit) => begin(limit as number))
      : begin(0);
  });
  if (queryLanguage === 'JSONata') {
    return [
      ...(hasReader ? [] : itemsPhases(definition, distributed)),
      work,
      ...jsonataOutputPhases(definition, inputAndResult),
    ];
  }
  return [
    ...inputPathPhases(definition),
    ...(hasReader ? [] : itemsPathPhases(definition)),
    work,
    ...resultPhases(definition),
  ];
}
