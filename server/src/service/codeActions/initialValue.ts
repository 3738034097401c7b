import type { FieldFact } from '../../../../runtime/src/asl/fields.ts';
import { fieldFact } from '../../../../runtime/src/asl/fields.ts';
import type { Json } from '../../../../runtime/src/asl/json.ts';
import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import type { TypedObject } from '../../../../runtime/src/validation/model.ts';
import type { DefinitionAnalysis, StateContext } from '../analysis.ts';

/** What a field that is added gets as its value; undefined when nothing sensible is known. */
export function initialValue(definition: DefinitionAnalysis, object: SourceNode, field: string): Json | undefined {
  const owner = ownerOf(definition, object);
  const fact = owner && fieldFact(owner.kind, field);
  if (!fact) return '';
  if (fact.holds !== 'stateName') return emptyValue(fact);
  const scope = definition.scopes.find((candidate) => candidate.object === owner);
  if (scope) return scope.states[0]?.name;
  return owner.state && followingState(owner.state);
}

/** Whether the object is one of the language that has the field. */
export function hasField(definition: DefinitionAnalysis, object: SourceNode, field: string): boolean {
  const owner = ownerOf(definition, object);
  return owner !== undefined && fieldFact(owner.kind, field) !== undefined;
}

function ownerOf({ context }: DefinitionAnalysis, object: SourceNode): TypedObject | undefined {
  return context.allObjects.find(({ node }) => node === object);
}

/** The state written behind this one: most probably the next one. */
function followingState(state: StateContext): string | undefined {
  const { states } = state.scope;
  return states[states.indexOf(state) + 1]?.name;
}

function emptyValue(fact: FieldFact): Json {
  if (fact.absentWhen !== undefined) return !fact.absentWhen;
  if (fact.values) return fact.values[0]!;
  if (fact.assumed !== undefined) return fact.assumed;
  if (fact.holds === 'errorNames') return ['States.ALL'];
  if (fact.arns) return fact.arns[0]!;
  switch (fact.types[0]) {
    case 'integer':
    case 'number':
      return Math.max(fact.minimum ?? 0, 1);
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return '';
  }
}
