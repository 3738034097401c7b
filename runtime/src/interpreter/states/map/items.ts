import { isObject, type Json, type JsonObject } from '../../../asl/json.ts';
import { ExpressionFailure } from '../../../expressions/failure.ts';
import { isJsonataString, jsonataText, unexpectedType } from '../../../expressions/jsonata.ts';
import type { Branch } from '../../branch.ts';
import { Failure } from '../../failure.ts';
import { templateField } from '../../fields.ts';
import type { Phase } from '../../machine.ts';
import { type Evaluated, pathReader, phase, whenEvaluated } from '../../phases.ts';

/** What a Map iterates over: the elements of an array, or the properties of an object. */
export interface MapItems {
  readonly values: readonly Json[];
  /** Property names, where an object is iterated over. */
  readonly keys?: readonly string[];
}

/** What `$$.Map.Item.Source` says of items that came with the state's input. */
export const FROM_INPUT = 'STATE_DATA';

/** `ItemsPath` of a JSONPath Map; the items stand in `branch.result` until the work replaces them. */
export function itemsPathPhases(definition: JsonObject): Phase[] {
  const text = typeof definition.ItemsPath === 'string' ? definition.ItemsPath : undefined;
  if (text === undefined || text === '$') return [];
  const read = pathReader(text);
  return [
    phase('afterItemsPath', (branch) => {
      const value = read(branch, branch.effective);
      if (value instanceof ExpressionFailure) return value;
      branch.result = value;
      return undefined;
    }),
  ];
}

/** `Items` of a JSONata Map. */
export function itemsPhases(definition: JsonObject, allowObject: boolean): Phase[] {
  const written = definition.Items;
  if (written === undefined) return [];
  const evaluate = templateField(written, 'Items', 'JSONata');
  return [
    phase('afterItemsPath', (branch) =>
      whenEvaluated(evaluate(branch), (value) => {
        if (!Array.isArray(value) && !(allowObject && isObject(value))) {
          return unexpectedType(
            isJsonataString(written) ? jsonataText(written) : JSON.stringify(written),
            'Items',
            'array',
            value,
          );
        }
        branch.result = value;
        return undefined;
      }),
    ),
  ];
}

/** The items of the state: those of the phases before, or its effective input. A failure where they are none. */
export function itemsOf(
  branch: Branch,
  definition: JsonObject,
  queryLanguage: string,
  allowObject: boolean,
): MapItems | Failure | ExpressionFailure {
  const source = branch.result === undefined ? branch.effective : branch.result;
  const items = itemsIn(source, allowObject);
  if (items) return items;
  if (queryLanguage === 'JSONata') {
    return new ExpressionFailure(
      'States.QueryEvaluationError',
      `Map state input must be an array but was: ${JSON.stringify(source)}`,
    );
  }
  const path = String(definition.ItemsPath ?? '$').replace(/^\$\$/, '$');
  // This text comes without the usual prefix (recorded on AWS).
  return new Failure('States.Runtime', `Reference path "${path}" must point to array.`);
}

/** An array's items, or the properties of an object where those are allowed (distributed mode). */
export function itemsIn(source: Json, allowObject: boolean): MapItems | undefined {
  if (Array.isArray(source)) return { values: source };
  if (allowObject && isObject(source)) return { values: Object.values(source), keys: Object.keys(source) };
  return undefined;
}

/** Computes the input of an item's processor: ItemSelector (or a Map's Parameters), or the item itself. */
export type ItemSelector = (branch: Branch, items: MapItems, index: number, source: string) => Evaluated;

export function itemSelector(definition: JsonObject, queryLanguage: string): ItemSelector {
  const written = definition.ItemSelector ?? (queryLanguage === 'JSONPath' ? definition.Parameters : undefined);
  if (written === undefined) return (_branch, items, index) => items.values[index]!;
  const select = templateField(written, 'ItemSelector', queryLanguage);
  return (branch, items, index, source) => withItem(branch, items, index, source, () => select(branch));
}

/** `$$.Map` of an item. */
export function mapContext(items: MapItems, index: number, source: string): JsonObject {
  const shown: Record<string, Json> = { Index: index, Value: items.values[index]! };
  if (items.keys) shown.Key = items.keys[index]!;
  shown.Source = source;
  return { Item: shown };
}

/** Evaluates with `$$.Map.Item` set, and takes it away again. */
function withItem(
  branch: Branch,
  items: MapItems,
  index: number,
  source: string,
  evaluate: () => Evaluated,
): Evaluated {
  const [outerMap, outerContext] = [branch.mapContext, branch.contextObject];
  branch.mapContext = mapContext(items, index, source);
  branch.contextObject = undefined;
  const restore = () => {
    branch.mapContext = outerMap;
    branch.contextObject = outerContext;
  };
  const value = evaluate();
  if (value instanceof Promise) return value.finally(restore);
  restore();
  return value;
}
