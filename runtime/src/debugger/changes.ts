import { isObject, type Json } from '../asl/json.ts';
import { deepEqual } from '../expressions/deepEqual.ts';
import type { Step } from './step.ts';
import { currentDocument } from './stepScope.ts';
import { pathText, type ValuePath } from './valuePath.ts';

/** One difference between two values. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly path: ValuePath;
  readonly before?: Json;
  readonly after?: Json;
}

/** More differences than anybody reads; the rest is not looked for. */
const MOST_CHANGES = 200;

/** What the phase that has just ended did to the payload and the variables. */
export function changesOf(step: Step): { readonly label: string; readonly change: Change }[] {
  const { previous } = step;
  const before = previous?.visit === step.visit && !previous.isDropped ? previous : undefined;
  const payload = before ? differences(baselineOf(step, before), currentDocument(step)) : [];
  const variables = differences(before ? (before.assigned ?? {}) : {}, step.assigned ?? {});
  return [
    ...payload.map((change) => ({ label: `$${pathText(change.path)}`, change })),
    ...variables.map((change) => ({ label: `$${pathText(change.path).slice(1)}`, change })),
  ];
}

/** What leaves a state is best compared with what came in; every other phase with the one before it. */
function baselineOf(step: Step, before: Step): Json {
  const leaves = step.phase === 'output' || step.phase === 'afterResultPath';
  const after = currentDocument(step);
  const keepsInput = leaves && isObject(step.input) && isObject(after) && shareNames(step.input, after);
  return keepsInput ? step.input : currentDocument(before);
}

/** The differences between two values, part by part; parts that are shared are not looked into. */
export function differences(before: Json, after: Json): Change[] {
  const changes: Change[] = [];
  compare(before, after, [], changes);
  return changes;
}

function compare(before: Json, after: Json, path: ValuePath, changes: Change[]): void {
  if (before === after || changes.length >= MOST_CHANGES) return;
  if (isObject(before) && isObject(after) && shareNames(before, after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compareParts(before[name], after[name], [...path, name], changes);
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let i = 0; i < Math.max(before.length, after.length) && changes.length < MOST_CHANGES; i++) {
      compareParts(before[i], after[i], [...path, i], changes);
    }
  } else if (!deepEqual(before, after)) {
    changes.push({ kind: 'changed', path, before, after });
  }
}

function compareParts(before: Json | undefined, after: Json | undefined, path: ValuePath, changes: Change[]): void {
  if (changes.length >= MOST_CHANGES) return;
  if (before === undefined) changes.push({ kind: 'added', path, after: after! });
  else if (after === undefined) changes.push({ kind: 'removed', path, before });
  else compare(before, after, path, changes);
}

/** Two objects with nothing in common are two values, not one that was changed everywhere. */
function shareNames(before: object, after: object): boolean {
  const names = Object.keys(before);
  return names.length === 0 || Object.keys(after).length === 0 || names.some((name) => Object.hasOwn(after, name));
}
