import type { Json } from '../asl/json.ts';

/**
 * What an expression may look at while it is evaluated. The interpreter makes one per field; nothing here is ever written to.
 */
export interface EvaluationScope {
  /** What `$` means (JSONPath) — for JSONata see `states`. */
  readonly input: Json;
  /** The context object (`$$`, `$states.context`), built only when somebody asks. */
  context(): Json;
  /** Workflow variables in reach, by name without the dollar. */
  readonly variables: Readonly<Record<string, Json>>;
  /** JSONata's `$states` without `context`: input, and where the place allows it result or errorOutput. */
  readonly states?: { readonly input: Json; readonly result?: Json; readonly errorOutput?: Json };
  /** The execution's random numbers in [0,1), seeded. */
  random(): number;
  /** The execution's version 4 UUIDs, seeded. */
  uuid(): string;
  /** Milliseconds since the epoch on the execution's clock. */
  now(): number;
}
