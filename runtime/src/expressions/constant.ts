import type { Json } from '../asl/json.ts';

/** A template without any expression: its value is the template itself. */
export class Constant {
  readonly constant = true;

  constructor(private readonly value: Json) {}

  evaluate(): Json {
    return this.value;
  }
}
