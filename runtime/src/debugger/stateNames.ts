import type { CompiledMachine, CompiledState } from '../interpreter/machine.ts';
import { entryPlace, type Place, type Places } from './places.ts';

/**
 * The places that a function breakpoint names: `Charge`, `Outer/Inner/Charge`, globs such as `*Retry*`, `type:Choice`,
 * `resource:*:dynamodb:*`, with `enter:` (the default) or `exit:` in front.
 */
export function placesNamed(name: string, machine: CompiledMachine, places: Places | undefined): Place[] {
  const [, when, pattern] = /^(?:(enter|exit):)?(.*)$/s.exec(name.trim())!;
  const matches = matcher(pattern!);
  return machine.states.filter(matches).map((state) => {
    const range = places?.rangeOf(state);
    const entry = range ? entryPlace(range) : { state, phase: 'input' as const, range: { start: 0, end: 0 } };
    if (when !== 'exit') return entry;
    return { ...entry, phase: state.type === 'Fail' ? 'failure' : 'output' };
  });
}

/** Names of the states from the outermost Map or Parallel down to this one. */
export function statePath(state: CompiledState): string[] {
  const names: string[] = [];
  for (let at: CompiledState | undefined = state; at; at = at.scope.owner) names.unshift(at.name);
  return names;
}

/** A glob as a test: `*` is any run of characters, `?` any one character. Its time grows with the product of both lengths, whatever they hold. */
export function globTest(pattern: string): (text: string) => boolean {
  return (text) => {
    let at = 0;
    let star = -1;
    let resume = 0;
    for (let i = 0; i < text.length; ) {
      if (pattern[at] === '*') {
        star = at++;
        resume = i;
      } else if (pattern[at] === '?' || pattern[at] === text[i]) {
        at += 1;
        i += 1;
      } else {
        if (star < 0) return false;
        // The last star takes one character more.
        at = star + 1;
        i = ++resume;
      }
    }
    while (pattern[at] === '*') at += 1;
    return at === pattern.length;
  };
}

function matcher(pattern: string): (state: CompiledState) => boolean {
  const [, kind, glob] = /^(?:(type|resource):)?(.*)$/s.exec(pattern)!;
  const test = globTest(glob!);
  if (kind === 'type') return (state) => test(state.type);
  if (kind === 'resource')
    return (state) => typeof state.definition.Resource === 'string' && test(state.definition.Resource);
  // A name that happens to hold a slash is tried as it stands before it is read as a path.
  const parts = glob!.split('/').map(globTest);
  return (state) => {
    if (test(state.name)) return true;
    if (parts.length === 1) return false;
    const path = statePath(state).slice(-parts.length);
    return path.length === parts.length && path.every((name, i) => parts[i]!(name));
  };
}
