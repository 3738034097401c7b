import { isLibraryFunction } from './library.ts';
import { children, type JsonataNode } from './syntax.ts';

/**
 * Whether a function of the expression may come to call itself. Where it cannot be told what a function calls - one that it was given, one out of an
 * object - it may.
 */
export function mayRecurse(root: JsonataNode): boolean {
  const nodes = below(root);
  const lambdas = nodes.filter(isFunction);
  if (lambdas.length === 0) return false;
  const named = namedFunctions(nodes, lambdas);
  const bound = boundNames(nodes, lambdas);
  const isKnown = (node: JsonataNode) =>
    node.type === 'lambda' ||
    (node.type === 'variable' && (named.has(nameOf(node)) || isOfLibrary(nameOf(node), bound)));
  if (lambdas.some(({ body }) => below(body!).some((node) => called(node).some((callee) => !isKnown(callee)))))
    return true;
  return hasCycle(named);
}

/** A node and everything below it. */
export function below(root: JsonataNode): JsonataNode[] {
  const found = [root];
  for (let at = 0; at < found.length; at++) found.push(...children(found[at]!));
  return found;
}

/** Whether a node is a function of the expression, and not what the package makes of a call in tail position. */
export function isFunction(node: JsonataNode): boolean {
  return node.type === 'lambda' && node.thunk !== true;
}

function nameOf(variable: JsonataNode): string {
  return String(variable.value);
}

function isOfLibrary(name: string, bound: ReadonlySet<string>): boolean {
  return isLibraryFunction(name) && !bound.has(name);
}

/** Functions that a name stands for wherever it is used: it is bound once, to a function as it is written, and is no parameter. */
function namedFunctions(nodes: readonly JsonataNode[], lambdas: readonly JsonataNode[]): Map<string, JsonataNode> {
  const parameters = new Set(lambdas.flatMap(parameterNames));
  const named = new Map<string, JsonataNode>();
  const twice = new Set(parameters);
  for (const node of nodes) {
    if (node.type !== 'bind') continue;
    const name = nameOf(node.lhs as JsonataNode);
    if (named.has(name) || !isFunction(node.rhs!)) twice.add(name);
    named.set(name, node.rhs!);
  }
  for (const name of twice) named.delete(name);
  return named;
}

function boundNames(nodes: readonly JsonataNode[], lambdas: readonly JsonataNode[]): ReadonlySet<string> {
  const assigned = nodes.filter(({ type }) => type === 'bind').map(({ lhs }) => nameOf(lhs as JsonataNode));
  return new Set([...assigned, ...lambdas.flatMap(parameterNames)]);
}

function parameterNames(lambda: JsonataNode): string[] {
  return lambda.arguments?.map(nameOf) ?? [];
}

/** What a node calls, or hands to a function of the library that calls it. */
function called(node: JsonataNode): JsonataNode[] {
  if (node.type === 'apply') return (node.rhs as JsonataNode).type === 'function' ? [] : [node.rhs as JsonataNode];
  if (node.procedure === undefined) return [];
  const callback = CALLBACKS.get(nameOf(node.procedure));
  const given = callback === undefined ? undefined : node.arguments?.at(callback);
  return given === undefined || isData(given) ? [node.procedure] : [node.procedure, given];
}

/** Functions of the library that call one that they are given, and which argument it is. */
const CALLBACKS: ReadonlyMap<string, number> = new Map([
  ['map', -1],
  ['filter', -1],
  ['each', -1],
  ['sift', -1],
  ['single', -1],
  ['sort', 1],
  ['reduce', 1],
  ['replace', 2],
]);

/** Whether a value is written out, and so is no function. */
function isData({ type }: JsonataNode): boolean {
  return type === 'string' || type === 'number' || type === 'value' || type === 'regex' || type === 'unary';
}

/** Whether named functions refer to each other, or to themselves, in a circle. */
function hasCycle(named: ReadonlyMap<string, JsonataNode>): boolean {
  const left = new Map(
    [...named].map(([name, lambda]) => {
      const used = below(lambda.body!).filter(({ type }) => type === 'variable');
      return [name, new Set(used.map(nameOf).filter((other) => named.has(other)))];
    }),
  );
  for (;;) {
    const free = [...left].filter(([, others]) => [...others].every((other) => !left.has(other)));
    if (free.length === 0) return left.size > 0;
    for (const [name] of free) left.delete(name);
  }
}
