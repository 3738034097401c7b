import { parseDocument } from '../source/document.ts';
import { ValidationContext } from './context.ts';
import { jsonataUses } from './jsonataUses.ts';
import { jsonPathUses } from './jsonPathUses.ts';
import type { FieldUse } from './model.ts';

/**
 * The variables that each state refers to, by state name, sorted; states that refer to none are left out. As DescribeStateMachine shows them:
 * assigning a variable is no reference, and a text that merely looks like one is none (recorded on AWS).
 */
export function variableReferences(definition: string): Record<string, string[]> {
  const context = new ValidationContext(parseDocument(definition), undefined);
  const found = new Map<string, Set<string>>();
  const add = (use: FieldUse, variable: string) => {
    const state = use.object.state?.name;
    if (state === undefined) return;
    const names = found.get(state) ?? new Set();
    found.set(state, names.add(variable));
  };
  for (const { use, paths } of jsonPathUses(context).uses) {
    for (const { path } of paths) if (path.variable !== undefined) add(use, path.variable);
  }
  for (const { use, references } of jsonataUses(context).expressions) {
    for (const { name, isLibraryFunction } of references.variables) if (!isLibraryFunction) add(use, name);
  }
  return Object.fromEntries([...found].map(([state, names]) => [state, [...names].sort()]));
}
