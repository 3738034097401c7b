import { type ContextPlace, contextPlace } from '../../asl/contextObject.ts';
import { isStateType } from '../../asl/states.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
import { jsonataUses } from '../jsonataUses.ts';
import { jsonPathUses } from '../jsonPathUses.ts';
import type { StateContext, TypedObject } from '../model.ts';
import type { Rule } from '../rule.ts';

export const contextAvailability: Rule = {
  id: 'context-availability',
  severity: 'warning',
  doc: 'A member of the context object that is not there at this place: "Map" outside of Map states, "Task" in states that wait for nothing, "State.RetryCount" in states that are never retried. The service takes the definition, and the state fails when it runs. Read the member where it exists, and pass it on as data.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { use, node, paths } of jsonPathUses(context).uses) {
      for (const { path, offset } of paths) {
        if (path.root !== 'context' || !use.object.state) continue;
        const found = contextPlace(
          path.segments.map((segment) => (segment.kind === 'property' ? segment.names[0] : undefined)),
        );
        if (!found || isThere(found.place, use.object.state)) continue;
        const { offset: start, length } = path.segments[found.index]!;
        report({ at: node.rangeOf(offset + start + 1, offset + start + length), message: MESSAGES[found.place] });
      }
    }
    for (const { use, references, place } of jsonataUses(context).expressions) {
      for (const { names } of references.states) {
        if (names[0]?.name !== CONTEXT || !use.object.state) continue;
        const found = contextPlace(names.slice(1).map(({ name }) => name));
        if (!found || isThere(found.place, use.object.state)) continue;
        report({ at: place(names[found.index + 1]!), message: MESSAGES[found.place] });
      }
    }

    function isThere(place: ContextPlace, state: StateContext): boolean {
      // Of a state without type nobody knows.
      if (!state.type) return true;
      if (place === 'map') return isInMap(state);
      if (place === 'retried') return state.object!.kind === 'taskState' || hasInner(state);
      return state.object!.kind === 'taskState' && !context.once(tasksThatDoNotWait).has(state.object!);
    }
  },
};

const CONTEXT = 'context';

const MESSAGES: Readonly<Record<ContextPlace, string>> = {
  map: 'The context object has this in Map states and inside of them only.',
  // Recorded on AWS: in other states the member is absent.
  retried: 'The context object has this in states that can be retried only: Task, Parallel and Map.',
  waiting:
    'The context object has this in tasks that wait only: those whose "Resource" ends in ".waitForTaskToken" or ".sync".',
};

function hasInner({ object }: StateContext): boolean {
  return object!.kind === 'parallelState' || object!.kind === 'mapState';
}

function isInMap(state: StateContext): boolean {
  for (let current: StateContext | undefined = state; current; current = current.scope.owner) {
    if (!isStateType(current.type) || current.object!.kind === 'mapState') return true;
  }
  return false;
}

/** Tasks of integrations without a pattern. What a Lambda function or an activity is given was never seen. */
function tasksThatDoNotWait(context: ValidationContext): ReadonlySet<TypedObject> {
  return new Set(
    taskUses(context)
      .filter(({ resource }) => resource && 'pattern' in resource && resource.pattern === '')
      .map(({ task }) => task),
  );
}
