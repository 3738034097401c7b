import { ARRAY_FUNCTIONS } from './arrayFunctions.ts';
import type { FastFunction } from './fastFunction.ts';
import { NUMBER_FUNCTIONS } from './numberFunctions.ts';
import { OBJECT_FUNCTIONS } from './objectFunctions.ts';
import type { Evaluate } from './run.ts';
import { TEXT_FUNCTIONS } from './textFunctions.ts';
import { bail, type Value } from './values.ts';

const FUNCTIONS: ReadonlyMap<string, FastFunction> = new Map(
  [TEXT_FUNCTIONS, NUMBER_FUNCTIONS, ARRAY_FUNCTIONS, OBJECT_FUNCTIONS].flatMap((table) => Object.entries(table)),
);

/** A call of `$name` with arguments that are evaluated from left to right; undefined when the call is not one of those known here. */
export function functionCall(name: string, values: readonly Evaluate[]): Evaluate | undefined {
  const known = FUNCTIONS.get(name);
  if (known === undefined || values.length > known.maximum) return undefined;
  const takesContext = values.length === 0 && known.takesContext === true;
  if (values.length < known.minimum && !takesContext) return undefined;
  const { call } = known;
  const [first, second, third] = values;
  if (takesContext) return (context, run) => (run.isFunction(name) ? call(context, undefined, undefined, run) : bail());
  return (context, run) => {
    if (!run.isFunction(name)) return bail();
    const a = first?.(context, run);
    const b = second === undefined ? undefined : required(second(context, run));
    const c = third === undefined ? undefined : required(third(context, run));
    const result = call(a, b, c, run);
    if (Array.isArray(result)) run.spend(result.length);
    return result;
  };
}

/** An argument that is written but has no value can shift the others: the reference implementation knows how. */
function required(value: Value): Value {
  return value === undefined ? bail() : value;
}
