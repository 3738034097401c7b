import { CONTEXT_OBJECT } from '../asl/contextObject.ts';
import { INTRINSICS } from '../asl/intrinsics.ts';
import { isObject, type Json } from '../asl/json.ts';
import { JSONATA_FUNCTIONS } from '../asl/jsonataFunctions.ts';
import { EvaluationProblem, evaluateAt } from './evaluate.ts';
import { type Settled, whenSettled } from './settled.ts';
import type { Step } from './step.ts';

/** Something that can be written at the cursor; it replaces `length` characters from `start`. */
export interface Completion {
  readonly label: string;
  readonly kind: 'property' | 'variable' | 'function' | 'keyword';
  readonly start: number;
  readonly length: number;
  readonly detail?: string;
}

/** Completes an expression at a step: members of live values, variables in reach, functions of the language. */
export function completionsAt(step: Step, text: string, cursor: number): Settled<readonly Completion[]> {
  const before = text.slice(0, cursor);
  const member = /(\$[\w$.[\]'"]*?)(\.|\[['"])([^.[\]'"\s]*)$/.exec(before);
  if (member) {
    const [, owner, opening, typed] = member;
    const start = before.length - typed!.length;
    return whenSettled(ownerValue(step, owner!), (value) => {
      const names = value === undefined ? contextNames(owner!) : memberNames(value);
      const close = opening === '.' ? '' : `${opening!.charAt(1)}]`;
      return names
        .filter((name) => opening !== '.' || /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name))
        .filter((name) => name.toLowerCase().startsWith(typed!.toLowerCase()))
        .map((name) => ({ label: `${name}${close}`, kind: 'property' as const, start, length: typed!.length }));
    });
  }
  const [word] = /[\w$.]*$/.exec(before)!;
  const start = before.length - word.length;
  return rootNames(step)
    .filter(({ label }) => label.toLowerCase().startsWith(word.toLowerCase()))
    .map((completion) => ({ ...completion, start, length: word.length }));
}

function rootNames(step: Step): Omit<Completion, 'start' | 'length'>[] {
  const variables = [...Object.keys(step.variables), 'iteration', 'attempt'].map((name) => ({
    label: `$${name}`,
    kind: 'variable' as const,
  }));
  if (step.state.queryLanguage === 'JSONata') {
    const functions = JSONATA_FUNCTIONS.filter(({ origin }) => origin !== 'refused').map(({ name, doc }) => ({
      label: name,
      kind: 'function' as const,
      detail: doc,
    }));
    return [{ label: '$states', kind: 'keyword' }, ...variables, ...functions];
  }
  const intrinsics = INTRINSICS.map(({ name, doc }) => ({
    label: `States.${name}`,
    kind: 'function' as const,
    detail: doc,
  }));
  return [{ label: '$', kind: 'keyword' }, { label: '$$', kind: 'keyword' }, ...variables, ...intrinsics];
}

function ownerValue(step: Step, owner: string): Settled<Json | undefined> {
  return whenSettled(evaluateAt(step, owner), (value) => (value instanceof EvaluationProblem ? undefined : value));
}

function memberNames(value: Json): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

/** Members of the context object that are not there at this moment, for expressions that are written for later ones. */
function contextNames(owner: string): string[] {
  const names = owner
    .replace(/^\$(?:\$|states\.context)\.?/, '')
    .split('.')
    .filter(Boolean);
  let fact = owner.startsWith('$$') || owner.startsWith('$states.context') ? CONTEXT_OBJECT : undefined;
  for (const name of names) fact = fact?.members?.[name];
  return Object.keys(fact?.members ?? {});
}
