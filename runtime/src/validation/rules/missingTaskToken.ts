import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
import { hasPattern } from '../integrationPatterns.ts';
import { jsonataUses } from '../jsonataUses.ts';
import { jsonPathUses } from '../jsonPathUses.ts';
import type { StateContext } from '../model.ts';
import type { Rule } from '../rule.ts';

export const missingTaskToken: Rule = {
  id: 'missing-task-token',
  severity: 'warning',
  doc: 'A ".waitForTaskToken" task that does not pass its token on. Nobody can answer it, so it waits until it times out, by default for a year. Put "$$.Task.Token" (JSONata: "$states.context.Task.Token") into what is sent.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    let passing: ReadonlySet<StateContext> | undefined;
    for (const { task, node, text, resource } of taskUses(context)) {
      if (!resource || !('pattern' in resource) || resource.pattern !== '.waitForTaskToken' || !task.state) continue;
      if (!hasPattern(resource)) continue;
      passing ??= statesThatPassToken(context);
      if (passing.has(task.state)) continue;
      report({
        at: node.rangeOf(text.length - resource.pattern.length, text.length),
        message: `Nothing sends the task token, so nobody can answer. Pass ${task.language === 'JSONata' ? '"{% $states.context.Task.Token %}"' : '"$$.Task.Token"'} on.`,
      });
    }
  },
};

/** States that read the token, all of `Task`, or the whole context object. */
function statesThatPassToken(context: ValidationContext): ReadonlySet<StateContext> {
  const states = new Set<StateContext>();
  for (const { use, paths } of jsonPathUses(context).uses) {
    for (const { path } of paths) {
      const first = path.segments[0];
      const readsToken = first?.kind !== 'property' || first.names[0] === TASK;
      if (path.root === 'context' && readsToken && use.object.state) states.add(use.object.state);
    }
  }
  for (const { use, references } of jsonataUses(context).expressions) {
    const readsToken = references.states.some(
      ({ names }) => names.length === 0 || (names[0]!.name === 'context' && (names[1]?.name ?? TASK) === TASK),
    );
    if (readsToken && use.object.state) states.add(use.object.state);
  }
  return states;
}

/** The member of the context object that holds the token. */
const TASK = 'Task';
