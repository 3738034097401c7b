import { nextTurn } from './guard.ts';

/** How long others wait at most before they have their turn; milliseconds. */
const SLICE = 5;

/**
 * Goes on with some work while nobody else has something to do: after each slice of time, messages that arrived are read and requests that wait are
 * answered. Undefined when the work is not wanted any more.
 */
export async function inSlices<T>(steps: Generator<undefined, T>, isWanted: () => boolean): Promise<T | undefined> {
  let end = performance.now() + SLICE;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (performance.now() < end) continue;
    await nextTurn();
    if (!isWanted()) return undefined;
    end = performance.now() + SLICE;
  }
}
