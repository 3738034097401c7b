import { contextMember } from '../../../../../runtime/src/asl/contextObject.ts';
import { fieldFact } from '../../../../../runtime/src/asl/fields.ts';
import type { AslFieldName } from '../position/fieldNames.ts';
import type { Field } from '../position/place.ts';
import type { DataFlow } from './dataFlow.ts';
import { type Shape, UNKNOWN } from './shapes.ts';

/** What `$` means in a JSONPath field (data flow of the developer guide, "Processing input and output"). */
export function shapeOfDollar(field: Field, flow: DataFlow): Shape {
  const seen = fieldFact(field.owner, field.name)?.sees;
  if (seen === 'errorOutput') return flow.errorOutput();
  if (seen === 'result') return flow.result();
  switch (field.name as AslFieldName) {
    case 'InputPath':
    case 'ResultPath':
      return flow.input();
    case 'ResultSelector':
      return flow.result();
    case 'OutputPath':
      return flow.merged();
    default:
      return flow.effectiveInput();
  }
}

/** Something that may follow a name and a dot. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  /** Names in the context object, when it is a member of it. */
  readonly context?: readonly string[];
}

/** Members of the context object, and of the values of the definition that lie in it. */
export function contextMembers(names: readonly string[], flow: DataFlow): Member[] {
  const inExecutionInput = names[0] === 'Execution' && names[1] === 'Input';
  if (inExecutionInput) return membersOf(flow.executionInput(), names.slice(2));
  const inItem = names[0] === 'Map' && names[1] === 'Item' && names[2] === 'Value';
  if (inItem) return membersOf(flow.item(), names.slice(3));
  const { fact, siblings } = contextMember(names);
  if (!fact) return [];
  return siblings.map((name) => ({ name, shape: UNKNOWN, context: [...names, name] }));
}

function membersOf(shape: Shape, names: readonly string[]): Member[] {
  let current: Shape | undefined = shape;
  for (const name of names) current = name === '*' ? current?.element : current?.members?.get(name);
  return shapeMembers(current ?? UNKNOWN);
}

/** The members of a shape. */
export function shapeMembers(shape: Shape): Member[] {
  return [...(shape.members ?? [])].map(([name, member]) => ({ name, shape: member }));
}

/** A few words about a value. */
export function shapeDetail({ members, element, example }: Shape): string | undefined {
  if (example !== undefined) return example;
  if (element) return 'array';
  return members ? 'object' : undefined;
}
