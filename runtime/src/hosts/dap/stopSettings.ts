import { globTest } from '../../debugger/stateNames.ts';
import type { Step } from '../../debugger/step.ts';

/** What `stopOnEntry` asks for. */
export function entryOf(stopOnEntry: boolean | string | undefined): true | string | undefined {
  return stopOnEntry === false ? undefined : stopOnEntry;
}

/** What `skipStates` asks for: `Name*`  or `type:Pass`. */
export function skipTest(patterns: readonly string[]): (step: Step) => boolean {
  const tests = patterns.map((pattern) => {
    const isType = pattern.startsWith('type:');
    const test = globTest(isType ? pattern.slice(5) : pattern);
    return (step: Step) => test(isType ? step.state.type : step.state.name);
  });
  return (step) => tests.some((test) => test(step));
}
