import type { Json, JsonObject } from '../../../asl/json.ts';
import { ExpressionFailure } from '../../../expressions/failure.ts';
import type { Branch } from '../../branch.ts';
import { type NumberField, numberField, templateField } from '../../fields.ts';
import { payloadSize } from '../../limits.ts';

/** Most bytes that MaxInputBytesPerBatch may ask for: a payload. */
const LARGEST_BATCH = 262_144;

export interface Batch {
  readonly input: JsonObject;
  /** Items in the batch. */
  readonly size: number;
}

export type Batcher = (
  branch: Branch,
  items: readonly Json[],
) => readonly Batch[] | ExpressionFailure | Promise<readonly Batch[] | ExpressionFailure>;

/** ItemBatcher: groups items by number and by bytes; the smaller batch wins where both are limited. */
export function batcher(owner: JsonObject, queryLanguage: string): Batcher {
  const field = (name: string, check: NumberField['check']) =>
    numberField(owner, queryLanguage, { name, kind: 'integer', location: `ItemBatcher/${name}`, check });
  const maxItems = field('MaxItemsPerBatch', (value, name) =>
    value < 1 ? `${name} must be greater than 0.` : undefined,
  );
  const maxBytes = field('MaxInputBytesPerBatch', (value, name) =>
    value < 1 || value > LARGEST_BATCH ? `${name} must be between 1 and ${LARGEST_BATCH}.` : undefined,
  );
  const common =
    owner.BatchInput === undefined
      ? undefined
      : templateField(owner.BatchInput, 'ItemBatcher/BatchInput', queryLanguage);
  return (branch, items) => {
    const values = [maxItems?.(branch, branch.effective), maxBytes?.(branch, branch.effective), common?.(branch)];
    if (values.some((value) => value instanceof Promise))
      return Promise.all(values).then((settled) => cut(items, settled));
    return cut(items, values as (Json | ExpressionFailure | undefined)[]);
  };
}

function cut(
  items: readonly Json[],
  settings: readonly (Json | ExpressionFailure | undefined)[],
): readonly Batch[] | ExpressionFailure {
  const failure = settings.find((value) => value instanceof ExpressionFailure);
  if (failure instanceof ExpressionFailure) return failure;
  const [maxItems, maxBytes, common] = settings as [number | undefined, number | undefined, Json | undefined];
  const batches: Batch[] = [];
  let batch: Json[] = [];
  const commonBytes = common === undefined ? 0 : payloadSize(common) + '"BatchInput":,'.length;
  const empty = '{"Items":[]}'.length + commonBytes;
  let bytes = empty;
  const close = () => {
    if (batch.length > 0)
      batches.push({
        input: { ...(common === undefined ? {} : { BatchInput: common }), Items: batch },
        size: batch.length,
      });
    batch = [];
    bytes = empty;
  };
  for (const item of items) {
    const size = payloadSize(item) + 1;
    if (
      batch.length > 0 &&
      (batch.length >= (maxItems ?? Number.POSITIVE_INFINITY) || bytes + size > (maxBytes ?? Number.POSITIVE_INFINITY))
    )
      close();
    batch.push(item);
    bytes += size;
  }
  close();
  return batches;
}
