import type { Place } from '../position/place.ts';
import { type Assignment, assignmentsBefore } from './scopes.ts';

/** A variable that has a value when the state around a place begins. */
export interface KnownVariable {
  readonly name: string;
  /** Innermost scope last, in the order of the text. */
  readonly assignments: readonly Assignment[];
}

const LONGEST_TEXT = 80;

/** The variables in scope at a place, in the order in which they appear in the text. */
export function variablesAt(place: Place): KnownVariable[] {
  const byName = new Map<string, Assignment[]>();
  for (const assignment of assignmentsBefore(place)) {
    const known = byName.get(assignment.variable);
    if (known) known.push(assignment);
    else byName.set(assignment.variable, [assignment]);
  }
  return [...byName].filter(([name]) => name !== '').map(([name, assignments]) => ({ name, assignments }));
}

/** What a variable was assigned last: the expression or value, as written. */
export function assignedText({ valueNode }: Assignment): string {
  if (!valueNode) return '';
  const text = typeof valueNode.value === 'string' ? valueNode.value : JSON.stringify(valueNode.value);
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

/** Where a variable comes from, as Markdown. */
export function variableDocumentation({ name, assignments }: KnownVariable): string {
  const lines = assignments
    .slice(-5)
    .map((assignment) => `- in **${assignment.state}**: \`${assignedText(assignment).replaceAll('`', "'")}\``);
  return `Variable **$${name}**, assigned\n\n${lines.join('\n')}`;
}
