import type { JsonObject } from '../../../asl/json.ts';
import { Failure } from '../../failure.ts';
import { type NumberReader, numberField } from '../../fields.ts';

/** How many failed items a distributed Map puts up with. */
export interface Thresholds {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

export interface ThresholdReaders {
  readonly count: NumberReader | undefined;
  readonly percentage: NumberReader | undefined;
}

/** ToleratedFailureCount and ToleratedFailurePercentage, with their Path twins. */
export function thresholdReaders(definition: JsonObject, queryLanguage: string): ThresholdReaders {
  return {
    count: numberField(definition, queryLanguage, {
      name: 'ToleratedFailureCount',
      kind: 'integer',
      check: (value) => (value < 0 ? 'ToleratedFailureCount cannot be negative.' : undefined),
    }),
    percentage: numberField(definition, queryLanguage, {
      name: 'ToleratedFailurePercentage',
      kind: 'float',
      check: (value) =>
        value < 0 || value > 100 ? 'ToleratedFailurePercentage must be between 0 and 100.' : undefined,
    }),
  };
}

/** Whether that many failed items of `total` are too many. Without thresholds any failure is. */
export function exceeds(thresholds: Thresholds, failed: number, total: number): boolean {
  if (failed === 0) return false;
  const { count, percentage } = thresholds;
  if (count === undefined && percentage === undefined) return true;
  return (count !== undefined && failed > count) || (percentage !== undefined && (failed * 100) / total > percentage);
}

export function thresholdFailure(): Failure {
  return new Failure(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
  );
}
