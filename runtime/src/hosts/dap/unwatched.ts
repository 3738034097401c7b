import { clockSettings, type Launch } from './launch.ts';

/**
 * Whether an execution may run without being watched until something happens that somebody wants to see: it must be ours, the same every time it is
 * run, and ask nobody anything.
 */
export function mayRunUnwatched({
  arguments: args,
  program,
  unmocked,
  mocked,
  attached,
  replay,
  lambda,
}: Launch): boolean {
  if (attached || replay || lambda || clockSettings(args).mode === 'real') return false;
  return program.machine.states.every(
    ({ type, name, taskToken }) =>
      type !== 'Task' || (taskToken === 'none' && (unmocked !== 'ask' || mocked?.has(name) === true)),
  );
}
