import type { Json } from '../../../asl/json.ts';
import { ExpressionFailure } from '../../../expressions/failure.ts';
import type { Batcher } from './itemBatcher.ts';
import type { ItemSelector, MapItems } from './items.ts';
import { type Work, whenGiven } from './steps.ts';

/** What the children of a Map Run start with. */
export interface ChildInputs {
  readonly inputs: readonly Json[];
  /** Items of each child; undefined where each has one. */
  readonly sizes: readonly number[] | undefined;
}

/** How items become inputs: ItemSelector, then ItemBatcher. */
export interface InputPlan {
  readonly select: ItemSelector;
  readonly batch: Batcher | undefined;
}

/** Makes the inputs of the children. `source` is what the context object says of the items. */
export function childInputs(
  work: Work,
  { select, batch }: InputPlan,
  items: MapItems,
  source: string,
  use: (inputs: ChildInputs) => void,
): void {
  selectFrom(0, []);

  function selectFrom(from: number, selected: Json[]): void {
    for (let index = from; index < items.values.length; index++) {
      const value = select(work.branch, items, index, source);
      if (value instanceof Promise) {
        whenGiven(work, value, (settled) => {
          selected.push(settled);
          selectFrom(index + 1, selected);
        });
        return;
      }
      if (value instanceof ExpressionFailure) {
        work.fail(value);
        return;
      }
      selected.push(value);
    }
    if (!batch) use({ inputs: selected, sizes: undefined });
    else
      whenGiven(work, batch(work.branch, selected), (batches) =>
        use({ inputs: batches.map(({ input }) => input), sizes: batches.map(({ size }) => size) }),
      );
  }
}
