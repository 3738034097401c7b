/** A value that is there now, or will be. Most things in the debugger are there now; only some JSONata expressions are not. */
export type Settled<T> = T | Promise<T>;

/** Goes on with a value: at once when it is there. */
export function whenSettled<T, U>(value: Settled<T>, use: (value: T) => Settled<U>): Settled<U> {
  return value instanceof Promise ? value.then(use) : use(value);
}
