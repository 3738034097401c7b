import type { Json } from '../../../../../runtime/src/asl/json.ts';
import { isObject } from '../../../../../runtime/src/asl/json.ts';
import type { SourceNode } from '../../../../../runtime/src/source/document.ts';

/** What is known of a value before anything runs: its members or items, as far as somebody can tell. */
export interface Shape {
  /** Members of an object, by name. */
  readonly members?: ReadonlyMap<string, Shape>;
  /** Items of an array. */
  readonly element?: Shape;
  /** An example of a plain value, as JSON text. */
  readonly example?: string;
}

export const UNKNOWN: Shape = {};

const LONGEST_EXAMPLE = 60;
const DEEPEST_ARRAY = 5;

/** The shape of an example value. Arrays are described by all their items together. */
export function shapeOfJson(value: Json | undefined): Shape {
  if (value === undefined) return UNKNOWN;
  if (Array.isArray(value)) return { element: mergeShapes(value.slice(0, 20).map(shapeOfJson)) };
  if (isObject(value)) {
    return { members: new Map(Object.entries(value).map(([key, member]) => [key, shapeOfJson(member)])) };
  }
  const example = JSON.stringify(value);
  return { example: example.length > LONGEST_EXAMPLE ? `${example.slice(0, LONGEST_EXAMPLE)}…` : example };
}

/** A shape with the members of all of them. */
export function mergeShapes(shapes: readonly Shape[]): Shape {
  if (shapes.length <= 1) return shapes[0] ?? UNKNOWN;
  const members = new Map<string, Shape>();
  const elements: Shape[] = [];
  for (const shape of shapes) {
    if (shape.element) elements.push(shape.element);
    for (const [name, member] of shape.members ?? []) {
      const known = members.get(name);
      members.set(name, known ? mergeShapes([known, member]) : member);
    }
  }
  const example = shapes.find((shape) => shape.example !== undefined)?.example;
  return {
    ...(members.size > 0 ? { members } : {}),
    ...(elements.length > 0 ? { element: mergeShapes(elements) } : {}),
    ...(example === undefined ? {} : { example }),
  };
}

/** Follows member names; '*' steps into the items of an array. */
export function shapeAt(shape: Shape, names: readonly string[]): Shape {
  let current: Shape | undefined = shape;
  for (const name of names) current = name === '*' ? (current?.element ?? UNKNOWN) : current?.members?.get(name);
  return current ?? UNKNOWN;
}

/** Follows names as JSONata does: it steps into the items of arrays by itself. */
export function shapeThroughArrays(shape: Shape, names: readonly string[]): Shape {
  let current: Shape = shape;
  for (const name of names) {
    current = name === '*' ? itemsOf(current) : (itemsOf(current).members?.get(name) ?? UNKNOWN);
  }
  return current;
}

/** The items of an array, of arrays of arrays, too; a value that is no array is its own item. */
export function itemsOf(shape: Shape): Shape {
  let current = shape;
  for (let depth = 0; current.element && !current.members && depth < DEEPEST_ARRAY; depth++) current = current.element;
  return current;
}

/** A shape with one member put in (or replaced) at a place below its root. */
export function withMember(shape: Shape, names: readonly string[], member: Shape): Shape {
  const [name, ...rest] = names;
  if (name === undefined) return member;
  const members = new Map(shape.members ?? []);
  members.set(name, withMember(members.get(name) ?? UNKNOWN, rest, member));
  return { members };
}

/** What expressions inside a template refer to: resolves the text of a path or `{% %}` expression to a shape. */
export type Resolve = (expression: string) => Shape;

/** The shape a payload template makes: `.$` keys (JSONPath) or `{% %}` texts (JSONata) are resolved. */
export function shapeOfTemplate(
  node: SourceNode | undefined,
  language: 'JSONPath' | 'JSONata',
  resolve: Resolve,
): Shape {
  if (!node) return UNKNOWN;
  if (node.items)
    return { element: mergeShapes(node.items.slice(0, 20).map((item) => shapeOfTemplate(item, language, resolve))) };
  if (node.properties) {
    const members = node.properties.map(({ key, valueNode }): [string, Shape] => {
      const isPath = language === 'JSONPath' && key.endsWith('.$') && typeof valueNode?.value === 'string';
      if (isPath) return [key.slice(0, -2), resolve(valueNode.value)];
      return [key, shapeOfTemplate(valueNode, language, resolve)];
    });
    return { members: new Map(members) };
  }
  const { value } = node;
  const isExpression = language === 'JSONata' && typeof value === 'string' && value.startsWith('{%');
  return isExpression ? resolve(value) : shapeOfJson(value);
}
