import type { StateKind } from '../asl/fields.ts';
import { isTerminalType, type StateType } from '../asl/states.ts';
import type { SourceNode } from '../source/node.ts';
import { fieldsOf } from './fieldAccess.ts';
import { type Fields, textOf } from './model.ts';

/** How control leaves a state. */
export interface StateExit {
  /** The state ends its scope. One that says `End` in a wrong way counts, so that one mistake is reported once. */
  readonly isTerminal: boolean;
  /** The state lacks a transition that it must have: nobody can say where it would lead. */
  readonly isUnknown: boolean;
}

/** `type` is undefined when the state has none or one that does not exist. */
export function exitOf(type: StateType | undefined, fields: Fields<StateKind>): StateExit {
  const isTerminal = endsScope(type, fields);
  return EXITS[(isTerminal ? 1 : 0) + (isUnknown(type, fields, isTerminal) ? 2 : 0)]!;
}

/** States share them. */
const EXITS: readonly StateExit[] = [
  { isTerminal: false, isUnknown: false },
  { isTerminal: true, isUnknown: false },
  { isTerminal: false, isUnknown: true },
  { isTerminal: true, isUnknown: true },
];

function endsScope(type: StateType | undefined, fields: Fields<StateKind>): boolean {
  if (type && isTerminalType(type)) return true;
  const end = fields.End?.valueNode;
  return type !== 'Choice' && end !== undefined && end.value !== false;
}

function isUnknown(type: StateType | undefined, fields: Fields<StateKind>, isTerminal: boolean): boolean {
  if (!type) return true;
  if (fields.Catch?.valueNode?.items?.some((entry) => lacksNext('catcher', entry))) return true;
  if (type === 'Choice') {
    const rules = fields.Choices?.valueNode?.items ?? [];
    if (fields.Default && textOf(fields.Default.valueNode) === undefined) return true;
    return rules.length === 0 || rules.some((entry) => lacksNext('choiceRule', entry));
  }
  return !isTerminal && textOf(fields.Next?.valueNode) === undefined;
}

function lacksNext(kind: 'catcher' | 'choiceRule', entry: SourceNode): boolean {
  return textOf(fieldsOf(kind, entry).Next?.valueNode) === undefined;
}
