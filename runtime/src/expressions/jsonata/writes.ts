import { children, type JsonataNode } from './syntax.ts';

/**
 * Whether the `jsonata` package may write into the values that it is given. It marks the array that `[]` stands behind, and puts
 * an item into the empty array that an object constructor is applied to; such expressions must be given copies.
 */
export function writesIntoInput(node: JsonataNode): boolean {
  if (node.keepArray === true || node.keepSingletonArray === true || node.group !== undefined) return true;
  if (isObjectConstructorBelow(node)) return true;
  return children(node).some(writesIntoInput);
}

/** Whether an object constructor stands where it has a context: in a step after the first one, or in a filter. */
function isObjectConstructorBelow(node: JsonataNode): boolean {
  const filters = [...(node.predicate ?? []), ...(node.stages ?? [])].flatMap((filter) => filter.expr ?? []);
  return [...(node.steps ?? []).slice(1), ...filters].some(hasObjectConstructor);
}

function hasObjectConstructor(node: JsonataNode): boolean {
  return (node.type === 'unary' && node.value === '{') || children(node).some(hasObjectConstructor);
}
